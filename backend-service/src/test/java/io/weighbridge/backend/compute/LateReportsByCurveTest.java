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
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.ReplaySums;
import io.weighbridge.proto.v1.ReplaysGrpc;
import io.weighbridge.proto.v1.RunReplayRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// The rest of a call that is told after its hold expired lacks the call's context: no curve prices
/// it.
final class LateReportsByCurveTest {
    private static final ComputeTerms PICTURES =
            ComputeFixture.TERMS.toBuilder()
                    .clearContextTokens()
                    .setPicture(
                            PictureTerms.newBuilder().setSteps(30).setWidth(1_024).setHeight(1_024))
                    .build();

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

    // No curve reckons the pixels: their own price does, as it does of a whole call.
    @Test
    void besideTheirPixelsPicturesAreFreeAlsoWhereTheyAreToldLate() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service media = test.service("media");
            ComputeFixture compute = new ComputeFixture(test);
            var _ =
                    compute.calls()
                            .setServiceModel(
                                    SetServiceModelRequest.newBuilder()
                                            .setService("media")
                                            .setModel(
                                                    compute.save("sdxl", Configs.SDXL_PIPELINE)
                                                            .getModel())
                                            .setGpu("h100")
                                            .setTerms(PICTURES)
                                            .build());
            PriceBook pixels =
                    test.publish(
                            List.of(TestBackend.rate(media, Unit.PIXELS, 2_000_000)), List.of());
            Account account = test.account("Acme", 1_000_000_000_000L);
            String key = test.key(account).secret();
            Admitted call =
                    test.gate()
                            .authorize(
                                    AuthorizeRequest.newBuilder()
                                            .setApiKey(key)
                                            .setService("media")
                                            .addAllEstimate(pictures(4, 4_000))
                                            .setTtlMs(1_000)
                                            .build())
                            .getAdmitted();
            var _ =
                    test.gate()
                            .extend(
                                    ExtendRequest.newBuilder()
                                            .setHoldId(call.getHoldId())
                                            .addAllUnits(pictures(1, 1_000))
                                            .setTtlMs(1_000)
                                            .build());
            time.pass(2_000);
            test.awaitNoHolds(account);
            SettleReply late =
                    test.gate()
                            .settle(
                                    SettleRequest.newBuilder()
                                            .setHoldId(call.getHoldId())
                                            .addAllUnits(pictures(4, 4_000))
                                            .setOutcome(Outcome.OUTCOME_OK)
                                            .build());
            assertTrue(late.getUnrated());
            RequestId record = Objects.requireNonNull(RequestId.parse(late.getRecordId()));
            var rated =
                    test.backend()
                            .unratedUsage()
                            .rate(record, UUID.randomUUID(), 0, Units.NONE, "the rest");
            assertEquals(6_000, rated.chargeNanos());
            time.pass(10);
            assertEquals(List.of(2L, 0L), replay(test, pixels));
        }
    }

    private static List<UnitCount> pictures(long images, long pixels) {
        return List.of(
                Calls.count(io.weighbridge.proto.v1.Unit.UNIT_IMAGES, images),
                Calls.count(io.weighbridge.proto.v1.Unit.UNIT_PIXELS, pixels));
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
