package io.weighbridge.backend.compute;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.ApplyFactorsRequest;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.DraftPriceReply;
import io.weighbridge.proto.v1.DraftPriceRequest;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.ListModelsRequest;
import io.weighbridge.proto.v1.ListServiceModelsRequest;
import io.weighbridge.proto.v1.ModelOnGpu;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.ProposePriceRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SavedModel;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetGpuRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

final class ProposalsGrpcTest {
    private static final int UNKNOWN_BASIS = 4;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    @AutoClose private TestBackend test;
    private ComputeFixture compute;
    private Service chat;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        compute = new ComputeFixture(test);
        chat = test.service("chat");
    }

    private PriceProposal propose(long atMs) {
        return compute.calls()
                .proposePrice(
                        ProposePriceRequest.newBuilder().setService("chat").setAtMs(atMs).build());
    }

    private DraftPriceReply draft(String book, long version) {
        return compute.calls()
                .draftPrice(
                        DraftPriceRequest.newBuilder()
                                .setService("chat")
                                .setPriceBook(book)
                                .setVersion(version)
                                .build());
    }

    private PriceBook book(String id) {
        return PricesGrpc.newBlockingStub(test.channel())
                .getPriceBook(GetPriceBookRequest.newBuilder().setPriceBook(id).build());
    }

    @Test
    void aProposalSaysTheRatesAndAllThatTheyFollowFrom() {
        ServiceModel link = compute.link("chat");
        PriceProposal proposal = propose(0);
        assertEquals(link, proposal.getServiceModel());
        assertEquals(compute.gpu("h100").getPrice(), proposal.getGpuPrice());
        assertEquals(2, proposal.getRatesCount());
        ModelOnGpu gpu = proposal.getAnalysis().getGpu();
        assertEquals(2_690_000_000L, gpu.getHourNanos());
        Rate output = proposal.getRates(1);
        assertEquals("chat", output.getService());
        assertEquals(io.weighbridge.proto.v1.Unit.UNIT_OUTPUT_TOKENS, output.getUnit());
        assertEquals(1_000_000, output.getPer());
        // Of 1,000 tokens rounded up: the same once more.
        assertEquals(gpu.getOutputPriceNanosPer1K(), Math.ceilDiv(output.getPriceNanos(), 1_000L));
        // Half of the time and three quarters of the price pay for it.
        assertTrue(
                gpu.getOutputPriceNanosPer1K() * 375L
                        >= (gpu.getOutputCostNanosPer1K() - 1) * 1_000);
        assertTrue(gpu.getStepsCount() >= 5);
        assertEquals("15.534129152", proposal.getAnalysis().getGasDecodeTokenOrThrow(1_000));
        assertEquals(0, proposal.getAnalysis().getUnknownCount());
    }

    @Test
    void aProposalFollowsWhatHoldsAtTheInstant() {
        compute.link("chat");
        long before = propose(0).getRates(0).getPriceNanos();
        long laterMs = time.wallMs() + 10_000;
        compute.price("h100", 5_380_000_000L, laterMs);
        assertEquals(before, propose(laterMs - 1).getRates(0).getPriceNanos());
        long twice = propose(laterMs).getRates(0).getPriceNanos();
        assertTrue(twice == 2 * before || twice == 2 * before - 1, before + " and " + twice);
        time.pass(10_000);
        assertEquals(twice, propose(0).getRates(0).getPriceNanos());
        // From then on nobody knows what it runs; before, it stays what it was.
        var _ =
                compute.calls()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService("chat")
                                        .setEffectiveAtMs(time.wallMs() + 5)
                                        .build());
        assertEquals(twice, propose(time.wallMs() + 4).getRates(0).getPriceNanos());
        assertFault(ErrorCode.SERVICE_WITHOUT_MODEL, "service", () -> propose(time.wallMs() + 5));
        assertFault(ErrorCode.SERVICE_WITHOUT_MODEL, "service", () -> propose(1));
        assertEquals(
                2,
                compute.calls()
                        .listServiceModels(
                                ListServiceModelsRequest.newBuilder().setService("chat").build())
                        .getServiceModelsCount());
    }

    @Test
    void factorsHoldFromTheInstantThatWasAskedFor() {
        ServiceModel link = compute.link("chat");
        long before = propose(0).getRates(0).getPriceNanos();
        long laterMs = time.wallMs() + 10_000;
        ApplyFactorsRequest.Builder apply =
                ApplyFactorsRequest.newBuilder()
                        .setService("chat")
                        .setServiceModelCreatedAtMs(link.getCreatedAtMs())
                        .setGpuVersion(1)
                        .setFlopsShareMillionths(250_000)
                        .setBandwidthShareMillionths(350_000)
                        .setEffectiveAtMs(laterMs);
        time.pass(1);
        assertFault(
                ErrorCode.INVALID_FIELD,
                "effective_at_ms",
                () ->
                        compute.calls()
                                .applyFactors(
                                        apply.clone().setEffectiveAtMs(laterMs - 10_000).build()));
        assertEquals(laterMs, compute.calls().applyFactors(apply.build()).getEffectiveAtMs());
        assertEquals(before, propose(laterMs - 1).getRates(0).getPriceNanos());
        // Half of either share takes twice the time.
        long twice = propose(laterMs).getRates(0).getPriceNanos();
        assertTrue(twice == 2 * before || twice == 2 * before - 1, before + " and " + twice);
        // What holds then by now is no longer what the factors were made for.
        assertFault(
                ErrorCode.VERSION_CONFLICT,
                "service_model_created_at_ms",
                () -> compute.calls().applyFactors(apply.build()));
    }

    @Test
    void aGpuWithoutAPriceIsAGapAndNeverFree() {
        SetServiceModelRequest request =
                ComputeFixture.linking("chat", compute.save("m", Configs.LLAMA_3_8B)).toBuilder()
                        .setGpu("l40s")
                        .build();
        var _ = compute.calls().setServiceModel(request);
        assertFault(ErrorCode.GPU_UNPRICED, "gpu", () -> propose(0));
        assertFault(ErrorCode.GPU_UNPRICED, "gpu", () -> draft("", 0));
        compute.price("l40s", 1, 0);
        assertTrue(propose(0).getRates(0).getPriceNanos() > 0);
    }

    @Test
    void oneCallMakesItADraftAndLeavesAllElse() {
        compute.link("chat");
        Service other = test.service("other");
        io.weighbridge.backend.pricing.PriceBook inForce =
                test.publish(
                        List.of(
                                TestBackend.rate(chat, Unit.INPUT_TOKENS, 1),
                                TestBackend.rate(chat, Unit.OUTPUT_TOKENS, 2),
                                TestBackend.rate(chat, Unit.CACHED_INPUT_TOKENS, 3),
                                TestBackend.rate(other, Unit.INPUT_TOKENS, 4)),
                        List.of(new io.weighbridge.backend.pricing.Fee(0, 5, 6)));
        DraftPriceReply made = draft("", 0);
        PriceBook draft = book(made.getPriceBook());
        assertEquals(IdKind.PRICE_BOOK.format(inForce.id()), draft.getBasedOn());
        assertEquals(0, draft.getPublishedAtMs());
        assertEquals("By compute cost: chat", draft.getNote());
        assertEquals(1, made.getOtherRates());
        assertEquals(4, draft.getRatesCount());
        assertEquals(1, draft.getFeesCount());
        assertTrue(draft.getRatesList().containsAll(made.getProposal().getRatesList()));
        assertEquals(
                List.of(3L, 4L),
                draft.getRatesList().stream()
                        .map(Rate::getPriceNanos)
                        .filter(nanos -> nanos < 10)
                        .sorted()
                        .toList());
        // Into that draft once more, at another price of the GPU.
        compute.price("h100", 1_000_000_000L, 0);
        DraftPriceReply again = draft(made.getPriceBook(), made.getVersion());
        assertEquals(made.getPriceBook(), again.getPriceBook());
        assertEquals(made.getVersion() + 1, again.getVersion());
        assertEquals(4, book(made.getPriceBook()).getRatesCount());
        assertFault(
                ErrorCode.VERSION_CONFLICT,
                "version",
                () -> draft(made.getPriceBook(), made.getVersion()));
        assertFault(
                ErrorCode.PRICE_BOOK_PUBLISHED,
                "price_book",
                () -> draft(IdKind.PRICE_BOOK.format(inForce.id()), inForce.version()));
    }

    @Test
    void withoutABookInForceTheDraftHasTheProposalAlone() {
        compute.link("chat");
        PriceBook draft = book(draft("", 0).getPriceBook());
        assertEquals("", draft.getBasedOn());
        assertEquals(2, draft.getRatesCount());
    }

    @Test
    void theBasisDecidesTheCost() {
        SavedModel model = compute.save("m", Configs.LLAMA_3_8B);
        long[] prices = new long[3];
        for (int i = 0; i < 3; i++) {
            ComputeTerms.Builder terms = ComputeFixture.TERMS.toBuilder();
            if (i == 1) {
                terms.setWholeCards(true);
            } else if (i == 2) {
                terms.setBasis(CostBasis.COST_BASIS_FLOPS);
            }
            var _ =
                    compute.calls()
                            .setServiceModel(
                                    ComputeFixture.linking("chat", model).toBuilder()
                                            .setTerms(terms)
                                            .build());
            prices[i] = propose(0).getRates(1).getPriceNanos();
        }
        // Whole cards cost more than a share; operations alone are the least of writing.
        assertTrue(prices[0] < prices[1], prices[0] + " " + prices[1]);
        assertTrue(prices[2] < prices[0], prices[2] + " " + prices[0]);
    }

    @Test
    void whatCouldNeverBePricedIsNotLinked() {
        SavedModel llama = compute.save("llama", Configs.LLAMA_3_8B);
        SetServiceModelRequest right = ComputeFixture.linking("chat", llama);
        ComputeTerms terms = right.getTerms();
        refuse("terms.basis", with(right, terms.toBuilder().clearBasis()));
        refuse("terms.basis", with(right, terms.toBuilder().setBasisValue(UNKNOWN_BASIS)));
        refuse("terms.context_tokens", with(right, terms.toBuilder().setContextTokens(0)));
        refuse("terms.batch", with(right, terms.toBuilder().setBatch(65_537)));
        refuse("terms.cache_bits", with(right, terms.toBuilder().setCacheBits(4)));
        refuse(
                "terms.margin_millionths",
                with(right, terms.toBuilder().setMarginMillionths(1_000_000)));
        refuse(
                "terms.utilization_millionths",
                with(right, terms.toBuilder().setUtilizationMillionths(0)));
        refuse(
                "gpu_count",
                with(right, terms.toBuilder().setGpuCount(1).setContextTokens(1_000_000)));
        refuse("effective_at_ms", right.toBuilder().setEffectiveAtMs(time.wallMs() - 1));
        refuse("gpu", right.toBuilder().setModel(""));
        refuse(
                "terms.speech",
                right.toBuilder().setModel(compute.save("w", Configs.WHISPER_LARGE_V2).getModel()));
        var _ =
                compute.calls()
                        .setGpu(
                                SetGpuRequest.newBuilder()
                                        .setGpu("h100")
                                        .setVersion(1)
                                        .setFigures(
                                                compute.gpu("h100").getFigures().toBuilder()
                                                        .setRetired(true))
                                        .build());
        refuse("gpu", right.toBuilder());
        assertFault(
                ErrorCode.MODEL_UNKNOWN,
                "model",
                () -> compute.calls().setServiceModel(right.toBuilder().setModel("x").build()));
        assertFault(ErrorCode.SERVICE_WITHOUT_MODEL, "service", () -> propose(0));
    }

    private static SetServiceModelRequest.Builder with(
            SetServiceModelRequest request, ComputeTerms.Builder terms) {
        return request.toBuilder().setTerms(terms);
    }

    private void refuse(String field, SetServiceModelRequest.Builder request) {
        assertFault(
                ErrorCode.INVALID_FIELD,
                field,
                () -> compute.calls().setServiceModel(request.build()));
    }

    @Test
    void aModelIsSavedOnceUnderAName() {
        SavedModel saved = compute.save("m", Configs.LLAMA_3_8B);
        assertEquals(8_030_261_248L, saved.getParamsTotal());
        assertEquals(16_060_522_496L, saved.getWeightBytes());
        assertFault(ErrorCode.NAME_TAKEN, "name", () -> compute.save("m", Configs.LLAMA_2_7B));
        assertFault(
                ErrorCode.INVALID_FIELD,
                "model",
                () -> compute.save("q", Configs.LLAMA_3_8B.replace("'llama'", "'quasar'")));
        assertFault(
                ErrorCode.INVALID_FIELD,
                "model",
                () ->
                        compute.save(
                                "large",
                                Configs.LLAMA_3_8B.replace(
                                        "}", ",'x':'" + "x".repeat(262_144) + "'}")));
        assertFault(
                ErrorCode.INVALID_FIELD,
                "name",
                () -> compute.save(saved.getModel(), Configs.LLAMA_3_8B));
        String outer = "{'model_type':'%s','text_config':" + Configs.LLAMA_3_8B + "}";
        assertFault(
                ErrorCode.INVALID_FIELD,
                "model_type",
                () -> compute.save("nul", outer.formatted("a\\u0000")));
        SaveModelRequest.Builder again = SaveModelRequest.newBuilder().setName("n");
        again.getModelBuilder().setModel("m");
        assertFault(
                ErrorCode.INVALID_FIELD, "model", () -> compute.calls().saveModel(again.build()));
        assertEquals(
                List.of(saved),
                compute.calls().listModels(ListModelsRequest.getDefaultInstance()).getModelsList());
    }
}
