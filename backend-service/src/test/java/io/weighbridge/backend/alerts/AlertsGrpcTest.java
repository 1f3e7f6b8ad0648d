package io.weighbridge.backend.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.AlertTable;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AddAlertContactReply;
import io.weighbridge.proto.v1.AddAlertContactRequest;
import io.weighbridge.proto.v1.Alert;
import io.weighbridge.proto.v1.AlertChannel;
import io.weighbridge.proto.v1.AlertContact;
import io.weighbridge.proto.v1.AlertState;
import io.weighbridge.proto.v1.GetLowBalancesRequest;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.ListAlertContactsRequest;
import io.weighbridge.proto.v1.ListAlertsRequest;
import io.weighbridge.proto.v1.LowBalance;
import io.weighbridge.proto.v1.NoticeKind;
import io.weighbridge.proto.v1.RemoveAlertContactRequest;
import io.weighbridge.proto.v1.RevokeKeyRequest;
import io.weighbridge.proto.v1.SetLowBalancesRequest;
import io.weighbridge.proto.v1.TestAlertContactRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Alerts over gRPC, with the real backend, gate and rounds, and somebody else's receiver.
final class AlertsGrpcTest {
    private static final long LOW = 5 * Calls.TOKEN;

    @TempDir Path directory;
    private HookReceiver receiver;
    private TestBackend test;
    private Account account;
    private String id = "";

    @BeforeEach
    void start() throws IOException {
        receiver = HookReceiver.start();
        open();
        test.chat();
        account = test.account("Acme ☃", 10 * Calls.TOKEN);
        id = IdKind.ACCOUNT.format(account.id());
    }

    private void open() {
        test =
                TestBackend.start(
                        Config.of(directory.resolve("data"))
                                .withPort(0)
                                .with(AlertTable.PRIVATE_WEBHOOKS, "true")
                                .with(AlertTable.MAIL_FROM, "a@b.example")
                                .with(AlertTable.MAIL_HOST, "127.0.0.1"),
                        new SystemTime());
    }

    @AfterEach
    void stop() {
        test.close();
        receiver.close();
    }

    private io.weighbridge.proto.v1.AlertsGrpc.AlertsBlockingStub alerts() {
        return io.weighbridge.proto.v1.AlertsGrpc.newBlockingStub(test.channel());
    }

    private io.weighbridge.proto.v1.AlertsGrpc.AlertsBlockingStub alerts(Role role) {
        return io.weighbridge.proto.v1.AlertsGrpc.newBlockingStub(test.channel())
                .withInterceptors(BearerToken.attaching(test.tokens().operator(role)));
    }

    private AddAlertContactRequest.Builder hook(String path) {
        return AddAlertContactRequest.newBuilder()
                .setAccount(id)
                .setChannel(AlertChannel.ALERT_CHANNEL_WEBHOOK)
                .setTarget(receiver.url(path));
    }

    private List<AlertContact> list(String of) {
        return alerts().listAlertContacts(
                        ListAlertContactsRequest.newBuilder().setAccount(of).build())
                .getContactsList();
    }

    private List<Alert> told() {
        return alerts().listAlerts(ListAlertsRequest.newBuilder().setAccount(id).build())
                .getAlertsList();
    }

    private long hooks(String type) {
        return receiver.hooks().stream()
                .filter(hook -> hook.body().startsWith("{\"type\":\"" + type + "\""))
                .count();
    }

    @Test
    void aContactIsAddedTestedAndRemovedAndItsSecretIsShownOnce() {
        AddAlertContactReply added =
                alerts().addAlertContact(hook("/canary-path?x=canary-query").build());
        String secret = added.getSecret();
        assertTrue(secret.startsWith("whsec_"), "a secret");
        AlertContact contact = added.getContact();
        assertEquals(id, contact.getAccount());
        assertTrue(contact.getTarget().endsWith("/…"), contact::getTarget);
        assertTrue(contact.getCreatedBy().startsWith("op_"), contact::getCreatedBy);
        assertEquals(11, contact.getKindsCount());
        assertEquals(List.of(contact), list(id));
        assertEquals(List.of(), list(""));
        long alert =
                alerts().testAlertContact(
                                TestAlertContactRequest.newBuilder().setId(contact.getId()).build())
                        .getAlert();
        Calls.await(
                "it is sent", () -> told().getFirst().getState() == AlertState.ALERT_STATE_SENT);
        assertEquals(alert, told().getFirst().getId());
        HookReceiver.Hook hook = receiver.hooks().getFirst();
        assertTrue(hook.isSignedBy(secret), hook::toString);
        assertEquals("/canary-path", hook.path());
        assertTrue(hook.body().startsWith("{\"type\":\"test\""), hook::body);
        assertTrue(hook.body().contains("\"account_name\":\"Acme ☃\""), hook::body);
        for (int i = 0; i < 2; i++) {
            var _ =
                    alerts().removeAlertContact(
                                    RemoveAlertContactRequest.newBuilder()
                                            .setId(contact.getId())
                                            .build());
            assertEquals(List.of(), list(id));
        }
        audited();
    }

