package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.curve.MediaCosting;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.backend.testkit.model.MediaTexts;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.ListGpusRequest;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.Objects;

/// Pictures of a service whose model is known: what is kept of them for their cost, and for a price
/// by its curve.
final class GatewayMediaModelTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String ASKED =
            "\"prompt\":\"A weighbridge.\",\"n\":4,\"size\":\"1024x1024\"";
    private static final ModelServer.Behaviour FOUR =
            (_, reply) -> reply.json(200, MediaTexts.images(4, "\"size\":\"1024x1024\""));

    /// A call as it was settled.
    private record Kept(String units, String lines, long chargeNanos, long costNanos) {}

    @TempDir Path folder;

    private static void link(MediaBench bench) {
        ComputeGrpc.ComputeBlockingStub compute =
                ComputeGrpc.newBlockingStub(bench.gateway.test.channel());
        String model =
                compute.saveModel(
                                SaveModelRequest.newBuilder()
                                        .setName("sdxl")
                                        .setModel(
                                                ModelSource.newBuilder()
                                                        .setConfigJson(
                                                                Configs.SDXL_PIPELINE.replace(
                                                                        '\'', '"')))
                                        .build())
                        .getModel();
        var _ =
                compute.setServiceModel(
                        SetServiceModelRequest.newBuilder()
                                .setService("media")
                                .setModel(model)
                                .setGpu("h100")
                                .setTerms(
                                        ComputeTerms.newBuilder()
                                                .setBatch(1)
                                                .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                                                .setUtilizationMillionths(1_000_000)
                                                .setPicture(
                                                        PictureTerms.newBuilder()
                                                                .setSteps(30)
                                                                .setWidth(512)
                                                                .setHeight(512)))
                                .build());
    }

    private Kept kept(MediaBench bench) {
        assertEquals(200, bench.send(GENERATIONS, ASKED).statusCode());
        bench.gateway.awaitNoHolds();
        bench.gateway.test.backend().ledger().atBarrier(() -> {});
        return SettledCalls.rows(
                        folder,
                        "SELECT units, lines, charge_nanos, predicted_cost_nanos FROM usage_record"
                                + " ORDER BY sequence DESC LIMIT 1",
                        row ->
                                new Kept(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getLong(4)))
                .getFirst();
    }

    private static long cost(MediaBench bench) {
        long hourNanos =
                ComputeGrpc.newBlockingStub(bench.gateway.test.channel())
                        .listGpus(ListGpusRequest.getDefaultInstance())
                        .getGpusList()
                        .stream()
                        .filter(gpu -> gpu.getName().equals("h100"))
                        .mapToLong(gpu -> gpu.getPrice().getHourNanos())
                        .sum();
        ServingTerms terms =
                new ServingTerms(0, 1, 2, 0, Basis.GPU_TIME_VRAM, false, 0, 1_000_000)
                        .with(
                                new io.weighbridge.backend.compute.cost.PictureTerms(
                                        30, false, 512, 512));
        return Objects.requireNonNull(
                        MediaCosting.of(
                                new ModelContent(Configs.of(Configs.SDXL_PIPELINE), null, ""),
                                GpuCatalogue.load().find("h100"),
                                terms))
                .cost(Units.of(Unit.IMAGES, 4).with(Unit.PIXELS, 4_194_304), hourNanos, -1)
                .predictedNanos();
    }

    // Four of a megapixel, not sixteen of the usual size.
    @ParameterizedTest
    @EnumSource(names = {"PIXELS", "IMAGES"})
    void theSizeOfPicturesIsKeptWhereTheirCostGoesByIt(Unit priced) {
        try (MediaBench bench = MediaBench.start(folder, FOUR, priced)) {
            Kept before = kept(bench);
            assertTrue(!before.units.contains(" "), before::toString);
            link(bench);
            Kept after = kept(bench);
            assertEquals("images=4 pixels=4194304", after.units);
            assertEquals(before.chargeNanos, after.chargeNanos);
            assertEquals(before.lines, after.lines);
            assertEquals(cost(bench), after.costNanos);
        }
    }

    @Test
    void byTheCurveTheGatewayHoldsAndTellsPicturesWithTheirPixels() {
        try (MediaBench bench = MediaBench.start(folder, FOUR, Unit.GIGAFLOPS)) {
            assertEquals(503, bench.send(GENERATIONS, ASKED).statusCode());
            link(bench);
            Kept kept = kept(bench);
            assertEquals("images=4 pixels=4194304", kept.units);
            assertTrue(kept.lines.startsWith("gigaflops:"), kept::toString);
            assertTrue(kept.chargeNanos > 0 && kept.costNanos > 0, kept::toString);
        }
    }
}
