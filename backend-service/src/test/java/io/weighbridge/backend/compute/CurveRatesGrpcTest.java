package io.weighbridge.backend.compute;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.DraftPriceReply;
import io.weighbridge.proto.v1.DraftPriceRequest;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.ProposePriceRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.SavedModel;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.SpeechTerms;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Proposals of rates of what calls take of GPUs, and what no price is made of.
final class CurveRatesGrpcTest {
    private static final String MODEL = Configs.LLAMA_3_8B;

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private ComputeFixture compute;
    private Service chat;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        compute = new ComputeFixture(test);
        chat = test.service("chat");
    }

    private PriceProposal propose(boolean byCurve) {
        return compute.calls()
                .proposePrice(
                        ProposePriceRequest.newBuilder()
                                .setService("chat")
                                .setByCurve(byCurve)
                                .build());
    }

    private DraftPriceReply draft(boolean byCurve, String book, long version) {
        return compute.calls()
                .draftPrice(
                        DraftPriceRequest.newBuilder()
                                .setService("chat")
                                .setPriceBook(book)
                                .setVersion(version)
                                .setByCurve(byCurve)
                                .build());
    }

    private PriceBook book(String id) {
        return PricesGrpc.newBlockingStub(test.channel())
                .getPriceBook(GetPriceBookRequest.newBuilder().setPriceBook(id).build());
    }

    private void linkWith(ComputeTerms.Builder terms) {
        var _ =
                compute.calls()
                        .setServiceModel(
                                ComputeFixture.linking("chat", compute.save("m", MODEL)).toBuilder()
                                        .setTerms(terms)
                                        .build());
    }

    private Rate byCurve() {
        PriceProposal proposal = propose(true);
        assertEquals(1, proposal.getRatesCount());
        return proposal.getRates(0);
    }

    @Test
    void aRateByCurveIsThatOfWhatTheBasisCounts() {
        linkWith(ComputeFixture.TERMS.toBuilder());
        compute.price("h100", 3_000_000_000L, 0);
        // For half of the time at three quarters of the price: 8 units an hour, of 80 GiB.
        Rate memory = byCurve();
        assertEquals(io.weighbridge.proto.v1.Unit.UNIT_VRAM_MIB_MILLISECONDS, memory.getUnit());
        assertEquals(3_600_000L * 1_024, memory.getPer());
        assertEquals(100_000_000, memory.getPriceNanos());
    }

    @Test
    void aRateByCurveOfWholeCardsIsOfTheirTimeAndOneByOperationsOfGas() {
        linkWith(ComputeFixture.TERMS.toBuilder().setWholeCards(true));
        compute.price("h100", 3_000_000_000L, 0);
        Rate time = byCurve();
        assertEquals(io.weighbridge.proto.v1.Unit.UNIT_GPU_MILLISECONDS, time.getUnit());
        assertEquals(3_600_000, time.getPer());
        assertEquals(8_000_000_000L, time.getPriceNanos());
        var _ =
                compute.calls()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService("chat")
                                        .setModel("m")
                                        .setGpu("h100")
                                        .setTerms(
                                                ComputeFixture.TERMS.toBuilder()
                                                        .setBasis(CostBasis.COST_BASIS_FLOPS))
                                        .build());
        Rate gas = byCurve();
        assertEquals(io.weighbridge.proto.v1.Unit.UNIT_GIGAFLOPS, gas.getUnit());
        assertEquals(1_000_000, gas.getPer());
        // Half of the peak of the data sheet, for an hour: what it reaches costs 8 units.
        long peak = compute.gpu("h100").getFigures().getFlopsPerSecondOrThrow("bf16");
        long gasOfHour = peak / 2 / 1_000_000_000 * 3_600;
        assertEquals(Math.ceilDiv(8_000_000_000L * 1_000_000, gasOfHour), gas.getPriceNanos());
    }

    // Of pictures, and of speech.
    @Test
    void theRateOfAnyModelIsThatOfItsCards() {
        var _ = compute.price("h100", 3_000_000_000L, 0);
        linkMedia(
                Configs.SDXL_PIPELINE,
                ComputeFixture.TERMS.toBuilder()
                        .setWholeCards(true)
                        .setPicture(
                                PictureTerms.newBuilder()
                                        .setSteps(30)
                                        .setWidth(1_024)
                                        .setHeight(1_024)));
        Rate time = byCurve();
        assertEquals(io.weighbridge.proto.v1.Unit.UNIT_GPU_MILLISECONDS, time.getUnit());
        assertEquals(8_000_000_000L, time.getPriceNanos());
        linkMedia(
                Configs.WHISPER_LARGE_V3,
                ComputeFixture.TERMS.toBuilder()
                        .setBasis(CostBasis.COST_BASIS_FLOPS)
                        .setSpeech(
                                SpeechTerms.newBuilder()
                                        .setWordsPerWindow(100)
                                        .setRecordingMs(60_000)));
        Rate gas = byCurve();
        assertEquals(io.weighbridge.proto.v1.Unit.UNIT_GIGAFLOPS, gas.getUnit());
        long peak = compute.gpu("h100").getFigures().getFlopsPerSecondOrThrow("fp16");
        long gasOfHour = peak / 2 / 1_000_000_000 * 3_600;
        assertEquals(Math.ceilDiv(8_000_000_000L * 1_000_000, gasOfHour), gas.getPriceNanos());
    }

    private void linkMedia(String config, ComputeTerms.Builder terms) {
        String model = compute.save("m" + config.length(), config).getModel();
        var _ =
                compute.calls()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService("chat")
                                        .setModel(model)
                                        .setGpu("h100")
                                        .setTerms(terms.clearContextTokens())
                                        .build());
    }

    @Test
    void aDraftByCurveHasNoRatesOfTokensBesideAndTheOtherWayRound() {
        linkWith(ComputeFixture.TERMS.toBuilder());
        Service other = test.service("other");
        var _ =
                test.publish(
                        List.of(
                                TestBackend.rate(chat, Unit.INPUT_TOKENS, 1),
                                TestBackend.rate(chat, Unit.CACHED_INPUT_TOKENS, 3),
                                TestBackend.rate(chat, Unit.REQUESTS, 5),
                                TestBackend.rate(other, Unit.INPUT_TOKENS, 4)),
                        List.of());
        DraftPriceReply made = draft(true, "", 0);
        assertEquals(1, made.getOtherRates());
        assertEquals(3, book(made.getPriceBook()).getRatesCount());
        DraftPriceReply tokens = draft(false, made.getPriceBook(), made.getVersion());
        assertEquals(1, tokens.getOtherRates());
        assertEquals(
                List.of(1L, 4L),
                List.of(
                        book(made.getPriceBook()).getRatesList().stream()
                                .filter(rate -> rate.getService().equals("other"))
                                .count(),
                        (long) book(made.getPriceBook()).getRatesCount()));
    }

    @Test
    void aDraftByCurveDoesNotComeBesideWhatWasAgreedWithAccounts() {
        linkWith(ComputeFixture.TERMS.toBuilder());
        long account = test.account("Acme", 0).id();
        var _ = test.publish(List.of(agreed(account, Unit.OUTPUT_TOKENS)), List.of());
        assertFault(ErrorCode.INVALID_FIELD, "by_curve", () -> draft(true, "", 0));
        assertEquals(1, draft(false, "", 0).getOtherRates());
    }

    @Test
    void whatWasAgreedOfGpusComesBesideNeitherDraft() {
        linkWith(ComputeFixture.TERMS.toBuilder());
        long account = test.account("Acme", 0).id();
        // The draft by curve is of memory and time: both would be charged.
        var _ = test.publish(List.of(agreed(account, Unit.GIGAFLOPS)), List.of());
        assertFault(ErrorCode.INVALID_FIELD, "by_curve", () -> draft(true, "", 0));
        assertFault(ErrorCode.INVALID_FIELD, "price_book", () -> draft(false, "", 0));
        // In place of the draft's it is charged alone.
        var _ = test.publish(List.of(agreed(account, Unit.VRAM_MIB_MILLISECONDS)), List.of());
        assertEquals(1, draft(true, "", 0).getOtherRates());
    }

    private io.weighbridge.backend.pricing.Rate agreed(long account, Unit unit) {
        return new io.weighbridge.backend.pricing.Rate(
                chat.id(), unit, ServiceTier.STANDARD, 0, account, 7, 1, List.of());
    }

    @Test
    void whatIsNotWhollyKnownOrIsYetToBeMeasuredMakesNoPrice() {
        linkWith(ComputeFixture.TERMS.toBuilder().setBasis(CostBasis.COST_BASIS_MEASURED));
        assertFault(ErrorCode.INVALID_FIELD, "terms.basis", () -> propose(false));
        assertFault(ErrorCode.INVALID_FIELD, "terms.basis", () -> draft(false, "", 0));
        SavedModel listens = compute.save("listens", MODEL.replace("}", ",'audio_config':{}}"));
        var _ = compute.calls().setServiceModel(ComputeFixture.linking("chat", listens));
        assertEquals(1, propose(false).getAnalysis().getUnknownCount());
        String text =
                assertFault(ErrorCode.MODEL_PARTLY_KNOWN, "service", () -> draft(false, "", 0));
        assertTrue(text.contains("audio_config"), text);
    }
}
