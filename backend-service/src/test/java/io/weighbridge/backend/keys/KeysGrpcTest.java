package io.weighbridge.backend.keys;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.CountKeysReply;
import io.weighbridge.proto.v1.CountKeysRequest;
import io.weighbridge.proto.v1.CreateKeyReply;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.CreditLimit;
import io.weighbridge.proto.v1.CreditPeriod;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.ListKeysReply;
import io.weighbridge.proto.v1.ListKeysRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PlanKeys;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.RevokeKeyRequest;
import io.weighbridge.proto.v1.ServiceLimits;
import io.weighbridge.proto.v1.UpdateKeyRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

final class KeysGrpcTest {
    private static final KeySettings ALL = KeySettings.newBuilder().setAllServices(true).build();

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private KeysGrpc.KeysBlockingStub keys;
    private String account;

    @BeforeEach
    void start() {
        open();
        Account acme = test.account("Acme", 1_000_000_000L);
        account = IdKind.ACCOUNT.format(acme.id());
        test.publish(test.service("chat"), 1_000_000_000L, 1_000_000_000L);
    }

    private void open() {
        test = TestBackend.start(directory);
        keys = KeysGrpc.newBlockingStub(test.channel());
    }

    private CreateKeyReply create(KeySettings settings) {
        return create(account, settings);
    }

    private CreateKeyReply create(String owner, KeySettings settings) {
        return keys.createKey(
                CreateKeyRequest.newBuilder().setAccount(owner).setSettings(settings).build());
    }

    private ApiKey get(String id) {
        return keys.getKey(GetKeyRequest.newBuilder().setKey(id).build());
    }

    private ApiKey update(ApiKey key, KeySettings settings) {
        return keys.updateKey(
                UpdateKeyRequest.newBuilder()
                        .setKey(key.getId())
                        .setVersion(key.getVersion())
                        .setSettings(settings)
                        .build());
    }

    private ApiKey revoke(String id, String reason) {
        return keys.revokeKey(RevokeKeyRequest.newBuilder().setKey(id).setReason(reason).build());
    }

