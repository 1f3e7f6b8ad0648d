package io.weighbridge.backend.usage.refusals;

import static io.weighbridge.backend.usage.UsageKit.tokens;
import static io.weighbridge.backend.usage.UsageKit.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Faults;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QueryRefusalsRequest;
import io.weighbridge.proto.v1.RefusalGroupBy;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.RefusalSum;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// How many calls were refused, through the gate and over gRPC. Who may ask is in the contract,
/// which AccessMatrixTest proves for every role.
final class QueryRefusalsTest {
    private static final RefusalGroupBy BY_REASON = RefusalGroupBy.REFUSAL_GROUP_BY_REASON;
    private static final int WRONG_REASON = 99;
    private static final long DAY_MS = 86_400_000L;

    @TempDir Path directory;

    private static void refuse(TestBackend test, String secret, String service) {
        assertTrue(test.gate().authorize(tokens(secret, service, 1_000, 0).build()).hasRefused());
    }

    private static QueryRefusalsRequest.Builder asked(RefusalGroupBy... groups) {
        return QueryRefusalsRequest.newBuilder()
                .setGranularity(Granularity.GRANULARITY_DAY)
                .setToAtMs(System.currentTimeMillis() + 2 * DAY_MS)
                .addAllGroupBy(List.of(groups));
    }

    private static List<RefusalSum> sums(TestBackend test, QueryRefusalsRequest.Builder asked) {
        return usage(test).queryRefusals(asked.build()).getSumsList().stream()
                .map(sum -> sum.toBuilder().setBucketAtMs(0).build())
                .toList();
    }

    private static RefusalSum sum(String account, String service, RefusalReason why, long times) {
        return RefusalSum.newBuilder()
                .setAccount(account)
                .setService(service)
                .setReason(why)
                .setRefused(times)
                .build();
    }

    @Test
    void shouldTellOfRefusedCallsAtOnceAndAfterAStart() {
        String acme;
        QueryRefusalsRequest.Builder byAll =
                asked(
                        RefusalGroupBy.REFUSAL_GROUP_BY_ACCOUNT,
                        RefusalGroupBy.REFUSAL_GROUP_BY_SERVICE,
                        RefusalGroupBy.REFUSAL_GROUP_BY_REASON);
        try (TestBackend test = TestBackend.start(directory)) {
            test.publish(test.service("chat"), 1_000_000_000L, 2_000_000_000L);
            Account account = test.account("Acme", 1);
            acme = IdKind.ACCOUNT.format(account.id());
            String key = test.key(account).secret();
            refuse(test, key, "chat");
            refuse(test, key, "chat");
            refuse(test, key, "nothing");
            refuse(test, "sk-x", "chat");
            assertEquals(
                    List.of(
                            sum("", "chat", RefusalReason.REFUSAL_REASON_MALFORMED_KEY, 1),
                            sum(acme, "", RefusalReason.REFUSAL_REASON_UNKNOWN_SERVICE, 1),
                            sum(acme, "chat", RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT, 2)),
                    sums(test, byAll));
            // Not asked for before the stop: written by it.
            refuse(test, key, "chat");
        }
        try (TestBackend test = TestBackend.start(directory)) {
            RefusalReason none = RefusalReason.REFUSAL_REASON_UNSPECIFIED;
            assertEquals(List.of(sum("", "", none, 5)), sums(test, asked()));
            assertEquals(List.of(sum("", "", none, 4)), sums(test, asked().setAccount(acme)));
            assertEquals(
                    List.of(sum("", "", none, 1)), sums(test, asked().setWithoutAccount(true)));
            assertEquals(List.of(sum("", "", none, 4)), sums(test, asked().setService("chat")));
            assertEquals(
                    List.of(sum("", "", none, 1)), sums(test, asked().setWithoutService(true)));
            assertEquals(
                    List.of(sum("", "", none, 3)),
                    sums(
                            test,
                            asked().setReason(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT)));
        }
    }

    @Test
    void shouldRefuseWrongFields() {
        try (TestBackend test = TestBackend.start(directory)) {
            test.service("chat");
            wrong(test, "granularity", asked().setGranularity(Granularity.GRANULARITY_MINUTE));
            wrong(test, "granularity", asked().clearGranularity());
            wrong(test, "from_at_ms", asked().setFromAtMs(-1));
            wrong(test, "to_at_ms", asked().setFromAtMs(10).setToAtMs(9));
            wrong(test, "to_at_ms", asked().setToAtMs(100_001 * DAY_MS));
            wrong(test, "group_by", asked(RefusalGroupBy.REFUSAL_GROUP_BY_UNSPECIFIED));
            wrong(test, "group_by", asked(BY_REASON, BY_REASON));
            wrong(test, "account", asked().setAccount("Acme"));
            wrong(
                    test,
                    "without_account",
                    asked().setAccount(IdKind.ACCOUNT.format(1)).setWithoutAccount(true));
            wrong(test, "service", asked().setService("nothing"));
            wrong(test, "without_service", asked().setService("chat").setWithoutService(true));
            wrong(test, "reason", asked().setReasonValue(WRONG_REASON));
        }
    }

    private static void wrong(TestBackend test, String field, QueryRefusalsRequest.Builder asked) {
        Faults.assertFault(
                ErrorCode.INVALID_FIELD, field, () -> usage(test).queryRefusals(asked.build()));
    }
}
