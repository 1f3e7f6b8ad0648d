package io.weighbridge.backend.compute;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.export.Recalculation;
import io.weighbridge.backend.export.SqlExport;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.ExtendReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.PreviewPricesRequest;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.ProposePriceRequest;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.ReplaySums;
import io.weighbridge.proto.v1.ReplaysGrpc;
import io.weighbridge.proto.v1.RunReplayRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.SpeechTerms;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Calls of a service that makes pictures or writes down speech, held and charged by its model's
/// cost curve.
final class MediaByCurveTest {
    private static final long MUCH = 1_000_000_000_000_000L;
    private static final long SQUARE = 1_048_576;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ComputeFixture compute;
    private Service service;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory.resolve("data"), time);
        compute = new ComputeFixture(test);
        service = test.service("media");
        account = test.account("Acme", MUCH);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory.resolve("data"));
        test.close();
    }

    private void link(String config, ComputeTerms.Builder terms) {
        var _ =
                compute.calls()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService("media")
                                        .setModel(compute.save("saved", config).getModel())
                                        .setGpu("h100")
                                        .setTerms(terms.clearContextTokens())
                                        .build());
    }

    private void linkPictures() {
        link(
                Configs.SDXL_PIPELINE,
                ComputeFixture.TERMS.toBuilder()
                        .setPicture(
                                PictureTerms.newBuilder()
                                        .setSteps(30)
                                        .setWidth(1_024)
                                        .setHeight(1_024)));
    }

    // The rate that is proposed by the curve.
    private Rate publish() {
        Rate rate =
                compute.calls()
                        .proposePrice(
                                ProposePriceRequest.newBuilder()
                                        .setService("media")
                                        .setByCurve(true)
                                        .build())
                        .getRates(0);
        publish(rate.getUnit(), rate.getPriceNanos(), rate.getPer());
        return rate;
    }

    private void publish(Unit unit, long nanos, long per) {
        var _ =
                test.publish(
                        List.of(
                                new io.weighbridge.backend.pricing.Rate(
                                        service.id(),
                                        Objects.requireNonNull(
                                                io.weighbridge.model.Unit.byNumber(
                                                        unit.getNumber())),
                                        ServiceTier.STANDARD,
                                        0,
                                        0,
                                        nanos,
                                        per,
                                        List.of())),
                        List.of());
    }

    private static List<UnitCount> pictures(long images, long pixels) {
        return List.of(
                Calls.count(Unit.UNIT_IMAGES, images), Calls.count(Unit.UNIT_PIXELS, pixels));
    }

    private static List<UnitCount> steps(long images, long pixels, long steps) {
        return List.of(
                Calls.count(Unit.UNIT_IMAGES, images),
                Calls.count(Unit.UNIT_PIXELS, pixels),
                Calls.count(Unit.UNIT_PIXEL_STEPS, pixels * steps));
    }

    private static List<UnitCount> sound(long ms) {
        return List.of(Calls.count(Unit.UNIT_AUDIO_MILLISECONDS, ms));
    }

    private AuthorizeReply ask(List<UnitCount> units) {
        return test.gate()
                .authorize(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(key)
                                .setService("media")
                                .addAllEstimate(units)
                                .setTtlMs(1_000)
                                .build());
    }

    private Admitted authorize(List<UnitCount> units) {
        AuthorizeReply reply = ask(units);
        assertTrue(reply.hasAdmitted(), reply::toString);
        return reply.getAdmitted();
    }

    private SettleReply settle(Admitted call, List<UnitCount> units) {
        return test.gate()
                .settle(
                        SettleRequest.newBuilder()
                                .setHoldId(call.getHoldId())
                                .addAllUnits(units)
                                .setOutcome(Outcome.OUTCOME_OK)
                                .build());
    }

    private long quote(List<UnitCount> units) {
        return test.gate()
                .quote(QuoteRequest.newBuilder().setService("media").addAllUnits(units).build())
                .getChargeNanos();
    }

    private UsageRecord record(Admitted call) {
        return UsageGrpc.newBlockingStub(test.channel())
                .getRecord(GetRecordRequest.newBuilder().setRecordId(call.getRequestId()).build());
    }

    @Test
    void picturesAreHeldAndChargedByWhatTheyTakeAndAnybodyCanReckonThatAgain() throws IOException {
        linkPictures();
        Rate rate = publish();
        assertEquals(Unit.UNIT_VRAM_MIB_MILLISECONDS, rate.getUnit());
        Admitted call = authorize(pictures(3, 3 * SQUARE));
        long quoted = quote(pictures(2, SQUARE));
        assertTrue(quoted > 0 && quoted < call.getHeldNanos());
        assertEquals(quoted, settle(call, pictures(2, SQUARE)).getChargeNanos());
        UsageRecord record = record(call);
        assertEquals(pictures(2, SQUARE), record.getUnitsList());
        assertEquals(1, record.getLinesCount());
        assertEquals(rate.getUnit(), record.getLines(0).getUnit());
        // Half of the time and three quarters of the price pay for it.
        long cost = record.getComputeCost().getPredictedNanos();
        long wished = cost * 8 / 3;
        assertTrue(quoted >= wished - 2 && quoted <= wished + 10, cost + " " + quoted);
        // One large picture takes more than many small ones of the same pixels.
        assertTrue(quote(pictures(1, 4 * SQUARE)) > quote(pictures(4, 4 * SQUARE)));
        assertEquals(quoted, preview(rate, pictures(2, SQUARE)));
        test.backend().ledger().awaitFolded();
        var _ = SqlExport.write(directory.resolve("data"), directory.resolve("exported"));
        assertEquals(List.of(), Recalculation.of(directory.resolve("exported")).differences());
    }

    private long preview(Rate rate, List<UnitCount> units) {
        return PricesGrpc.newBlockingStub(test.channel())
                .previewPrices(
                        PreviewPricesRequest.newBuilder()
                                .addRates(rate)
                                .addCalls(
                                        PreviewCall.newBuilder()
                                                .setService("media")
                                                .setTier(
                                                        io.weighbridge.proto.v1.ServiceTier
                                                                .SERVICE_TIER_STANDARD)
                                                .addAllUnits(units))
                                .build())
                .getPreviews(0)
                .getAfter()
                .getChargeNanos();
    }

    @Test
    void aSizeThatIsNotToldWholeIsRefusedBeforeAndWaitsAfter() {
        linkPictures();
        var _ = publish();
        for (List<UnitCount> units :
                List.of(
                        Calls.tokens(10, 10),
                        pictures(1, SQUARE).subList(0, 1),
                        pictures(1, SQUARE).subList(1, 2),
                        pictures(0, SQUARE),
                        pictures(2, 1),
                        steps(1, SQUARE, 31),
                        sound(1_000))) {
            assertEquals(
                    RefusalReason.REFUSAL_REASON_UNPRICED, ask(units).getRefused().getReason());
            String text = assertFault(ErrorCode.UNPRICED, "service", () -> quote(units));
            assertTrue(text.contains("images and their pixels"), text);
            Admitted call = authorize(pictures(1, SQUARE));
            assertTrue(settle(call, units).getUnrated(), units::toString);
            assertTrue(record(call).getUnratedReason().startsWith("no vram_mib_milliseconds"));
        }
        // What waits stays set aside.
        long held = authorize(pictures(1, SQUARE)).getHeldNanos();
        assertEquals(8 * held, test.balance(account).heldNanos().orElseThrow());
        // A hold of nothing is none; a call that made nothing is charged as much.
        assertEquals(
                RefusalReason.REFUSAL_REASON_UNPRICED,
                ask(pictures(0, 0)).getRefused().getReason());
        assertEquals(0, settle(authorize(pictures(1, 1)), pictures(0, 0)).getChargeNanos());
    }

    @Test
    void moreThanWasEstimatedIsChargedInFull() {
        linkPictures();
        var _ = publish();
        Admitted call = authorize(pictures(1, 1));
        // The text is read and the weights are, however small it is.
        assertTrue(call.getHeldNanos() > 0);
        long large = quote(pictures(1, 1_000_000_000));
        SettleReply settled = settle(call, pictures(1, 1_000_000_000));
        assertEquals(large, settled.getChargeNanos());
        assertEquals(large - call.getHeldNanos(), record(call).getOverrunNanos());
        // More than anybody has.
        assertEquals(
                RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT,
                ask(pictures(1, io.weighbridge.model.Unit.COUNT_MAX)).getRefused().getReason());
        // Fewer steps take less.
        long few = quote(steps(1, SQUARE, 15));
        assertTrue(few < quote(pictures(1, SQUARE)) && 2 * few > quote(pictures(1, SQUARE)));
        assertEquals(quote(pictures(1, SQUARE)), quote(steps(1, SQUARE, 30)));
    }

    @Test
    void speechIsChargedByTheWindowsThatItBegins() {
        link(
                Configs.WHISPER_LARGE_V3,
                ComputeFixture.TERMS.toBuilder()
                        .setWholeCards(true)
                        .setSpeech(
                                SpeechTerms.newBuilder()
                                        .setWordsPerWindow(100)
                                        .setRecordingMs(60_000)));
        assertEquals(Unit.UNIT_GPU_MILLISECONDS, publish().getUnit());
        Admitted call = authorize(sound(60_000));
        assertEquals(quote(sound(60_000)), call.getHeldNanos());
        assertEquals(quote(sound(30_001)), settle(call, sound(30_001)).getChargeNanos());
        // A millisecond more, and a window more to hear: that takes longer than words of a second.
        long words = quote(sound(30_000)) - quote(sound(29_000));
        assertTrue(quote(sound(30_001)) - quote(sound(30_000)) > words);
        assertEquals(RefusalReason.REFUSAL_REASON_UNPRICED, ask(sound(0)).getRefused().getReason());
        assertEquals(
                RefusalReason.REFUSAL_REASON_UNPRICED,
                ask(pictures(1, SQUARE)).getRefused().getReason());
    }

    @Test
    void whatAProxyToldBeforeItVanishedIsChargedAndWhatItDidNotWaits() {
        linkPictures();
        var _ = publish();
        Admitted told = authorize(pictures(1, SQUARE));
        Admitted untold = authorize(pictures(1, SQUARE));
        ExtendReply more =
                test.gate()
                        .extend(
                                ExtendRequest.newBuilder()
                                        .setHoldId(told.getHoldId())
                                        .addAllUnits(pictures(2, 2 * SQUARE))
                                        .setTtlMs(1_000)
                                        .build());
        assertTrue(more.hasExtended(), more::toString);
        time.pass(2_000);
        Calls.await(
                "both ended",
                () -> {
                    test.backend().ledger().atBarrier(() -> {});
                    return test.balance(account).heldNanos().orElse(0) == untold.getHeldNanos();
                });
        UsageRecord record = record(told);
        assertEquals(quote(pictures(2, 2 * SQUARE)), record.getChargeNanos());
        assertEquals(0, record.getOverrunNanos());
        assertEquals("the usage is not known", record(untold).getUnratedReason());
        // What is told of it later is a part of a call, which no curve reckons.
        SettleReply late = settle(told, pictures(3, 3 * SQUARE));
        assertTrue(late.getUnrated());
    }

    @Test
    void aReplayReckonsPicturesAsACharge() {
        linkPictures();
        publish(Unit.UNIT_IMAGES, 7, 1);
        var _ = settle(authorize(pictures(1, SQUARE)), pictures(1, SQUARE));
        var _ = settle(authorize(pictures(1, SQUARE).subList(0, 1)), pictures(1, 0).subList(0, 1));
        time.pass(10);
        var _ = publish();
        time.pass(10);
        long book = Objects.requireNonNull(test.backend().prices().inForce(time.wallMs())).id();
        var replays = ReplaysGrpc.newBlockingStub(test.channel());
        String id =
                replays.runReplay(
                                RunReplayRequest.newBuilder()
                                        .setPriceBook(IdKind.PRICE_BOOK.format(book))
                                        .build())
                        .getReplay();
        GetReplayRequest asked = GetReplayRequest.newBuilder().setReplay(id).build();
        Calls.await("its end", () -> replays.getReplay(asked).getReplay().getEndedAtMs() != 0);
        ReplaySums sums = replays.getReplay(asked).getReplay().getSums();
        assertEquals(List.of(2L, 1L), List.of(sums.getCalls(), sums.getUnpricedCalls()));
        assertEquals(quote(pictures(1, SQUARE)), sums.getAfterNanos());
    }

    // As what they cost goes by their number.
    @Test
    void besideAPriceOfPixelsTheirNumberMayBeToldAndIsFree() {
        publish(Unit.UNIT_PIXELS, 1_000, 1);
        assertEquals(
                RefusalReason.REFUSAL_REASON_UNPRICED,
                ask(pictures(4, SQUARE)).getRefused().getReason());
        linkPictures();
        Admitted call = authorize(pictures(4, SQUARE));
        assertEquals(1_000 * SQUARE, call.getHeldNanos());
        assertEquals(1_000 * SQUARE, settle(call, pictures(4, SQUARE)).getChargeNanos());
        long four = record(call).getComputeCost().getPredictedNanos();
        Admitted one = authorize(pictures(1, SQUARE).subList(1, 2));
        var _ = settle(one, pictures(1, SQUARE).subList(1, 2));
        assertTrue(four != record(one).getComputeCost().getPredictedNanos());
        // Pictures without pixels have no price.
        assertEquals(
                RefusalReason.REFUSAL_REASON_UNPRICED,
                ask(pictures(4, 0)).getRefused().getReason());
        Admitted bare = authorize(pictures(1, SQUARE));
        assertTrue(settle(bare, pictures(1, 0).subList(0, 1)).getUnrated());
    }
}
