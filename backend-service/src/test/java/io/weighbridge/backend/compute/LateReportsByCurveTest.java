package io.weighbridge.backend.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.SettleReply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// The rest of a call that is told after its hold expired lacks the call's context: no curve prices
/// it.
final class LateReportsByCurveTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();

    @Test
    void aPartOfACallIsNotReckoned() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service chat = test.service("chat");
            var _ = new ComputeFixture(test).link("chat");
            var _ =
                    test.publish(
                            List.of(TestBackend.rate(chat, Unit.GIGAFLOPS, 1_000_000_000)),
                            List.of());
            Account account = test.account("Acme", 1_000_000_000_000L);
            String key = test.key(account).secret();
            Admitted call =
                    test.gate()
                            .authorize(Calls.chat(key, 1_000, 10).setTtlMs(1_000).build())
                            .getAdmitted();
            time.pass(2_000);
            test.awaitNoHolds(account);
            SettleReply late =
                    test.gate().settle(Calls.settle(call.getHoldId(), 2_000, 50).build());
            assertTrue(late.getUnrated());
            RequestId record = Objects.requireNonNull(RequestId.parse(late.getRecordId()));
            Fault refused =
                    assertThrows(
                            Fault.class,
                            () ->
                                    test.backend()
                                            .unratedUsage()
                                            .rate(
                                                    record,
                                                    UUID.randomUUID(),
                                                    0,
                                                    Units.NONE,
                                                    "late"));
            assertEquals(ErrorCode.UNPRICED, refused.code());
        }
    }
}
