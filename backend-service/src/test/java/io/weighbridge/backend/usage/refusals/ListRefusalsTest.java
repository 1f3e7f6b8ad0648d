package io.weighbridge.backend.usage.refusals;

import static io.weighbridge.backend.usage.UsageKit.admit;
import static io.weighbridge.backend.usage.UsageKit.assertError;
import static io.weighbridge.backend.usage.UsageKit.tokens;
import static io.weighbridge.backend.usage.UsageKit.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ListRefusalsRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.RefusedCall;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What was refused, and what stood in the way, through the gate and over gRPC. Who may ask is in
/// the contract, which AccessMatrixTest proves for every role.
final class ListRefusalsTest {
    @TempDir Path directory;

    private static List<RefusedCall> refusals(TestBackend test, long keyId) {
        return usage(test)
                .listRefusals(
                        ListRefusalsRequest.newBuilder().setKey(IdKind.KEY.format(keyId)).build())
                .getRefusalsList();
    }

    private static void refuse(TestBackend test, String secret, String service, long tokens) {
        assertTrue(test.gate().authorize(tokens(secret, service, tokens, 0).build()).hasRefused());
    }

    @Test
    void shouldTellTheCreditOfThatInstant() {
        try (TestBackend test = TestBackend.start(directory)) {
            test.publish(test.service("chat"), 1_000_000_000L, 2_000_000_000L);
            Account account = test.account("Acme", 5_000_000L);
            ApiKeys.Made key = test.key(account);
            // A thousandth of a million tokens at 1.00 is held; 4 thousandths are left.
            var _ = admit(test, tokens(key.secret(), "chat", 1_000, 0));
            refuse(test, key.secret(), "chat", 4_001);
            refuse(test, key.secret(), "nothing", 1);
            List<RefusedCall> told = refusals(test, key.key().id());
            assertEquals(2, told.size());
            RefusedCall unknown = told.get(0);
            assertEquals(RefusalReason.REFUSAL_REASON_UNKNOWN_SERVICE, unknown.getReason());
            assertEquals("nothing", unknown.getService());
            assertFalse(unknown.hasNeededNanos() || unknown.hasRequests());
            RefusedCall credit = told.get(1);
            assertEquals(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT, credit.getReason());
            assertEquals(4_001_000, credit.getNeededNanos());
            assertEquals(4_000_000, credit.getLeftNanos());
            assertEquals("chat", credit.getService());
            assertEquals(IdKind.ACCOUNT.format(account.id()), credit.getAccount());
            assertTrue(credit.getAtMs() > 0);
            assertFalse(credit.hasRequests(), "the key has no limits");
        }
    }

    @Test
    void shouldTellTheLimitOfThatInstant() {
        try (TestBackend test = TestBackend.start(directory)) {
            Service chat = test.service("chat");
            test.publish(chat, 1_000_000_000L, 2_000_000_000L);
            Account account = test.account("Acme", 1_000_000_000L);
            ApiKeys.Made key =
                    test.backend()
                            .keys()
                            .create(
                                    account.id(),
                                    new KeySettings(
                                            "limited",
                                            0,
                                            true,
                                            Set.of(),
                                            0,
                                            null,
                                            List.of(new ServiceLimits(chat.id(), 2, -1, 5, false)),
                                            List.of()));
            var _ = admit(test, tokens(key.secret(), "chat", 10, 0));
            var _ = admit(test, tokens(key.secret(), "chat", 10, 0));
            refuse(test, key.secret(), "chat", 10);
            RefusedCall told = refusals(test, key.key().id()).getFirst();
            assertEquals(RefusalReason.REFUSAL_REASON_REQUESTS_PER_MINUTE, told.getReason());
            assertEquals(2, told.getRequests().getUsed());
            assertEquals(2, told.getRequests().getLimit());
            assertEquals(2, told.getCalls().getUsed());
            assertEquals(5, told.getCalls().getLimit());
            assertFalse(told.hasTokens());
            assertTrue(told.getRetryAfterMs() > 0);
        }
    }

    @Test
    void shouldTellWhatTheKeysOwnLimitLeft() {
        try (TestBackend test = TestBackend.start(directory)) {
            test.publish(test.service("chat"), 1_000_000_000L, 2_000_000_000L);
            Account account = test.account("Acme", 1_000_000_000L);
            ApiKeys.Made key =
                    test.backend()
                            .keys()
                            .create(
                                    account.id(),
                                    new KeySettings(
                                            "capped",
                                            0,
                                            true,
                                            Set.of(),
                                            0,
                                            new CreditLimit(3_000_000, CreditPeriod.EVER),
                                            List.of(),
                                            List.of()));
            var _ = admit(test, tokens(key.secret(), "chat", 1_000, 0));
            refuse(test, key.secret(), "chat", 2_001);
            RefusedCall told = refusals(test, key.key().id()).getFirst();
            assertEquals(RefusalReason.REFUSAL_REASON_KEY_CREDIT_LIMIT, told.getReason());
            assertEquals(2_001_000, told.getNeededNanos());
            assertEquals(2_000_000, told.getLeftNanos());
        }
    }

    @Test
    void shouldNotRememberStrangersAndRefuseWrongFields() {
        try (TestBackend test = TestBackend.start(directory)) {
            test.service("chat");
            refuse(test, "sk-x", "chat", 1);
            assertEquals(
                    0,
                    usage(test)
                            .listRefusals(ListRefusalsRequest.getDefaultInstance())
                            .getRefusalsCount());
            for (int size : new int[] {-1, 501}) {
                assertError(
                        Status.Code.INVALID_ARGUMENT,
                        "INVALID_FIELD",
                        "size",
                        () ->
                                usage(test)
                                        .listRefusals(
                                                ListRefusalsRequest.newBuilder()
                                                        .setSize(size)
                                                        .build()));
            }
        }
    }
}
