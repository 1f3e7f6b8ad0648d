package io.weighbridge.backend.operators;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.oidc.TestProvider;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ConfirmTotpRequest;
import io.weighbridge.proto.v1.EnrolTotpRequest;
import io.weighbridge.proto.v1.ListSessionsRequest;
import io.weighbridge.proto.v1.PendingAdjustment;
import io.weighbridge.proto.v1.StartOidcLoginReply;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// For each method that changes something, a request that does, as JSON.
final class ChangingCalls {
    private final TestBackend test;
    private final HandTime time;
    private final OperatorClient client;
    private final TestProvider provider;
    private final WaitingAdjustments waiting;
    private final Map<String, Function<Admin, List<String>>> requests = new LinkedHashMap<>();
    private int made;

    record Admin(Operator operator, String password, String token) {}

    ChangingCalls(TestBackend test, HandTime time, OperatorClient client, TestProvider provider) {
        this.provider = provider;
        this.test = test;
        this.time = time;
        this.client = client;
        this.waiting = new WaitingAdjustments(test, client);
        accounts();
        catalogue();
        prices();
        operators();
        proxies();
        new UpstreamKeyCalls(test).each(this::account, this::put);
        new AlertCalls(test).each(this::account, this::put);
        usage();
        approvals();
    }

    Map<String, Function<Admin, List<String>>> requests() {
        return requests;
    }

    Admin admin() {
        Operators.Made admin = test.backend().operators().create(name(), "", Role.ADMIN);
        return new Admin(
                admin.operator(),
                admin.password(),
                test.backend().logins().startFor(admin.operator()).accessToken());
    }

    private String name() {
        return "made-" + ++made;
    }

    private void put(String method, Function<Admin, String> request) {
        requests.put("weighbridge.v1." + method, admin -> List.of(request.apply(admin)));
    }

