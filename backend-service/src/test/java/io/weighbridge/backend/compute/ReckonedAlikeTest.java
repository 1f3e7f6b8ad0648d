package io.weighbridge.backend.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.PreviewPricesRequest;
import io.weighbridge.proto.v1.PreviewedCharge;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.ReplaySums;
import io.weighbridge.proto.v1.ReplaysGrpc;
import io.weighbridge.proto.v1.RunReplayRequest;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.SpeechTerms;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;

/// Random calls by the curve, of tokens, pictures and sound: a quote and a preview say what is
/// charged, a hold is enough for it, and a replay comes to the same, late reports included.
final class ReckonedAlikeTest {
    private static final long MUCH = 1_000_000_000_000_000L;
    private static final int CALLS = 30;
    private static final List<String> SERVICES = List.of("chat", "draw", "hear");

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final SplittableRandom random = new SplittableRandom(20_261_130);
    private TestBackend test;
    private Account account;
    private String key;
    private PriceBook book;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        ComputeFixture compute = new ComputeFixture(test);
        Service chat = test.service("chat");
        Service draw = test.service("draw");
        Service hear = test.service("hear");
        var _ = compute.link("chat");
        ComputeTerms media = ComputeFixture.TERMS.toBuilder().clearContextTokens().build();
        link(
                compute,
                "draw",
                Configs.SDXL_PIPELINE,
                media.toBuilder()
                        .setPicture(
                                PictureTerms.newBuilder()
                                        .setSteps(30)
                                        .setGuidance(true)
                                        .setWidth(1_024)
                                        .setHeight(1_024))
                        .build());
        link(
                compute,
                "hear",
                Configs.WHISPER_LARGE_V3,
                media.toBuilder()
                        .setSpeech(
                                SpeechTerms.newBuilder()
                                        .setWordsPerWindow(100)
                                        .setRecordingMs(60_000))
                        .build());
        book =
                test.publish(
                        List.of(
                                TestBackend.rate(chat, Unit.GIGAFLOPS, 1_234_567),
                                TestBackend.rate(chat, Unit.OUTPUT_TOKENS, 7_654_321),
                                TestBackend.rate(draw, Unit.VRAM_MIB_MILLISECONDS, 98_765),
                                TestBackend.rate(draw, Unit.IMAGES, 3_333_333),
                                TestBackend.rate(hear, Unit.GPU_MILLISECONDS, 55_555_555)),
                        List.of());
        account = test.account("Acme", MUCH);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private static void link(
            ComputeFixture compute, String service, String config, ComputeTerms terms) {
        var _ =
                compute.calls()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService(service)
                                        .setModel(compute.save(service, config).getModel())
                                        .setGpu("h100")
                                        .setTerms(terms)
                                        .build());
    }

    // No more of any unit.
    private Units within(String service, Units most) {
        return switch (service) {
            case "chat" ->
                    Units.tokens(
                            1 + random.nextLong(most.get(Unit.INPUT_TOKENS)),
                            random.nextLong(most.get(Unit.OUTPUT_TOKENS) + 1));
            case "draw" -> {
                long images = 1 + random.nextLong(most.get(Unit.IMAGES));
                yield Units.of(Unit.IMAGES, images)
                        .with(
                                Unit.PIXELS,
                                images + random.nextLong(most.get(Unit.PIXELS) - images + 1));
            }
            default ->
                    Units.of(
                            Unit.AUDIO_MILLISECONDS,
                            1 + random.nextLong(most.get(Unit.AUDIO_MILLISECONDS)));
        };
    }

    private static Units most(String service) {
        return switch (service) {
            case "chat" -> Units.tokens(20_000, 2_000);
            case "draw" -> Units.of(Unit.IMAGES, 4).with(Unit.PIXELS, 8_000_000);
            default -> Units.of(Unit.AUDIO_MILLISECONDS, 400_000);
        };
    }

    private static List<UnitCount> counts(Units units) {
        return units.units().stream()
                .map(
                        unit ->
                                Calls.count(
                                        Objects.requireNonNull(
                                                io.weighbridge.proto.v1.Unit.forNumber(
                                                        unit.number())),
                                        units.get(unit)))
                .toList();
    }

    // What a quote says, and a preview too.
    private long quote(String service, Units units) {
        long charge =
                test.gate()
                        .quote(
                                QuoteRequest.newBuilder()
                                        .setService(service)
                                        .addAllUnits(counts(units))
                                        .build())
                        .getChargeNanos();
        PreviewedCharge preview =
                PricesGrpc.newBlockingStub(test.channel())
                        .previewPrices(
                                PreviewPricesRequest.newBuilder()
                                        .addCalls(
                                                PreviewCall.newBuilder()
                                                        .setService(service)
                                                        .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                                                        .addAllUnits(counts(units)))
                                        .build())
                        .getPreviews(0)
                        .getBefore();
        assertTrue(preview.getPriced());
        assertEquals(charge, preview.getChargeNanos());
        return charge;
    }

    private Admitted authorize(String service, Units estimate, long ttlMs) {
        return test.gate()
                .authorize(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(key)
                                .setService(service)
                                .addAllEstimate(counts(estimate))
                                .setTtlMs(ttlMs)
                                .build())
                .getAdmitted();
    }

    private SettleReply settle(Admitted call, Units used) {
        return test.gate()
                .settle(
                        SettleRequest.newBuilder()
                                .setHoldId(call.getHoldId())
                                .addAllUnits(counts(used))
                                .setOutcome(Outcome.OUTCOME_OK)
                                .build());
    }

    @Test
    void quotesPreviewsHoldsChargesAndReplaysAgree() {
        long sum = 0;
        for (int i = 0; i < CALLS; i++) {
            String service = SERVICES.get(i % SERVICES.size());
            Units estimate = within(service, most(service));
            Admitted call = authorize(service, estimate, 60_000);
            long ofAll = quote(service, estimate);
            // One picture, or no picture at all: nothing that uses less takes more.
            boolean isDearest = estimate.get(Unit.IMAGES) < 2;
            assertTrue(call.getHeldNanos() >= ofAll, estimate::toString);
            assertTrue(!isDearest || call.getHeldNanos() <= ofAll + 1, estimate::toString);
            Units used = within(service, estimate);
            SettleReply settled = settle(call, used);
            assertFalse(settled.getUnrated());
            assertEquals(quote(service, used), settled.getChargeNanos(), used::toString);
            assertTrue(settled.getChargeNanos() <= call.getHeldNanos(), used::toString);
            sum += settled.getChargeNanos();
        }
        for (int i = 0; i < 4; i++) {
            Units prompt = within("chat", Units.tokens(5_000, 0));
            Admitted call = authorize("chat", prompt, 1_000);
            time.pass(2_000);
            test.awaitNoHolds(account);
            Units used = prompt.with(Unit.OUTPUT_TOKENS, 1 + random.nextLong(500));
            String late = settle(call, used).getRecordId();
            long rest =
                    test.backend()
                            .unratedUsage()
                            .rate(
                                    Objects.requireNonNull(RequestId.parse(late)),
                                    UUID.randomUUID(),
                                    0,
                                    Units.NONE,
                                    "the rest")
                            .chargeNanos();
            // Each of the two records is rounded by itself.
            long parts = quote("chat", prompt) + rest;
            assertTrue(Math.abs(quote("chat", used) - parts) <= 1, used::toString);
            sum += parts;
        }
        assertEquals(MUCH - sum, test.balance(account).balanceNanos());
        time.pass(10);
        ReplaySums replayed = replay();
        assertEquals(CALLS + 8, replayed.getCalls());
        assertEquals(0, replayed.getUnpricedCalls());
        assertEquals(sum, replayed.getBeforeNanos());
        assertEquals(sum, replayed.getAfterNanos());
    }

    private ReplaySums replay() {
        ReplaysGrpc.ReplaysBlockingStub replays = ReplaysGrpc.newBlockingStub(test.channel());
        String id =
                replays.runReplay(
                                RunReplayRequest.newBuilder()
                                        .setPriceBook(IdKind.PRICE_BOOK.format(book.id()))
                                        .build())
                        .getReplay();
        GetReplayRequest asked = GetReplayRequest.newBuilder().setReplay(id).build();
        Calls.await("its end", () -> replays.getReplay(asked).getReplay().getEndedAtMs() != 0);
        return replays.getReplay(asked).getReplay().getSums();
    }
}