    // One entry for each change, none for the repeat; no secret, no path.
    private void audited() {
        List<String> entries =
                SettledCalls.rows(
                        directory.resolve("data"),
                        "SELECT action || ' ' || target || before || after FROM audit_entry"
                                + " WHERE action LIKE 'alert-contact.%' ORDER BY sequence",
                        row -> row.getString(1));
        assertEquals(
                List.of("alert-contact.add", "alert-contact.test", "alert-contact.remove"),
                entries.stream().map(entry -> entry.substring(0, entry.indexOf(' '))).toList());
        for (String entry : entries) {
            assertTrue(entry.contains(id), entry);
            assertTrue(entry.contains("127.0.0.1"), entry);
            assertFalse(entry.contains("canary"), entry);
            assertFalse(entry.contains("whsec_"), entry);
            assertFalse(entry.contains("sealed"), entry);
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        assertEquals("INVALID_FIELD", outcome(hook("/x").setTarget("ftp://x.example")));
        assertEquals("INVALID_FIELD", outcome(hook("/x").setTarget("")));
        assertEquals("INVALID_FIELD", outcome(hook("/x").setTarget("x".repeat(501))));
        assertEquals("INVALID_FIELD", outcome(hook("/x").setAccount("Acme")));
        assertEquals(
                "INVALID_FIELD",
                outcome(hook("/x").setChannel(AlertChannel.ALERT_CHANNEL_UNSPECIFIED)));
        assertEquals("INVALID_FIELD", outcome(hook("/x").setChannelValue(3)));
        assertEquals(
                "INVALID_FIELD", outcome(hook("/x").addKinds(NoticeKind.NOTICE_KIND_UNSPECIFIED)));
        assertEquals("INVALID_FIELD", outcome(hook("/x").addKindsValue(99)));
        assertEquals("ACCOUNT_UNKNOWN", outcome(hook("/x").setAccount(IdKind.ACCOUNT.format(9))));
        AddAlertContactRequest.Builder mail =
                hook("/x").setChannel(AlertChannel.ALERT_CHANNEL_MAIL);
        assertEquals("INVALID_FIELD", outcome(mail.setTarget("group:a@b.example,c@d.example;")));
        assertEquals("ok", outcome(mail.setTarget("anna@acme.example")));
        for (int i = 1; i < 20; i++) {
            assertEquals("ok", outcome(hook("/x")));
        }
        assertEquals("INVALID_FIELD", outcome(hook("/x")));
        assertEquals("INVALID_FIELD", lows(1, 2, 3, 4, 5, 6));
        assertEquals("INVALID_FIELD", lows(-1));
        assertEquals(
                "INVALID_FIELD",
                Calls.outcome(
                        () -> {
                            var _ =
                                    alerts().testAlertContact(
                                                    TestAlertContactRequest.newBuilder()
                                                            .setId(9)
                                                            .build());
                        }));
    }

    private String outcome(AddAlertContactRequest.Builder request) {
        return Calls.outcome(
                () -> {
                    var _ = alerts().addAlertContact(request.build());
                });
    }

    private String lows(long... nanos) {
        SetLowBalancesRequest.Builder request = SetLowBalancesRequest.newBuilder().setAccount(id);
        for (long each : nanos) {
            request.addNanos(each);
        }
        return Calls.outcome(
                () -> {
                    var _ = alerts().setLowBalances(request.build());
                });
    }

    /// Support may not have all accounts' alerts sent somewhere, nor silence who gets them.
    @Test
    void whoIsToldOfAllAccountsIsAnAdministratorsMatter() {
        AddAlertContactRequest all = hook("/x").setAccount("").build();
        long contact = alerts().addAlertContact(all).getContact().getId();
        assertEquals(
                "PERMISSION_DENIED", Calls.codeOf(() -> alerts(Role.SUPPORT).addAlertContact(all)));
        assertEquals(
                "PERMISSION_DENIED",
                Calls.codeOf(
                        () ->
                                alerts(Role.SUPPORT)
                                        .removeAlertContact(
                                                RemoveAlertContactRequest.newBuilder()
                                                        .setId(contact)
                                                        .build())));
        assertEquals(
                "PERMISSION_DENIED",
                Calls.codeOf(
                        () ->
                                alerts(Role.SUPPORT)
                                        .testAlertContact(
                                                TestAlertContactRequest.newBuilder()
                                                        .setId(contact)
                                                        .build())));
        assertEquals(1, list("").size());
        var _ = alerts(Role.SUPPORT).addAlertContact(hook("/x").build());
    }

    /// Spent through the gate; also across a restart it is told once, and again after more credit.
    @Test
    void aLowBalanceIsToldOnceForEachCrossing() {
        var _ = alerts().addAlertContact(hook("/low").build());
        var _ =
                alerts().setLowBalances(
                                SetLowBalancesRequest.newBuilder()
                                        .setAccount(id)
                                        .addNanos(LOW)
                                        .build());
        ApiKeys.Made key = test.key(account);
        GateCalls.call(test, key.secret(), "chat", 2, 3);
        assertEquals(List.of(low(false)), lows());
        GateCalls.call(test, key.secret(), "chat", 1, 0);
        Calls.await("it is told", () -> hooks("balance.low") == 1);
        assertTrue(
                receiver.hooks().getFirst().body().contains("The balance is 0.004"),
                () -> receiver.hooks().getFirst().body());
        assertEquals(List.of(low(true)), lows());
        test.close();
        open();
        GateCalls.call(test, key.secret(), "chat", 1, 0);
        testAll(1);
        assertEquals(1, hooks("balance.low"));
        test.backend()
                .credit()
                .grant(
                        account.id(),
                        java.util.UUID.randomUUID(),
                        io.weighbridge.backend.ledger.fact.GrantKind.PURCHASED,
                        10 * Calls.TOKEN,
                        0,
                        "test");
        Calls.await("it is above", () -> lows().equals(List.of(low(false))));
        GateCalls.call(test, key.secret(), "chat", 4, 5);
        Calls.await("it is told again", () -> hooks("balance.low") == 2);
        testAll(2);
        assertEquals(2, hooks("balance.low"));
    }

    private static LowBalance low(boolean below) {
        return LowBalance.newBuilder().setNanos(LOW).setBelow(below).build();
    }

    private List<LowBalance> lows() {
        return alerts().getLowBalances(GetLowBalancesRequest.newBuilder().setAccount(id).build())
                .getBalancesList();
    }

    // What comes after a round that looked at balances.
    private void testAll(int expected) {
        var _ =
                alerts().testAlertContact(
                                TestAlertContactRequest.newBuilder()
                                        .setId(list(id).getFirst().getId())
                                        .build());
        Calls.await("a test is sent", () -> hooks("test") == expected);
    }

    /// Only kinds that are wanted; the operator's reason is not for the owner.
    @Test
    void aRevokedKeyIsToldOnce() {
        var _ =
                alerts().addAlertContact(
                                hook("/keys").addKinds(NoticeKind.NOTICE_KIND_KEY_REVOKED).build());
        var _ =
                alerts().addAlertContact(
                                hook("/other")
                                        .addKinds(NoticeKind.NOTICE_KIND_LOW_BALANCE)
                                        .build());
        ApiKeys.Made key = test.key(account);
        String keyId = IdKind.KEY.format(key.key().id());
        for (int i = 0; i < 2; i++) {
            var _ =
                    KeysGrpc.newBlockingStub(test.channel())
                            .revokeKey(
                                    RevokeKeyRequest.newBuilder()
                                            .setKey(keyId)
                                            .setReason("canary")
                                            .build());
        }
        Calls.await("it is told", () -> hooks("key.revoked") == 1);
        HookReceiver.Hook hook = receiver.hooks().getFirst();
        assertEquals("/keys", hook.path());
        assertTrue(hook.body().contains("\"key\":\"" + keyId + "\""), hook::body);
        assertTrue(hook.body().contains(key.key().hint()), hook::body);
        assertFalse(hook.body().contains("canary"), hook::body);
        assertEquals(1, told().size());
    }
}
