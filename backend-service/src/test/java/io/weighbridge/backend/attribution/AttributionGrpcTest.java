package io.weighbridge.backend.attribution;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ApplyFactorsRequest;
import io.weighbridge.proto.v1.AttributionGrpc;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.Drift;
import io.weighbridge.proto.v1.FactorsProposal;
import io.weighbridge.proto.v1.GpuFigures;
import io.weighbridge.proto.v1.GpuServices;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.ListGpuServicesRequest;
import io.weighbridge.proto.v1.ListGpusRequest;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.ProposeFactorsRequest;
import io.weighbridge.proto.v1.QueryCostsRequest;
import io.weighbridge.proto.v1.QueryDriftRequest;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetGpuRequest;
import io.weighbridge.proto.v1.SetGpuServicesRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class AttributionGrpcTest {
    private static final String GPU = "GPU-1";
    private static final long ACTIVE_US = 100_000_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final long hourMs = time.wallMs() / Hour.LENGTH_MS * Hour.LENGTH_MS;
    private TestBackend test;
    private String account = "";
    private String key = "";
    private String secret = "";

    @BeforeEach
    void start() {
        time.setWallMs(hourMs + 1_000);
        measure();
        test = TestBackend.start(directory, time);
        test.chat();
        Account made = test.account("one", 10_000_000 * Calls.TOKEN);
        account = IdKind.ACCOUNT.format(made.id());
        var kept = test.key(made);
        key = IdKind.KEY.format(kept.key().id());
        secret = kept.secret();
        call();
    }

    private void call() {
        var hold = test.gate().authorize(Calls.chat(secret, 100_000, 50_000).build());
        var _ =
                test.gate()
                        .settle(
                                Calls.settle(hold.getAdmitted().getHoldId(), 100_000, 50_000)
                                        .build());
    }

    // The whole hour, which has just begun, and nine tenths of the next, of an H100.
    private void measure() {
        Active none = new Active(0, 0);
        List<GpuHour> hours = new ArrayList<>();
        for (long atMs : List.of(hourMs, hourMs + Hour.LENGTH_MS)) {
            long tenths = atMs == hourMs ? 10 : 9;
            hours.add(
                    new GpuHour(
                            atMs,
                            GPU,
                            "dcgm=http://a/",
                            "NVIDIA H100 80GB HBM3",
                            Hour.LENGTH_MS,
                            new Active(Hour.LENGTH_MS / 10 * tenths, ACTIVE_US / 10 * tenths),
                            none,
                            none,
                            Hour.LENGTH_MS,
                            3_600_000,
                            0));
        }
        try (Database database = Database.open(directory)) {
            new SqlMeasureStore(database).add(hours, List.of());
        }
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private AttributionGrpc.AttributionBlockingStub calls() {
        return AttributionGrpc.newBlockingStub(test.channel());
    }

    private ComputeGrpc.ComputeBlockingStub compute() {
        return ComputeGrpc.newBlockingStub(test.channel());
    }

    private GpuServices assign(String... services) {
        return calls().setGpuServices(
                        SetGpuServicesRequest.newBuilder()
                                .setGpu(GPU)
                                .addAllServices(List.of(services))
                                .build());
    }

    private ServiceModel link() {
        String json = Configs.LLAMA_3_8B.replace('\'', '"');
        var saved =
                compute()
                        .saveModel(
                                SaveModelRequest.newBuilder()
                                        .setName("m")
                                        .setModel(ModelSource.newBuilder().setConfigJson(json))
                                        .build());
        SetServiceModelRequest.Builder request =
                SetServiceModelRequest.newBuilder()
                        .setService("chat")
                        .setModel(saved.getModel())
                        .setGpu("h100");
        request.getTermsBuilder()
                .setContextTokens(1_000)
                .setBatch(8)
                .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                .setUtilizationMillionths(500_000);
        return compute().setServiceModel(request.build());
    }

    private List<CostRow> costs(io.weighbridge.proto.v1.CostBy by) {
        return calls().queryCosts(
                        QueryCostsRequest.newBuilder()
                                .setFromAtMs(hourMs)
                                .setToAtMs(hourMs + Hour.LENGTH_MS)
                                .setBy(by)
                                .setGranularity(Granularity.GRANULARITY_HOUR)
                                .build())
                .getRowsList();
    }

    private ProposeFactorsRequest proposal() {
        return ProposeFactorsRequest.newBuilder()
                .setService("chat")
                .setFromAtMs(hourMs)
                .setToAtMs(hourMs + Hour.LENGTH_MS)
                .build();
    }

    private static void refuse(String field, Executable call) {
        assertFault(ErrorCode.INVALID_FIELD, field, call);
    }

    private static void assertNear(double expected, long found) {
        assertTrue(Math.abs(expected - found) < 5, expected + " and " + found);
    }

    @Test
    void saysWhatAnHourCostAndEarnedAndWhoseItWas() {
        List<CostRow> before = costs(io.weighbridge.proto.v1.CostBy.COST_BY_SERVICE);
        assertEquals(List.of("", "chat"), before.stream().map(CostRow::getService).toList());
        assertEquals(150_000 * Calls.TOKEN, before.getLast().getUnmeasuredEarnedNanos());
        assertFalse(before.getLast().hasCostNanos());
        assertEquals(ACTIVE_US, before.getFirst().getActiveUs());

        var _ = assign("chat");

        CostRow gpu = costs(io.weighbridge.proto.v1.CostBy.COST_BY_GPU).getFirst();
        assertEquals(GPU, gpu.getGpu());
        // 2.69 an hour.
        assertEquals(2_690_000_000L, gpu.getCostNanos());
        assertNear(2_690_000_000.0 * 35 / 36, gpu.getIdleCostNanos());
        assertEquals(150_000 * Calls.TOKEN, gpu.getEarnedNanos());
        assertEquals(gpu.getEarnedNanos() - gpu.getCostNanos(), gpu.getMarginNanos());
        assertEquals(3_600_000, gpu.getEnergyMj());
        assertFalse(gpu.getIncomplete());
        CostRow chat = costs(io.weighbridge.proto.v1.CostBy.COST_BY_SERVICE).getLast();
        assertEquals(ACTIVE_US, chat.getActiveUs());
        assertEquals(100_000, chat.getEnergyMj());
        assertEquals(gpu.getCostNanos() - gpu.getIdleCostNanos(), chat.getCostNanos());
        assertEquals(0, chat.getUnmeasuredEarnedNanos());
        CostRow byKey = costs(io.weighbridge.proto.v1.CostBy.COST_BY_KEY).getLast();
        assertEquals(List.of(account, key), List.of(byKey.getAccount(), byKey.getKey()));
        assertEquals(chat.getCostNanos(), byKey.getCostNanos());
        CostRow byAccount = costs(io.weighbridge.proto.v1.CostBy.COST_BY_ACCOUNT).getLast();
        assertEquals(account, byAccount.getAccount());
        assertEquals("", byAccount.getKey());
    }

    @Test
    void factorsAreProposedAndHoldOnlyOnceTheyAreApplied() {
        assertFault(
                ErrorCode.SERVICE_WITHOUT_MODEL,
                "service",
                () -> calls().proposeFactors(proposal()));
        ServiceModel link = link();
        assertFault(ErrorCode.UNMEASURED, "service", () -> calls().proposeFactors(proposal()));
        var _ = assign("chat");

        FactorsProposal proposed = calls().proposeFactors(proposal());

        Drift drift = proposed.getDrift();
        assertEquals(
                List.of(1L, 0L, 0L),
                List.of(drift.getHours(), drift.getLeftOutHours(), drift.getSharedHours()));
        assertEquals(ACTIVE_US, drift.getMeasuredUs());
        assertTrue(drift.getPredictedUs() > 0);
        assertNear(1e6 * ACTIVE_US / drift.getPredictedUs(), drift.getRatioMillionths());
        assertEquals(500_000, proposed.getFlopsShareMillionths());
        assertNear(
                500_000.0 * drift.getPredictedUs() / ACTIVE_US,
                proposed.getProposedFlopsShareMillionths());
        assertNear(
                700_000.0 * drift.getPredictedUs() / ACTIVE_US,
                proposed.getProposedBandwidthShareMillionths());
        assertFalse(proposed.getBounded());
        assertEquals(proposed, calls().proposeFactors(proposal()));

        ApplyFactorsRequest apply =
                ApplyFactorsRequest.newBuilder()
                        .setService("chat")
                        .setServiceModelCreatedAtMs(proposed.getServiceModelCreatedAtMs())
                        .setGpuVersion(proposed.getGpuVersion())
                        .setFlopsShareMillionths(proposed.getProposedFlopsShareMillionths())
                        .setBandwidthShareMillionths(proposed.getProposedBandwidthShareMillionths())
                        .build();
        time.pass(1);
        assertFault(
                ErrorCode.VERSION_CONFLICT,
                "service_model_created_at_ms",
                () ->
                        compute()
                                .applyFactors(
                                        apply.toBuilder().setServiceModelCreatedAtMs(5).build()));
        assertFault(
                ErrorCode.VERSION_CONFLICT,
                "gpu_version",
                () -> compute().applyFactors(apply.toBuilder().setGpuVersion(2).build()));
        ServiceModel applied = compute().applyFactors(apply);
        assertEquals(
                link.getTerms().toBuilder()
                        .setFlopsShareMillionths(proposed.getProposedFlopsShareMillionths())
                        .setBandwidthShareMillionths(proposed.getProposedBandwidthShareMillionths())
                        .build(),
                applied.getTerms());
        // What is predicted now is what was measured.
        assertNear(1e6, calls().proposeFactors(proposal()).getDrift().getRatioMillionths());
    }

    @Test
    void onlyHoursInWhichItRanWhatItRunsNowCount() {
        ServiceModel link = link();
        var _ = assign("chat");
        time.pass(Hour.LENGTH_MS);
        call();
        var _ =
                compute()
                        .applyFactors(
                                ApplyFactorsRequest.newBuilder()
                                        .setService("chat")
                                        .setServiceModelCreatedAtMs(link.getCreatedAtMs())
                                        .setGpuVersion(1)
                                        .setFlopsShareMillionths(1_000)
                                        .setBandwidthShareMillionths(1_000)
                                        .build());
        Drift later =
                calls().proposeFactors(
                                proposal().toBuilder()
                                        .setToAtMs(hourMs + 2 * Hour.LENGTH_MS)
                                        .build())
                        .getDrift();
        assertEquals(List.of(1L, 1L), List.of(later.getHours(), later.getLeftOutHours()));
        assertEquals(ACTIVE_US, later.getMeasuredUs());
    }

    @Test
    void onlyHoursInWhichItsGpuHadTheFiguresOfNowCount() {
        var _ = link();
        var _ = assign("chat");
        time.pass(Hour.LENGTH_MS);
        call();
        ProposeFactorsRequest both =
                proposal().toBuilder().setToAtMs(hourMs + 2 * Hour.LENGTH_MS).build();
        FactorsProposal before = calls().proposeFactors(both);
        assertEquals(2, before.getDrift().getHours());
        assertEquals(1, before.getGpuVersion());
        GpuFigures figures =
                compute().listGpus(ListGpusRequest.getDefaultInstance()).getGpusList().stream()
                        .filter(gpu -> gpu.getName().equals("h100"))
                        .findFirst()
                        .orElseThrow()
                        .getFigures();
        var _ =
                compute()
                        .setGpu(
                                SetGpuRequest.newBuilder()
                                        .setGpu("h100")
                                        .setVersion(1)
                                        .setFigures(
                                                figures.toBuilder()
                                                        .setBytesPerSecond(
                                                                2 * figures.getBytesPerSecond()))
                                        .build());
        FactorsProposal later = calls().proposeFactors(both);
        assertEquals(
                List.of(1L, 1L),
                List.of(later.getDrift().getHours(), later.getDrift().getLeftOutHours()));
        assertEquals(2, later.getGpuVersion());
    }

    @Test
    void hoursThatAreNotKnownEnoughAreLeftOut() {
        var _ = link();
        var _ = assign("chat");
        var _ =
                calls().setGpuServices(
                                SetGpuServicesRequest.newBuilder()
                                        .setGpu("GPU-2")
                                        .addServices("chat")
                                        .build());
        Drift drift =
                calls().queryDrift(
                                QueryDriftRequest.newBuilder()
                                        .setFromAtMs(hourMs)
                                        .setToAtMs(hourMs + Hour.LENGTH_MS)
                                        .build())
                        .getDrifts(0);
        assertEquals("chat", drift.getService());
        assertEquals(0, drift.getHours());
        assertEquals(1, drift.getLeftOutHours());
        assertFalse(drift.hasRatioMillionths());
    }

    @Test
    void whatRunsOnAGpuIsSaidFromAnInstantOn() {
        GpuServices made = assign("chat");
        assertEquals(List.of("chat"), made.getServicesList());
        assertEquals(time.wallMs(), made.getEffectiveAtMs());
        assertEquals(
                List.of(made),
                calls().listGpuServices(ListGpuServicesRequest.getDefaultInstance())
                        .getGpuServicesList());
        SetGpuServicesRequest.Builder request = SetGpuServicesRequest.newBuilder().setGpu(GPU);
        assertFault(
                ErrorCode.SERVICE_UNKNOWN,
                "services",
                () -> calls().setGpuServices(request.clone().addServices("none").build()));
        var twice = request.clone().addServices("chat").addServices("chat").build();
        refuse("services", () -> calls().setGpuServices(twice));
        refuse(
                "effective_at_ms",
                () -> calls().setGpuServices(request.clone().setEffectiveAtMs(1).build()));
        refuse("gpu", () -> calls().setGpuServices(SetGpuServicesRequest.getDefaultInstance()));
    }

    @Test
    void questionsHaveLimits() {
        QueryCostsRequest.Builder costs =
                QueryCostsRequest.newBuilder()
                        .setBy(io.weighbridge.proto.v1.CostBy.COST_BY_GPU)
                        .setGranularity(Granularity.GRANULARITY_HOUR);
        refuse("by", () -> calls().queryCosts(costs.clone().clearBy().build()));
        var minutes = costs.clone().setGranularity(Granularity.GRANULARITY_MINUTE).build();
        refuse("granularity", () -> calls().queryCosts(minutes));
        refuse("to_at_ms", () -> calls().queryCosts(costs.clone().setToAtMs(hourMs).build()));
        var drift = QueryDriftRequest.newBuilder();
        var tooLong = drift.clone().setToAtMs(10_001 * Hour.LENGTH_MS).build();
        refuse("to_at_ms", () -> calls().queryDrift(tooLong));
        var tooMuch = drift.clone().setKnownLeastMillionths(1_000_001).build();
        refuse("known_least_millionths", () -> calls().queryDrift(tooMuch));
    }
}
