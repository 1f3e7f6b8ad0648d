package io.weighbridge.backend.ledger.accounts;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.Hold;
import io.weighbridge.proto.v1.ListAccountsReply;
import io.weighbridge.proto.v1.ListAccountsRequest;
import io.weighbridge.proto.v1.ListGrantsRequest;
import io.weighbridge.proto.v1.ListHoldsReply;
import io.weighbridge.proto.v1.ListHoldsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.ResumeAccountRequest;
import io.weighbridge.proto.v1.SuspendAccountRequest;
import io.weighbridge.proto.v1.UpdateAccountRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

final class AccountsGrpcTest {
    private static final String NOBODY = "acct_0000000000001";

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private AccountsGrpc.AccountsBlockingStub accounts;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        accounts = AccountsGrpc.newBlockingStub(test.channel());
    }

    private Account create(String name) {
        return accounts.createAccount(CreateAccountRequest.newBuilder().setName(name).build());
    }

    private Account get(String id) {
        return accounts.getAccount(GetAccountRequest.newBuilder().setAccount(id).build());
    }

    private Account update(Account account, String name, long overdraftNanos) {
        return accounts.updateAccount(
                UpdateAccountRequest.newBuilder()
                        .setAccount(account.getId())
                        .setVersion(account.getVersion())
                        .setName(name)
                        .setOverdraftLimitNanos(overdraftNanos)
                        .build());
    }

    private Account suspend(String id, String reason) {
        return accounts.suspendAccount(
                SuspendAccountRequest.newBuilder().setAccount(id).setReason(reason).build());
    }

    private Account resume(String id) {
        return accounts.resumeAccount(ResumeAccountRequest.newBuilder().setAccount(id).build());
    }

    private ListAccountsReply list(String prefix, int size, String token) {
        return accounts.listAccounts(
                ListAccountsRequest.newBuilder()
                        .setNamePrefix(prefix)
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }

    private List<String> names(String prefix) {
        return list(prefix, 0, "").getAccountsList().stream().map(Account::getName).toList();
    }

    private ListHoldsReply holds(String id, int size, String token) {
        return accounts.listHolds(
                ListHoldsRequest.newBuilder()
                        .setAccount(id)
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }

    @Test
    void keepsAnAccountOverARestart() {
        Account made = create("Acme");
        assertEquals(1, made.getVersion());
        Account changed = update(made, "Acme Ltd", 5);
        assertEquals(2, changed.getVersion());
        assertEquals(made.getCreatedAtMs(), changed.getCreatedAtMs());
        test.close();
        start();
        assertEquals(changed, get(made.getId()));
    }

    @Test
    void findsNamesByTheirBeginningWithoutRegardToCase() {
        for (String name : List.of("Acme", "ACME 2", "acme😀", "a%me", "a_me", "Beta", "Ärzte")) {
            create(name);
        }
        assertEquals(List.of("Acme", "ACME 2", "acme😀"), names("aCM"));
        assertEquals(List.of("Acme", "ACME 2", "acme😀"), names("acme"));
        assertEquals(List.of("a%me"), names("a%"));
        assertEquals(List.of("a_me"), names("A_"));
        assertEquals(List.of("Ärzte"), names("ä"));
        assertEquals(List.of(), names("gamma"));
        assertEquals(7, names("").size());
    }

    @Test
    void pagesStayStableWhileAccountsAreMadeAndRenamed() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(create("first " + i).getId());
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListAccountsReply page = list("", 2, token);
            page.getAccountsList().forEach(account -> seen.add(account.getId()));
            token = page.getNextPageToken();
            if (seen.size() == 2) {
                expected.add(create("a later one").getId());
                update(get(expected.getFirst()), "zzz", 0);
            }
        } while (!token.isEmpty());
        assertEquals(expected, seen);
        String foreign = list("first", 2, "").getNextPageToken();
        assertFalse(foreign.isEmpty());
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> list("other", 2, foreign));
    }

    @Test
    void detectsALostUpdate() {
        Account made = create("Acme");
        Account changed = update(made, "One", 0);
        assertFault(ErrorCode.VERSION_CONFLICT, "version", () -> update(made, "Two", 0));
        assertEquals(changed, get(made.getId()));
        List<Object> results = GateCalls.atOnce(16, () -> update(changed, "Three", 0));
        assertEquals(1, results.stream().filter(Account.class::isInstance).count());
        assertEquals(3, get(made.getId()).getVersion());
    }

    @Test
    void aSuspendedAccountRefusesTheNextCallAndPaysForThoseInFlight() {
        test.publish(test.service("chat"), 1_000_000_000L, 1_000_000_000L);
        io.weighbridge.backend.ledger.accounts.Account acme = test.account("Acme", 1_000_000_000L);
        String id = IdKind.ACCOUNT.format(acme.id());
        String secret = test.key(acme).secret();
        AuthorizeReply inFlight = GateCalls.authorize(test, secret, "chat", 10, 10);
        Account suspended = suspend(id, "unpaid");
        assertTrue(suspended.getSuspended());
        assertEquals("unpaid", suspended.getSuspendedReason());
        assertEquals(
                RefusalReason.REFUSAL_REASON_ACCOUNT_SUSPENDED,
                GateCalls.authorize(test, secret, "chat", 10, 10).getRefused().getReason());
        assertEquals(
                20_000, GateCalls.settle(test, inFlight.getAdmitted(), 10, 10).getChargeNanos());
        assertEquals(suspended, suspend(id, "unpaid"));
        Account resumed = resume(id);
        assertFalse(resumed.getSuspended());
        assertEquals("", resumed.getSuspendedReason());
        assertEquals(resumed, resume(id));
        GateCalls.call(test, secret, "chat", 10, 10);
    }

    @Test
    void aChangedOverdraftLimitTakesEffectOnTheNextCall() {
        test.publish(test.service("chat"), 1_000_000_000L, 1_000_000_000L);
        io.weighbridge.backend.ledger.accounts.Account acme = test.account("Acme", 0);
        Account account = get(IdKind.ACCOUNT.format(acme.id()));
        String secret = test.key(acme).secret();
        assertEquals(
                RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT,
                GateCalls.authorize(test, secret, "chat", 10, 10).getRefused().getReason());
        update(account, "Acme", 20_000);
        GateCalls.call(test, secret, "chat", 10, 10);
        assertEquals(
                RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT,
                GateCalls.authorize(test, secret, "chat", 10, 10).getRefused().getReason());
    }

    @Test
    void whoMayNotChangeAnOverdraftLimitMakesNoAccountWithOne() {
        AccountsGrpc.AccountsBlockingStub support =
                accounts.withInterceptors(
                        BearerToken.attaching(test.tokens().operator(Role.SUPPORT)));
        CreateAccountRequest.Builder request = CreateAccountRequest.newBuilder().setName("Acme");
        for (long limit : new long[] {1, 1_000_000_000_000L}) {
            assertFault(
                    ErrorCode.PERMISSION_DENIED,
                    "overdraft_limit_nanos",
                    () -> support.createAccount(request.setOverdraftLimitNanos(limit).build()));
        }
        assertEquals(
                0,
                accounts.listAccounts(ListAccountsRequest.getDefaultInstance()).getAccountsCount());
        Account made = support.createAccount(request.setOverdraftLimitNanos(0).build());
        assertEquals(0, made.getOverdraftLimitNanos());
        assertEquals(
                5,
                accounts.createAccount(request.setOverdraftLimitNanos(5).build())
                        .getOverdraftLimitNanos());
    }

    @Test
    void listsOpenAndQuarantinedHoldsOldestFirst() {
        // No price, but a ceiling: the call is held at it and its usage is quarantined.
        Service plain = test.service("chat");
        test.publish(plain, 1_000_000_000L, 1_000_000_000L);
        test.backend()
                .services()
                .create(
                        "odd",
                        new ServiceSettings(
                                ServiceCategory.TEXT,
                                false,
                                VanishedPolicy.BILL_DELIVERED,
                                600_000,
                                0,
                                256,
                                7_000));
        io.weighbridge.backend.ledger.accounts.Account acme = test.account("Acme", 1_000_000_000L);
        String id = IdKind.ACCOUNT.format(acme.id());
        String secret = test.key(acme).secret();
        String other = test.key(test.account("Other", 1_000_000_000L)).secret();
        GateCalls.authorize(test, other, "chat", 1, 1);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String service = i % 2 == 0 ? "chat" : "odd";
            AuthorizeReply reply = GateCalls.authorize(test, secret, service, 10, 10);
            assertTrue(reply.hasAdmitted(), reply::toString);
            expected.add(reply.getAdmitted().getRequestId());
            if (i == 1) {
                GateCalls.settle(test, reply.getAdmitted(), 10, 4);
            }
        }
        expected.sort(String::compareTo);
        List<Hold> seen = new ArrayList<>();
        String token = "";
        do {
            ListHoldsReply page = holds(id, 4, token);
            seen.addAll(page.getHoldsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertEquals(expected, seen.stream().map(Hold::getRequestId).toList());
        Hold kept = seen.stream().filter(Hold::getQuarantined).findFirst().orElseThrow();
        assertEquals("odd", kept.getService());
        assertEquals(7_000, kept.getHeldNanos());
        assertEquals(0, kept.getExpiresAtMs());
        assertEquals(4, kept.getUnits(1).getCount());
        Hold open = seen.stream().filter(hold -> !hold.getQuarantined()).findFirst().orElseThrow();
        assertEquals(20_000, open.getHeldNanos());
        assertTrue(open.getExpiresAtMs() > open.getOpenedAtMs(), open::toString);
        Balance balance =
                accounts.getBalance(GetBalanceRequest.newBuilder().setAccount(id).build());
        assertEquals(3 * 20_000 + 3 * 7_000, balance.getHeldNanos());
        assertEquals(7_000, balance.getQuarantinedNanos());
        assertEquals(
                balance.getBalanceNanos() - balance.getHeldNanos(), balance.getAvailableNanos());
    }

    @Test
    void everyMethodSaysWhichAccountThereIsNot() {
        List<Executable> calls =
                List.of(
                        () -> get(NOBODY),
                        () -> update(Account.newBuilder().setId(NOBODY).build(), "x", 0),
                        () -> suspend(NOBODY, "x"),
                        () -> resume(NOBODY),
                        () -> holds(NOBODY, 0, ""),
                        () ->
                                accounts.getBalance(
                                        GetBalanceRequest.newBuilder().setAccount(NOBODY).build()),
                        () ->
                                accounts.listGrants(
                                        ListGrantsRequest.newBuilder().setAccount(NOBODY).build()),
                        () ->
                                accounts.getStatement(
                                        GetStatementRequest.newBuilder()
                                                .setAccount(NOBODY)
                                                .build()),
                        () ->
                                accounts.addGrant(
                                        AddGrantRequest.newBuilder()
                                                .setAccount(NOBODY)
                                                .setOperationId(UUID.randomUUID().toString())
                                                .setKind(GrantKind.GRANT_KIND_PURCHASED)
                                                .setAmountNanos(1)
                                                .build()),
                        () ->
                                accounts.adjustCredit(
                                        AdjustCreditRequest.newBuilder()
                                                .setAccount(NOBODY)
                                                .setOperationId(UUID.randomUUID().toString())
                                                .setAmountNanos(1)
                                                .setReason(AdjustmentReason.ADJUSTMENT_REASON_TEST)
                                                .setNote("n")
                                                .build()));
        for (Executable call : calls) {
            assertFault(ErrorCode.ACCOUNT_UNKNOWN, "account", call);
        }
    }

    @Test
    void refusesBadInputAndChangesNothing() {
        Account made = create("Acme");
        for (String name : List.of("", "x".repeat(101), "a\rb", "\u0000")) {
            assertFault(ErrorCode.INVALID_FIELD, "name", () -> create(name));
            assertFault(ErrorCode.INVALID_FIELD, "name", () -> update(made, name, 0));
        }
        for (long nanos : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "overdraft_limit_nanos",
                    () -> update(made, "Acme", nanos));
        }
        for (String reason : List.of("", "x".repeat(201), "a\u0007")) {
            assertFault(ErrorCode.INVALID_FIELD, "reason", () -> suspend(made.getId(), reason));
        }
        for (String id : List.of("", "Acme", "ACCT_0000000000001", "acct_", "x".repeat(9_999))) {
            assertFault(ErrorCode.INVALID_FIELD, "account", () -> get(id));
        }
        assertFault(ErrorCode.INVALID_FIELD, "name_prefix", () -> list("x".repeat(101), 0, ""));
        badBalance(made, -1);
        badBalance(made, Long.MAX_VALUE);
        badStatement(made, "from_at_ms", -1, 0);
        badStatement(made, "to_at_ms", 0, -1);
        badStatement(made, "to_at_ms", 2, 1);
        assertEquals(made, get(made.getId()));
        assertEquals(1, names("").size());
    }

    private void badBalance(Account account, long asOfMs) {
        assertFault(
                ErrorCode.INVALID_FIELD,
                "as_of_ms",
                () ->
                        accounts.getBalance(
                                GetBalanceRequest.newBuilder()
                                        .setAccount(account.getId())
                                        .setAsOfMs(asOfMs)
                                        .build()));
    }

    private void badStatement(Account account, String field, long fromMs, long toMs) {
        assertFault(
                ErrorCode.INVALID_FIELD,
                field,
                () ->
                        accounts.getStatement(
                                GetStatementRequest.newBuilder()
                                        .setAccount(account.getId())
                                        .setFromAtMs(fromMs)
                                        .setToAtMs(toMs)
                                        .build()));
    }
}