    private static String json(Object... namesAndValues) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(i == 0 ? "" : ",").append('"').append(namesAndValues[i]).append("\":");
            Object value = namesAndValues[i + 1];
            boolean bare = value instanceof Number || value.toString().startsWith("{");
            text.append(bare ? value : "\"" + value + "\"");
        }
        return text + "}";
    }

    private String account() {
        return IdKind.ACCOUNT.format(test.account(name(), 1_000).id());
    }

    private String suspended() {
        Account account = test.account(name(), 0);
        test.backend().accounts().suspend(account.id(), "test");
        return IdKind.ACCOUNT.format(account.id());
    }

    private static String operation() {
        return UUID.randomUUID().toString();
    }

    private void accounts() {
        put("Accounts/CreateAccount", _ -> json("name", name()));
        put(
                "Accounts/UpdateAccount",
                _ -> json("account", account(), "version", 1, "name", "Other"));
        put("Accounts/SuspendAccount", _ -> json("account", account(), "reason", "unpaid"));
        put("Accounts/ResumeAccount", _ -> json("account", suspended()));
        put(
                "Accounts/AddGrant",
                _ ->
                        json(
                                "account",
                                account(),
                                "operation_id",
                                operation(),
                                "kind",
                                1,
                                "amount_nanos",
                                5,
                                "note",
                                "paid"));
        put(
                "Accounts/AdjustCredit",
                _ ->
                        json(
                                "account",
                                account(),
                                "operation_id",
                                operation(),
                                "amount_nanos",
                                -5,
                                "reason",
                                3,
                                "note",
                                "wrong"));
        put(
                "Accounts/RefundUsage",
                _ ->
                        json(
                                "record_id",
                                charged(),
                                "operation_id",
                                operation(),
                                "reason",
                                1,
                                "note",
                                "sorry"));
    }

    private String charged() {
        Service service = test.service(name());
        test.publish(service, Calls.TOKEN * 1_000_000, Calls.TOKEN * 1_000_000);
        String key = test.key(test.account(name(), 100 * Calls.TOKEN)).secret();
        String hold =
                test.gate()
                        .authorize(Calls.chat(key, 1, 1).setService(service.name()).build())
                        .getAdmitted()
                        .getHoldId();
        return test.gate().settle(Calls.settle(hold, 1, 1).build()).getRecordId();
    }

    private void catalogue() {
        put("Services/CreateService", _ -> json("name", name(), "settings", json("category", 1)));
        put(
                "Services/UpdateService",
                _ ->
                        json(
                                "service",
                                test.service(name()).name(),
                                "version",
                                1,
                                "settings",
                                json("category", 2)));
        put("Plans/CreatePlan", _ -> json("name", name()));
        put("Plans/UpdatePlan", _ -> json("plan", plan(), "version", 1, "name", name()));
        put("Keys/CreateKey", _ -> json("account", account(), "settings", json("name", "new")));
        put("Keys/UpdateKey", _ -> json("key", key(), "version", 1, "settings", json("name", "x")));
        put("Keys/RevokeKey", _ -> json("key", key(), "reason", "lost"));
        put("Keys/BlockKey", _ -> json("key", key(), "reason", "odd traffic"));
        put("Keys/UnblockKey", _ -> json("key", blocked()));
        put("Keys/RotateKey", _ -> json("key", key(), "version", 1));
        put(
                "Keys/ReportLeak",
                _ ->
                        json(
                                "secret",
                                test.key(test.account(name(), 0)).secret(),
                                "found_at",
                                "a public page"));
    }

    private String plan() {
        return IdKind.PLAN.format(test.backend().plans().create(name(), List.of()).id());
    }

    private String key() {
        return IdKind.KEY.format(test.key(test.account(name(), 0)).key().id());
    }

    private String blocked() {
        var key = test.key(test.account(name(), 0)).key();
        var _ = test.backend().keys().block(key.id(), "test");
        return IdKind.KEY.format(key.id());
    }

    private String draft() {
        PriceBook book = test.backend().prices().createDraft(0, "test");
        return IdKind.PRICE_BOOK.format(book.id());
    }

    private void prices() {
        put("Prices/CreateDraft", _ -> json("note", "new"));
        put("Prices/UpdateDraft", _ -> json("price_book", draft(), "version", 1, "note", "x"));
        put("Prices/DeleteDraft", _ -> json("price_book", draft()));
        put("Prices/Publish", _ -> json("price_book", draft(), "version", 1, "supersede", true));
        requests.put(
                "weighbridge.v1.PriceImports/ImportPriceMap",
                _ -> {
                    String model = test.service(name()).name();
                    String map =
                            json(
                                    model,
                                    json(
                                            "litellm_provider",
                                            "openai",
                                            "mode",
                                            "chat",
                                            "input_cost_per_token",
                                            0.000001));
                    byte[] bytes = map.getBytes(StandardCharsets.UTF_8);
                    return List.of(
                            json("options", json("dry_run", false)),
                            json("chunk", Base64.getEncoder().encodeToString(bytes)));
                });
    }

    private void operators() {
        put(
                "Operators/Login",
                admin -> json("name", admin.operator().name(), "password", admin.password()));
        put("Operators/Refresh", admin -> json("refresh_token", started(admin).refreshToken()));
        put(
                "Operators/FinishOidcLogin",
                admin -> {
                    provider.person(Map.of("sub", admin.operator().name()));
                    StartOidcLoginReply begun = new OidcClient(client).start();
                    Map<String, String> back = OidcClient.visit(begun.getAuthorizationUrl());
                    return json(
                            "login_id", begun.getLoginId(),
                            "code", back.getOrDefault("code", ""),
                            "state", begun.getState());
                });
        put("Operators/Logout", _ -> "{}");
        put(
                "Operators/ChangePassword",
                admin ->
                        json("old_password", admin.password(), "new_password", "another password"));
        put("Operators/EnrolTotp", admin -> json("password", admin.password()));
        put("Operators/ConfirmTotp", admin -> json("code", code(enrol(admin))));
        put(
                "Operators/RemoveTotp",
                admin -> {
                    byte[] secret = enrol(admin);
                    var request = ConfirmTotpRequest.newBuilder().setCode(code(secret)).build();
                    var _ = client.as(admin.token()).confirmTotp(request);
                    time.pass(Totp.STEP_MS);
                    return json("password", admin.password(), "code", code(secret));
                });
        put("Operators/CreateOperator", _ -> json("name", name(), "role", 3));
        put("Operators/UpdateOperator", _ -> json("operator", operator(), "version", 1, "role", 4));
        put("Operators/ResetPassword", _ -> json("operator", operator(), "version", 1));
        put("Operators/EndSession", admin -> json("session", session(admin)));
    }

    private Logins.Started started(Admin admin) {
        return test.backend().logins().startFor(admin.operator());
    }

    private String session(Admin admin) {
        var _ = started(admin);
        var all = client.as(admin.token()).listSessions(ListSessionsRequest.getDefaultInstance());
        return all.getSessionsList().getLast().getId();
    }

    private byte[] enrol(Admin admin) {
        String secret =
                client.as(admin.token())
                        .enrolTotp(
                                EnrolTotpRequest.newBuilder().setPassword(admin.password()).build())
                        .getSecret();
        return LoginTest.fromBase32(secret);
    }

    private String code(byte[] secret) {
        return Totp.code(secret, Math.floorDiv(time.wallMs(), Totp.STEP_MS));
    }

    private String operator() {
        return IdKind.OPERATOR.format(
                test.backend().operators().create(name(), "", Role.VIEWER).operator().id());
    }

    private void proxies() {
        put("ProxyCredentials/CreateProxyCredential", _ -> json("name", name()));
        put("ProxyCredentials/RotateProxyCredential", _ -> json("credential", credential()));
        put(
                "ProxyCredentials/RevokeProxyCredential",
                _ -> json("credential", credential(), "reason", "lost"));
    }

    private String credential() {
        return IdKind.PROXY_CREDENTIAL.format(
                test.backend().proxies().create(name(), true, Set.of(), 0).credential().id());
    }

    private void approvals() {
        put(
                "Approvals/SetAdjustmentLimit",
                _ -> json("limit", json("role", 3, "single_nanos", made++, "day_nanos", 9)));
        put(
                "Approvals/Approve",
                _ -> {
                    PendingAdjustment pending = pending();
                    return json(
                            "approval", pending.getApproval(),
                            "request_hash", pending.getRequestHash());
                });
        put(
                "Approvals/Decline",
                _ -> json("approval", pending().getApproval(), "reason", "too much"));
        put(
                "Approvals/Withdraw",
                admin ->
                        json(
                                "approval",
                                waiting.ofLimited(admin.token(), account()).getApproval()));
    }

    private PendingAdjustment pending() {
        var support = test.backend().operators().create(name(), "", Role.SUPPORT).operator();
        return waiting.adjust(test.backend().logins().startFor(support).accessToken(), account());
    }

    private void usage() {
        put(
                "Usage/RateUnrated",
                _ -> {
                    Unrated unrated = unrated();
                    PriceBook book = test.publish(unrated.service(), 1_000_000, 1_000_000);
                    return json(
                            "record_id",
                            unrated.record(),
                            "operation_id",
                            operation(),
                            "price_book",
                            IdKind.PRICE_BOOK.format(book.id()),
                            "note",
                            "later");
                });
        put(
                "Usage/WriteOffUnrated",
                _ ->
                        json(
                                "record_id",
                                unrated().record(),
                                "operation_id",
                                operation(),
                                "note",
                                "gone"));
    }

    private record Unrated(Service service, String record) {}

    private Unrated unrated() {
        Service service =
                test.backend()
                        .services()
                        .create(
                                name(),
                                new ServiceSettings(
                                        ServiceCategory.TEXT,
                                        false,
                                        VanishedPolicy.BILL_DELIVERED,
                                        ServiceSettings.HOLD_TTL_MS_DEFAULT,
                                        0,
                                        ServiceSettings.METER_SLICE_DEFAULT,
                                        50));
        String key = test.key(test.account(name(), 1_000)).secret();
        String hold =
                test.gate()
                        .authorize(Calls.chat(key, 1, 1).setService(service.name()).build())
                        .getAdmitted()
                        .getHoldId();
        return new Unrated(
                service, test.gate().settle(Calls.settle(hold, 1, 1).build()).getRecordId());
    }
}
