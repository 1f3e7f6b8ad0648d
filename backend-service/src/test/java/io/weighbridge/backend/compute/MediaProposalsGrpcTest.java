package io.weighbridge.backend.compute;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AnalyzeModelRequest;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.DraftPriceReply;
import io.weighbridge.proto.v1.DraftPriceRequest;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.MediaFigure;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.PicturePart;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.ProposePriceRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.SpeechTerms;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Prices of pictures and speech from what they take of a GPU, and what their calls cost.
final class MediaProposalsGrpcTest {
    private static final PictureTerms PICTURE =
            PictureTerms.newBuilder()
                    .setSteps(30)
                    .setGuidance(true)
                    .setWidth(1_024)
                    .setHeight(1_024)
                    .build();
    private static final ComputeTerms PICTURES =
            ComputeFixture.TERMS.toBuilder().clearContextTokens().setPicture(PICTURE).build();
    private static final ComputeTerms SPEECH =
            ComputeFixture.TERMS.toBuilder()
                    .clearContextTokens()
                    .setSpeech(
                            SpeechTerms.newBuilder().setWordsPerWindow(100).setRecordingMs(60_000))
                    .build();

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    @AutoClose private TestBackend test;
    private ComputeFixture compute;
    private Service service;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        compute = new ComputeFixture(test);
        service = test.service("media");
    }

    private SetServiceModelRequest.Builder linking(String model, ComputeTerms terms) {
        return SetServiceModelRequest.newBuilder()
                .setService("media")
                .setModel(model)
                .setGpu("h100")
                .setTerms(terms);
    }

    private ServiceModel link(String config, ComputeTerms terms) {
        return compute.calls()
                .setServiceModel(linking(compute.save("saved", config).getModel(), terms).build());
    }

    private PriceProposal propose() {
        return compute.calls()
                .proposePrice(ProposePriceRequest.newBuilder().setService("media").build());
    }

    private DraftPriceReply draft() {
        return draft("", 0, false);
    }

    private DraftPriceReply draft(String book, long version, boolean byCurve) {
        return compute.calls()
                .draftPrice(
                        DraftPriceRequest.newBuilder()
                                .setService("media")
                                .setPriceBook(book)
                                .setVersion(version)
                                .setByCurve(byCurve)
                                .build());
    }

    private Set<Unit> units(DraftPriceReply made) {
        return PricesGrpc.newBlockingStub(test.channel())
                .getPriceBook(
                        GetPriceBookRequest.newBuilder().setPriceBook(made.getPriceBook()).build())
                .getRatesList()
                .stream()
                .map(Rate::getUnit)
                .collect(Collectors.toSet());
    }

    private static MediaFigure figure(PriceProposal proposal, String of) {
        return proposal.getAnalysis().getGpu().getFiguresList().stream()
                .filter(figure -> figure.getOf().equals(of))
                .findFirst()
                .orElseThrow();
    }

    // Each of some figures is rounded up.
    private static void assertNear(long expected, long actual) {
        assertTrue(Math.abs(expected - actual) <= 4, expected + " " + actual);
    }

    @Test
    void aPictureHasAPriceByItsPixels() {
        ServiceModel link = link(Configs.SDXL_PIPELINE, PICTURES);
        assertEquals(PICTURE.getSteps(), link.getTerms().getPicture().getSteps());
        assertEquals(3, link.getTerms().getPicture().getPartsCount());
        PriceProposal proposal = propose();
        assertEquals(link, proposal.getServiceModel());
        Rate rate = proposal.getRates(0);
        assertEquals(1, proposal.getRatesCount());
        assertEquals(Unit.UNIT_PIXELS, rate.getUnit());
        assertEquals(1_000_000, rate.getPer());
        assertEquals(List.of(), proposal.getAnalysis().getUnknownList());
        MediaFigure megapixel = figure(proposal, "megapixel");
        assertEquals(rate.getPriceNanos(), megapixel.getPriceNanos());
        MediaFigure large = figure(proposal, "1024x1024");
        assertEquals(1_048_576, large.getUnits());
        // Half of the time and three quarters of the price pay for it.
        assertTrue(large.getPriceNanos() * 3 >= (large.getCostNanos() - 1) * 8);
        // A smaller one takes less than its part: attention looks from each place at all others.
        MediaFigure small = figure(proposal, "512x512");
        assertNear(4 * small.getPriceNanos(), large.getPriceNanos());
        assertTrue(small.getCostNanos() * 4 < large.getCostNanos());
        assertTrue(proposal.getAnalysis().getGpu().getStepsCount() >= 7);
    }

    @Test
    void bothBasesPayAndFlopsAloneAreNoMore() {
        long[] prices = new long[3];
        for (int i = 0; i < 3; i++) {
            ComputeTerms.Builder terms = PICTURES.toBuilder();
            if (i == 1) {
                terms.setWholeCards(true);
            } else if (i == 2) {
                terms.setWholeCards(true).setBasis(CostBasis.COST_BASIS_FLOPS);
            }
            String name = "sdxl" + i;
            var _ = compute.save(name, Configs.SDXL_PIPELINE);
            var _ = compute.calls().setServiceModel(linking(name, terms.build()).build());
            prices[i] = propose().getRates(0).getPriceNanos();
        }
        assertTrue(prices[0] < prices[1], prices[0] + " " + prices[1]);
        assertTrue(prices[2] <= prices[1] && prices[2] > 0, prices[2] + " " + prices[1]);
    }

    @Test
    void speechHasAPriceByTheMinute() {
        var _ = link(Configs.WHISPER_LARGE_V3, SPEECH);
        PriceProposal proposal = propose();
        Rate rate = proposal.getRates(0);
        assertEquals(Unit.UNIT_AUDIO_MILLISECONDS, rate.getUnit());
        assertEquals(60_000, rate.getPer());
        assertEquals(rate.getPriceNanos(), figure(proposal, "minute").getPriceNanos());
        assertEquals(
                figure(proposal, "minute").getCostNanos(),
                figure(proposal, "recording").getCostNanos());
    }

    @Test
    void aPartAloneSaysWhatIsMissingAndMakesNoDraft() {
        String unet = Configs.SDXL.replace("{'_c", "{'torch_dtype':'float16','_c");
        var _ = link(unet, PICTURES);
        assertEquals(2, propose().getAnalysis().getUnknownCount());
        assertFault(ErrorCode.MODEL_PARTLY_KNOWN, "service", this::draft);
        // Where nothing else runs there it is all.
        PictureTerms alone =
                PICTURE.toBuilder().addParts(PicturePart.PICTURE_PART_DENOISER).build();
        var _ =
                compute.calls()
                        .setServiceModel(
                                linking("saved", PICTURES.toBuilder().setPicture(alone).build())
                                        .build());
        assertEquals(List.of(), propose().getAnalysis().getUnknownList());
        assertEquals(1, draft().getProposal().getRatesCount());
    }

    @Test
    void theDraftHasNothingElseThatWouldBeChargedToo() {
        var _ = link(Configs.SDXL_PIPELINE, PICTURES);
        var _ =
                test.publish(
                        List.of(
                                TestBackend.rate(service, io.weighbridge.model.Unit.IMAGES, 1),
                                TestBackend.rate(
                                        service, io.weighbridge.model.Unit.INPUT_TOKENS, 2),
                                TestBackend.rate(service, io.weighbridge.model.Unit.REQUESTS, 3)),
                        List.of());
        DraftPriceReply made = draft();
        assertEquals(1, made.getOtherRates());
        assertEquals(Set.of(Unit.UNIT_PIXELS, Unit.UNIT_REQUESTS), units(made));
        made = draft(made.getPriceBook(), made.getVersion(), true);
        assertEquals(Set.of(Unit.UNIT_VRAM_MIB_MILLISECONDS, Unit.UNIT_REQUESTS), units(made));
    }

    @Test
    void anAccountWithAPriceOfItsOwnDoesNotPayBoth() {
        var _ = link(Configs.SDXL_PIPELINE, PICTURES);
        long account = test.account("Acme", 0).id();
        publishFor(account, io.weighbridge.model.Unit.IMAGES);
        String text = assertFault(ErrorCode.INVALID_FIELD, "price_book", this::draft);
        assertTrue(text.contains("1 have some"), text);
        // A price of pixels of its own stands in place of the proposed one.
        publishFor(account, io.weighbridge.model.Unit.PIXELS);
        assertEquals(1, draft().getOtherRates());
    }

    private void publishFor(long account, io.weighbridge.model.Unit unit) {
        var _ =
                test.publish(
                        List.of(
                                new io.weighbridge.backend.pricing.Rate(
                                        service.id(),
                                        unit,
                                        ServiceTier.STANDARD,
                                        0,
                                        account,
                                        1,
                                        1,
                                        List.of())),
                        List.of());
    }

    @Test
    void termsMustSuitTheModel() {
        String sdxl = compute.save("sdxl", Configs.SDXL_PIPELINE).getModel();
        String whisper = compute.save("whisper", Configs.WHISPER_LARGE_V3).getModel();
        String llama = compute.save("llama", Configs.LLAMA_3_8B).getModel();
        refuse("terms.picture", sdxl, ComputeFixture.TERMS);
        refuse("terms.speech", sdxl, SPEECH);
        refuse("terms.picture", whisper, PICTURES);
        refuse("terms.speech", whisper, ComputeFixture.TERMS);
        refuse("terms.picture", llama, PICTURES);
        refuse("terms.speech", sdxl, PICTURES.toBuilder().setSpeech(SPEECH.getSpeech()).build());
        refuse("terms.picture.steps", sdxl, with(PICTURE.toBuilder().setSteps(0)));
        refuse("terms.picture.steps", sdxl, with(PICTURE.toBuilder().setSteps(1_001)));
        refuse("terms.picture.width", sdxl, with(PICTURE.toBuilder().setWidth(1_000)));
        refuse("terms.picture.height", sdxl, with(PICTURE.toBuilder().setHeight(16_385)));
        refuse("terms.picture.parts", sdxl, with(PICTURE.toBuilder().addPartsValue(4)));
        refuse(
                "terms.speech.words_per_window",
                whisper,
                SPEECH.toBuilder()
                        .setSpeech(SPEECH.getSpeech().toBuilder().setWordsPerWindow(449))
                        .build());
        refuse(
                "terms.speech.recording_ms",
                whisper,
                SPEECH.toBuilder()
                        .setSpeech(SPEECH.getSpeech().toBuilder().clearRecordingMs())
                        .build());
        assertFault(ErrorCode.SERVICE_WITHOUT_MODEL, "service", this::propose);
    }

    private static ComputeTerms with(PictureTerms.Builder picture) {
        return PICTURES.toBuilder().setPicture(picture).build();
    }

    private void refuse(String field, String model, ComputeTerms terms) {
        assertFault(
                ErrorCode.INVALID_FIELD,
                field,
                () -> compute.calls().setServiceModel(linking(model, terms).build()));
    }

    @Test
    void aCallCostsWhatItsPicturesTake() {
        var _ = link(Configs.SDXL_PIPELINE, PICTURES);
        PriceProposal proposal = propose();
        var _ =
                test.publish(
                        List.of(
                                TestBackend.rate(service, io.weighbridge.model.Unit.PIXELS, 5_000),
                                TestBackend.rate(service, io.weighbridge.model.Unit.IMAGES, 1),
                                TestBackend.rate(
                                        service, io.weighbridge.model.Unit.INPUT_TOKENS, 1),
                                TestBackend.rate(
                                        service, io.weighbridge.model.Unit.OUTPUT_TOKENS, 1)),
                        List.of());
        UsageRecord record = called(made(2, 2_097_152));
        long twice = 2 * figure(proposal, "1024x1024").getCostNanos();
        assertNear(twice, record.getComputeCost().getPredictedNanos());
        assertEquals(record.getComputeCost().getPredictedNanos(), record.getCostNanos());
        assertTrue(record.getComputeCost().getMeasuredNanos() > 0);
        UsageRecord small = called(made(1, 262_144));
        assertNear(
                figure(proposal, "512x512").getCostNanos(),
                small.getComputeCost().getPredictedNanos());
        // Of a call that tells none of it nobody knows what it took.
        UsageRecord untold = called(Calls.tokens(10, 10));
        assertTrue(!untold.getComputeCost().hasPredictedNanos(), untold::toString);
    }

    private UsageRecord called(List<UnitCount> units) {
        Account account = test.account("Acme " + time.wallMs(), 1_000_000_000_000L);
        AuthorizeRequest request =
                Calls.chat(test.key(account).secret(), 10, 10)
                        .setService("media")
                        .clearEstimate()
                        .addAllEstimate(units)
                        .build();
        AuthorizeReply reply = test.gate().authorize(request);
        assertTrue(reply.hasAdmitted(), reply::toString);
        Admitted call = reply.getAdmitted();
        SettleRequest settle =
                Calls.settle(call.getHoldId(), 1, 1)
                        .clearUnits()
                        .addAllUnits(units)
                        .setComputeMs(2_000)
                        .build();
        var _ = test.gate().settle(settle);
        time.pass(1);
        return UsageGrpc.newBlockingStub(test.channel())
                .getRecord(GetRecordRequest.newBuilder().setRecordId(call.getRequestId()).build());
    }

    private static List<UnitCount> made(long images, long pixels) {
        return List.of(
                Calls.count(Unit.UNIT_IMAGES, images), Calls.count(Unit.UNIT_PIXELS, pixels));
    }

    @Test
    void aQuestionMayNameItsOwnHourAndIsWarnedOfALongContext() {
        AnalyzeModelRequest request =
                AnalyzeModelRequest.newBuilder()
                        .setModel(
                                ComputeFixture.config(
                                        Configs.LLAMA_3_8B.replace(
                                                "{", "{'max_position_embeddings':8192,")))
                        .setGpu("h100")
                        .setTerms(ComputeFixture.TERMS)
                        .setHourNanos(1_000_000_000)
                        .build();
        ModelAnalysis cheap = compute.calls().analyzeModel(request);
        assertEquals(1_000_000_000, cheap.getGpu().getHourNanos());
        assertEquals(8_192, cheap.getLongestContext());
        assertEquals(0, cheap.getNotesCount());
        ModelAnalysis own =
                compute.calls().analyzeModel(request.toBuilder().clearHourNanos().build());
        assertEquals(compute.gpu("h100").getPrice().getHourNanos(), own.getGpu().getHourNanos());
        assertTrue(own.getGpu().getInputCostNanosPer1K() > cheap.getGpu().getInputCostNanosPer1K());
        ModelAnalysis longer =
                compute.calls()
                        .analyzeModel(
                                request.toBuilder().addContexts(8_192).addContexts(8_193).build());
        assertEquals(
                List.of(
                        "a context of 8193 tokens is longer than the 8192 that the model is made for"),
                longer.getNotesList());
        assertFault(
                ErrorCode.INVALID_FIELD,
                "hour_nanos",
                () -> compute.calls().analyzeModel(request.toBuilder().setHourNanos(-1).build()));
        assertFault(
                ErrorCode.INVALID_FIELD,
                "hour_nanos",
                () -> compute.calls().analyzeModel(request.toBuilder().clearGpu().build()));
    }
}
