package io.weighbridge.backend.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.ReplaySums;
import io.weighbridge.proto.v1.ReplaysGrpc;
import io.weighbridge.proto.v1.RunReplayRequest;
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
            PriceBook gas =
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
            // By tokens it can be rated; a replay reckons it no more than a charge does.
            PriceBook tokens = test.publish(chat, 1_000_000, 1_000_000);
            var _ =
                    test.backend()
                            .unratedUsage()
                            .rate(record, UUID.randomUUID(), tokens.id(), Units.NONE, "by tokens");
            time.pass(10);
            assertEquals(List.of(2L, 1L), replay(test, gas));
            assertEquals(List.of(2L, 0L), replay(test, tokens));
        }
    }

    // Calls, and how many of them have no price.
    private static List<Long> replay(TestBackend test, PriceBook book) {
        ReplaysGrpc.ReplaysBlockingStub replays = ReplaysGrpc.newBlockingStub(test.channel());
        String id =
                replays.runReplay(
                                RunReplayRequest.newBuilder()
                                        .setPriceBook(IdKind.PRICE_BOOK.format(book.id()))
                                        .build())
                        .getReplay();
        GetReplayRequest asked = GetReplayRequest.newBuilder().setReplay(id).build();
        Calls.await("its end", () -> replays.getReplay(asked).getReplay().getEndedAtMs() != 0);
        ReplaySums sums = replays.getReplay(asked).getReplay().getSums();
        return List.of(sums.getCalls(), sums.getUnpricedCalls());
    }
}