    private ListKeysReply list(String owner, boolean includeRevoked, int size, String token) {
        return keys.listKeys(
                ListKeysRequest.newBuilder()
                        .setAccount(owner)
                        .setIncludeRevoked(includeRevoked)
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }

    private RefusalReason refusal(String secret) {
        return GateCalls.authorize(test, secret, "chat", 10, 10).getRefused().getReason();
    }

    @Test
    void keepsEverySettingOverARestart() {
        test.service("image");
        KeySettings settings =
                KeySettings.newBuilder()
                        .setName("Zoë's key")
                        .addServices("chat")
                        .addServices("image")
                        .setExpiresAtMs(4_000_000_000_000L)
                        .setCreditLimit(
                                CreditLimit.newBuilder()
                                        .setAmountNanos(5)
                                        .setPeriod(CreditPeriod.CREDIT_PERIOD_MONTH))
                        .addOverrides(
                                ServiceLimits.newBuilder()
                                        .setService("chat")
                                        .setRequestsPerMinute(3))
                        .build();
        ApiKey made = create(settings).getKey();
        assertEquals(settings, made.getSettings());
        assertEquals(1, made.getVersion());
        assertEquals(account, made.getAccount());
        assertEquals(made, get(made.getId()));
        test.close();
        open();
        assertEquals(made, get(made.getId()));
    }

    @Test
    void noFileHoldsASecret() throws IOException {
        CreateKeyReply made = create(ALL);
        String secret = made.getSecret();
        GateCalls.call(test, secret, "chat", 10, 10);
        update(made.getKey(), ALL.toBuilder().setName("renamed").build());
        assertFalse(get(made.getKey().getId()).toString().contains(secret));
        assertTrue(secret.endsWith(made.getKey().getHint().split("…", -1)[1]));
        assertNotStored(secret);
        test.close();
        assertNotStored(secret);
        open();
    }

    private void assertNotStored(String secret) throws IOException {
        String random = secret.substring(secret.length() - 33, secret.length() - 6);
        String owner = "Acme";
        boolean sawTheStore = false;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(random), () -> "the secret is in " + file);
                sawTheStore |= content.contains(owner);
            }
        }
        assertTrue(sawTheStore, "the files that were searched do not hold the store");
    }

    @Test
    void aRevokedKeyRefusesTheVeryNextCall() {
        CreateKeyReply made = create(ALL);
        GateCalls.call(test, made.getSecret(), "chat", 10, 10);
        ApiKey revoked = revoke(made.getKey().getId(), "leaked");
        assertEquals(RefusalReason.REFUSAL_REASON_REVOKED_KEY, refusal(made.getSecret()));
        assertTrue(revoked.getRevokedAtMs() > 0);
        assertEquals("leaked", revoked.getRevokedReason());
        assertEquals(revoked, revoke(made.getKey().getId(), "again"));
        test.close();
        open();
        assertEquals(RefusalReason.REFUSAL_REASON_REVOKED_KEY, refusal(made.getSecret()));
    }

    @Test
    void aCallInFlightIsChargedAfterTheKeyWasRevoked() {
        CreateKeyReply made = create(ALL);
        var reply = GateCalls.authorize(test, made.getSecret(), "chat", 10, 10);
        revoke(made.getKey().getId(), "leaked");
        assertEquals(20_000, GateCalls.settle(test, reply.getAdmitted(), 10, 10).getChargeNanos());
    }

    @Test
    void changedSettingsTakeEffectOnTheVeryNextCall() {
        CreateKeyReply made = create(KeySettings.getDefaultInstance());
        String secret = made.getSecret();
        assertEquals(RefusalReason.REFUSAL_REASON_SERVICE_NOT_IN_SCOPE, refusal(secret));
        ApiKey key = update(made.getKey(), KeySettings.newBuilder().addServices("chat").build());
        GateCalls.call(test, secret, "chat", 10, 10);
        key = update(key, ALL.toBuilder().setExpiresAtMs(1).build());
        assertEquals(RefusalReason.REFUSAL_REASON_EXPIRED_KEY, refusal(secret));
        CreditLimit.Builder limit =
                CreditLimit.newBuilder()
                        .setAmountNanos(30_000)
                        .setPeriod(CreditPeriod.CREDIT_PERIOD_EVER);
        key = update(key, ALL.toBuilder().setCreditLimit(limit).build());
        assertEquals(RefusalReason.REFUSAL_REASON_KEY_CREDIT_LIMIT, refusal(secret));
        update(key, ALL);
        GateCalls.call(test, secret, "chat", 10, 10);
    }

    @Test
    void showsWhatAKeySpentAndWhenItWasUsedLastAlsoAfterARestart() {
        CreateKeyReply made = create(ALL);
        String id = made.getKey().getId();
        assertEquals(0, get(id).getLastUsedAtMs());
        assertEquals(0, get(id).getSpentNanos());
        long beforeMs = System.currentTimeMillis() - 1_000;
        GateCalls.call(test, made.getSecret(), "chat", 10, 10);
        GateCalls.call(test, made.getSecret(), "chat", 10, 10);
        ApiKey used = get(id);
        assertEquals(40_000, used.getSpentNanos());
        assertTrue(used.getLastUsedAtMs() >= beforeMs, used::toString);
        assertEquals(used, list(account, false, 0, "").getKeys(0));
        test.close();
        open();
        assertEquals(used, get(id));
    }

    @Test
    void detectsALostUpdate() {
        ApiKey made = create(ALL).getKey();
        ApiKey changed = update(made, ALL.toBuilder().setName("a").build());
        assertFault(ErrorCode.VERSION_CONFLICT, "version", () -> update(made, ALL));
        assertEquals(changed, get(made.getId()));
        List<Object> results = GateCalls.atOnce(16, () -> update(changed, ALL));
        assertEquals(1, results.stream().filter(ApiKey.class::isInstance).count());
        assertEquals(3, get(made.getId()).getVersion());
    }

    @Test
    void pagesStayStableWhileKeysAreMadeAndRevoked() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(create(ALL).getKey().getId());
        }
        create(IdKind.ACCOUNT.format(test.account("Other", 0).id()), ALL);
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListKeysReply page = list(account, true, 2, token);
            page.getKeysList().forEach(key -> seen.add(key.getId()));
            token = page.getNextPageToken();
            if (seen.size() == 2) {
                expected.add(create(ALL).getKey().getId());
                revoke(expected.getFirst(), "test");
                revoke(expected.get(2), "test");
            }
        } while (!token.isEmpty());
        assertEquals(expected, seen);
        assertEquals(4, list(account, false, 0, "").getKeysCount());
        assertEquals(7, list("", true, 0, "").getKeysCount());
        String foreign = list(account, true, 2, "").getNextPageToken();
        assertFault(
                ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> list(account, false, 2, foreign));
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> list("", true, 2, foreign));
    }

    @Test
    void saysWhatThereIsNot() {
        assertFault(ErrorCode.KEY_UNKNOWN, "key", () -> get("key_0000000000001"));
        assertFault(ErrorCode.KEY_UNKNOWN, "key", () -> revoke("key_0000000000001", "x"));
        assertFault(
                ErrorCode.KEY_UNKNOWN,
                "key",
                () -> update(ApiKey.newBuilder().setId("key_0000000000001").build(), ALL));
        assertFault(ErrorCode.ACCOUNT_UNKNOWN, "account", () -> create("acct_0000000000001", ALL));
        assertFault(
                ErrorCode.ACCOUNT_UNKNOWN,
                "account",
                () -> list("acct_0000000000001", true, 0, ""));
        assertFault(
                ErrorCode.PLAN_UNKNOWN,
                "plan",
                () -> create(ALL.toBuilder().setPlan("plan_0000000000001").build()));
        assertFault(
                ErrorCode.SERVICE_UNKNOWN,
                "settings.services[1]",
                () -> create(ALL.toBuilder().addServices("chat").addServices("nope").build()));
        assertFault(
                ErrorCode.SERVICE_UNKNOWN,
                "settings.overrides[0].service",
                () ->
                        create(
                                ALL.toBuilder()
                                        .addOverrides(ServiceLimits.newBuilder().setService("no"))
                                        .build()));
    }

    @Test
    void searchesAndCountsByPlan() {
        String plan = IdKind.PLAN.format(test.backend().plans().create("gold", List.of()).id());
        ApiKey planned = create(ALL.toBuilder().setName("Prod").setPlan(plan).build()).getKey();
        CreateKeyReply other = create(ALL);
        String lastFour = other.getSecret().substring(other.getSecret().length() - 4);
        assertEquals(List.of(planned), search(plan, ""));
        assertEquals(List.of(planned), search("", "prod"));
        assertEquals(List.of(get(other.getKey().getId())), search("", lastFour));
        assertFault(ErrorCode.INVALID_FIELD, "search", () -> search("", "x".repeat(101)));
        assertFault(ErrorCode.INVALID_FIELD, "plan", () -> search("gold", ""));
        CountKeysReply counts = keys.countKeys(CountKeysRequest.getDefaultInstance());
        assertEquals(
                List.of(
                        PlanKeys.newBuilder().setKeys(1).build(),
                        PlanKeys.newBuilder().setPlan(plan).setKeys(1).build()),
                counts.getPlansList());
    }

    private List<ApiKey> search(String plan, String search) {
        return keys.listKeys(ListKeysRequest.newBuilder().setPlan(plan).setSearch(search).build())
                .getKeysList();
    }

    @Test
    void refusesBadInputAndChangesNothing() {
        assertFault(ErrorCode.INVALID_FIELD, "account", () -> create("", ALL));
        assertFault(ErrorCode.INVALID_FIELD, "account", () -> create("Acme", ALL));
        bad("settings.name", ALL.toBuilder().setName("x".repeat(101)));
        bad("settings.name", ALL.toBuilder().setName("a\u001b[31m"));
        bad("settings.plan", ALL.toBuilder().setPlan("gold"));
        bad("settings.services[0]", ALL.toBuilder().addServices(""));
        bad("settings.expires_at_ms", ALL.toBuilder().setExpiresAtMs(-1));
        CreditLimit.Builder limit =
                CreditLimit.newBuilder().setPeriod(CreditPeriod.CREDIT_PERIOD_DAY);
        bad(
                "settings.credit_limit.amount_nanos",
                ALL.toBuilder().setCreditLimit(limit.clone().setAmountNanos(-1)));
        bad(
                "settings.credit_limit.amount_nanos",
                ALL.toBuilder().setCreditLimit(limit.clone().setAmountNanos(Long.MAX_VALUE)));
        bad(
                "settings.credit_limit.period",
                ALL.toBuilder().setCreditLimit(CreditLimit.newBuilder()));
        bad(
                "settings.credit_limit.period",
                ALL.toBuilder().setCreditLimit(limit.clone().setPeriodValue(4)));
        bad(
                "settings.overrides[0].requests_per_minute",
                ALL.toBuilder().addOverrides(ServiceLimits.newBuilder().setRequestsPerMinute(-1)));
        assertEquals(0, list("", true, 0, "").getKeysCount());
        ApiKey made = create(ALL).getKey();
        assertFault(ErrorCode.INVALID_FIELD, "reason", () -> revoke(made.getId(), ""));
        assertFault(ErrorCode.INVALID_FIELD, "reason", () -> revoke(made.getId(), "x".repeat(201)));
        assertFault(ErrorCode.INVALID_FIELD, "key", () -> revoke("", "x"));
        assertEquals(made, get(made.getId()));
    }

    private void bad(String field, KeySettings.Builder settings) {
        assertFault(ErrorCode.INVALID_FIELD, field, () -> create(settings.build()));
    }
}
