package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.MediaRoofline;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.PictureParts;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.proto.v1.AttributionGrpc;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.Drift;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.ProposeFactorsRequest;
import io.weighbridge.proto.v1.QueryDriftRequest;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SetGpuServicesRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Pictures and speech that are predicted, beside what was measured.
final class MediaDriftTest {
    private static final Gpu H100 = GpuCatalogue.load().find("h100");
    private static final long SQUARE = 1_048_576;
    private static final long US = 1_000_000;
    private static final String GPU = "GPU-1";

    @TempDir Path directory;
    private final HandTime time = HandTime.now();

    private static MediaPrediction pictures() {
        return MediaRoofline.predict(
                Objects.requireNonNull(PictureParts.of(content(Configs.SDXL_PIPELINE).described())),
                H100,
                terms().load(),
                new PictureTerms(30, false, 1_024, 1_024));
    }

    private static MediaPrediction speech() {
        return MediaRoofline.predict(
                (Described.Speech) content(Configs.WHISPER_LARGE_V3).described(),
                H100,
                terms().load(),
                new SpeechTerms(100, 60_000));
    }

    private static ModelContent content(String config) {
        return new ModelContent(Configs.of(config), null, "");
    }

    private static ServingTerms terms() {
        return new ServingTerms(0, 1, 2, 0, Basis.GPU_TIME_VRAM, false, 0, 1_000_000);
    }

    private static Use use(long calls, long failed, Use.Made made) {
        return new Use(new Owner("", 1, 7, 2), calls, failed, 0, 0, 0, made, 0);
    }

    private static Ratio seconds(MediaPrediction on, Use use) {
        return new MediaTimes(1, 1, on).seconds(use);
    }

    private static Ratio one(MediaPrediction on, long size) {
        return on.curve().taken(Ratio.of(size)).seconds();
    }

    @Test
    void whatAnHourMadeIsPredictedAsOfOneSize() {
        MediaPrediction on = pictures();
        Ratio usual = one(on, SQUARE);
        assertEquals(usual.times(4), seconds(on, use(2, 0, new Use.Made(4, 4 * SQUARE, 0))));
        assertEquals(
                one(on, SQUARE / 4).times(4), seconds(on, use(2, 0, new Use.Made(4, SQUARE, 0))));
        assertEquals(usual.times(3), seconds(on, use(1, 0, new Use.Made(3, 0, 0))));
        assertEquals(usual.times(2), seconds(on, use(1, 0, new Use.Made(0, 2 * SQUARE, 0))));
        assertEquals(Ratio.ZERO, seconds(on, use(5, 0, new Use.Made(0, 0, 9))));
        MediaPrediction heard = speech();
        assertEquals(
                one(heard, 31_000).times(4),
                seconds(heard, use(5, 1, new Use.Made(0, 0, 124_000))));
        assertEquals(Ratio.ZERO, seconds(heard, use(5, 0, new Use.Made(5, SQUARE, 0))));
    }

    // A GPU's hour that has just begun, of which a hundred seconds were active.
    private void measure(long hourMs) {
        Active none = new Active(0, 0);
        try (Database database = Database.open(directory)) {
            new SqlMeasureStore(database)
                    .add(
                            List.of(
                                    new GpuHour(
                                            hourMs,
                                            GPU,
                                            "dcgm=http://a/",
                                            "NVIDIA H100 80GB HBM3",
                                            Hour.LENGTH_MS,
                                            new Active(Hour.LENGTH_MS, 100 * US),
                                            none,
                                            none,
                                            Hour.LENGTH_MS,
                                            3_600_000,
                                            0)),
                            List.of());
        }
    }

    @Test
    void picturesHaveADriftAndFactors() {
        long hourMs = time.wallMs() / Hour.LENGTH_MS * Hour.LENGTH_MS;
        time.setWallMs(hourMs + 1_000);
        measure(hourMs);
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service draw = test.service("draw");
            var _ =
                    test.publish(
                            List.of(TestBackend.rate(draw, io.weighbridge.model.Unit.PIXELS, 1)),
                            List.of());
            link(test);
            var attribution = AttributionGrpc.newBlockingStub(test.channel());
            var _ =
                    attribution.setGpuServices(
                            SetGpuServicesRequest.newBuilder()
                                    .setGpu(GPU)
                                    .addServices("draw")
                                    .build());
            call(test);
            Drift drift =
                    attribution
                            .queryDrift(
                                    QueryDriftRequest.newBuilder()
                                            .setFromAtMs(hourMs)
                                            .setToAtMs(hourMs + Hour.LENGTH_MS)
                                            .build())
                            .getDrifts(0);
            assertEquals(1, drift.getHours());
            assertEquals(
                    one(pictures(), SQUARE).times(2).times(US).halfEven(), drift.getPredictedUs());
            assertEquals(100 * US, drift.getMeasuredUs());
            var factors =
                    attribution.proposeFactors(
                            ProposeFactorsRequest.newBuilder()
                                    .setService("draw")
                                    .setFromAtMs(hourMs)
                                    .setToAtMs(hourMs + Hour.LENGTH_MS)
                                    .build());
            assertEquals(4_318, factors.getProposedFlopsShareMillionths());
        }
    }

    private static void link(TestBackend test) {
        var compute = ComputeGrpc.newBlockingStub(test.channel());
        String json = Configs.SDXL_PIPELINE.replace('\'', '"');
        String model =
                compute.saveModel(
                                SaveModelRequest.newBuilder()
                                        .setName("sdxl")
                                        .setModel(ModelSource.newBuilder().setConfigJson(json))
                                        .build())
                        .getModel();
        var _ =
                compute.setServiceModel(
                        SetServiceModelRequest.newBuilder()
                                .setService("draw")
                                .setModel(model)
                                .setGpu("h100")
                                .setTerms(
                                        ComputeTerms.newBuilder()
                                                .setBatch(1)
                                                .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                                                .setUtilizationMillionths(1_000_000)
                                                .setPicture(
                                                        io.weighbridge.proto.v1.PictureTerms
                                                                .newBuilder()
                                                                .setSteps(30)
                                                                .setWidth(1_024)
                                                                .setHeight(1_024)))
                                .build());
    }

    private static void call(TestBackend test) {
        String key = test.key(test.account("Acme", 10_000_000)).secret();
        List<UnitCount> made =
                List.of(
                        Calls.count(Unit.UNIT_IMAGES, 2),
                        Calls.count(Unit.UNIT_PIXELS, 2 * SQUARE));
        String hold =
                test.gate()
                        .authorize(
                                AuthorizeRequest.newBuilder()
                                        .setApiKey(key)
                                        .setService("draw")
                                        .addAllEstimate(made)
                                        .build())
                        .getAdmitted()
                        .getHoldId();
        var _ =
                test.gate()
                        .settle(
                                SettleRequest.newBuilder()
                                        .setHoldId(hold)
                                        .addAllUnits(made)
                                        .setOutcome(Outcome.OUTCOME_OK)
                                        .build());
    }
}
