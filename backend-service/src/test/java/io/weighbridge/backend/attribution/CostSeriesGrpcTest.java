package io.weighbridge.backend.attribution;

import static io.weighbridge.backend.usage.UsageKit.assertError;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AttributionGrpc;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostSum;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QueryCostSeriesReply;
import io.weighbridge.proto.v1.QueryCostSeriesRequest;
import io.weighbridge.proto.v1.SetGpuServicesRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Series of costs over gRPC.
final class CostSeriesGrpcTest {
    private static final String GPU = "GPU-1";

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final long hourMs = time.wallMs() / Hour.LENGTH_MS * Hour.LENGTH_MS;

    private static AttributionGrpc.AttributionBlockingStub calls(TestBackend test) {
        return AttributionGrpc.newBlockingStub(test.channel());
    }

    // The hour that has just begun.
    private QueryCostSeriesRequest.Builder asked() {
        return QueryCostSeriesRequest.newBuilder()
                .setBy(CostBy.COST_BY_SERVICE)
                .setGranularity(Granularity.GRANULARITY_HOUR)
                .setFromAtMs(hourMs + 5)
                .setToAtMs(hourMs + Hour.LENGTH_MS + 5)
                .addSums(CostSum.COST_SUM_EARNED_NANOS)
                .addSums(CostSum.COST_SUM_KNOWN)
                .addSums(CostSum.COST_SUM_ACTIVE_US);
    }

    private void measure() {
        Active none = new Active(0, 0);
        Active busy = new Active(Hour.LENGTH_MS, 90_000_000);
        GpuHour hour =
                new GpuHour(
                        hourMs,
                        GPU,
                        "dcgm=http://a/",
                        "NVIDIA H100 80GB HBM3",
                        Hour.LENGTH_MS,
                        busy,
                        none,
                        none,
                        0,
                        0,
                        0);
        try (Database database = Database.open(directory)) {
            new SqlMeasureStore(database).add(List.of(hour), List.of());
        }
    }

    @Test
    void shouldTellWhatWasEverAnsweredBefore() {
        time.setWallMs(hourMs + 1_000);
        measure();
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.chat();
            String secret = test.key(test.account("one", 10_000_000 * Calls.TOKEN)).secret();
            for (int calls = 1; calls <= 2; calls++) {
                var hold = test.gate().authorize(Calls.chat(secret, 80, 20).build());
                var _ =
                        test.gate()
                                .settle(
                                        Calls.settle(hold.getAdmitted().getHoldId(), 80, 20)
                                                .build());
                QueryCostSeriesReply reply = calls(test).queryCostSeries(asked().build());
                assertEquals(hourMs, reply.getFromAtMs());
                assertEquals(hourMs + Hour.LENGTH_MS, reply.getUntilAtMs());
                assertEquals(
                        List.of("", "chat"),
                        reply.getSeriesList().stream().map(each -> each.getService()).toList());
                // Earned; a row, and nothing else is known of it; no time.
                assertEquals(
                        List.of(calls * 100L * Calls.TOKEN, 1L, 0L),
                        reply.getSeries(1).getValuesList());
                // Of idle time all but the energy is known.
                assertEquals(List.of(0L, 13L, 90_000_000L), reply.getSeries(0).getValuesList());
            }
            var _ =
                    calls(test)
                            .setGpuServices(
                                    SetGpuServicesRequest.newBuilder()
                                            .setGpu(GPU)
                                            .addServices("chat")
                                            .build());
            QueryCostSeriesReply after = calls(test).queryCostSeries(asked().build());
            assertEquals(
                    List.of(200 * Calls.TOKEN, 13L, 90_000_000L),
                    after.getSeries(1).getValuesList());
            QueryCostSeriesReply gpus =
                    calls(test).queryCostSeries(asked().setBy(CostBy.COST_BY_GPU).build());
            assertEquals(GPU, gpus.getSeries(0).getGpu());
            assertEquals(
                    List.of(200 * Calls.TOKEN, 13L, 90_000_000L),
                    gpus.getSeries(0).getValuesList());
        }
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        try (TestBackend test = TestBackend.start(directory)) {
            refused(test, "by", asked().clearBy());
            refused(test, "by", asked().setBy(CostBy.COST_BY_KEY));
            refused(test, "granularity", asked().clearGranularity());
            refused(test, "granularity", asked().setGranularity(Granularity.GRANULARITY_MINUTE));
            refused(test, "from_at_ms", asked().setFromAtMs(-1));
            refused(test, "to_at_ms", asked().setToAtMs(0));
            refused(test, "sums", asked().clearSums());
            refused(test, "sums", asked().addSums(CostSum.COST_SUM_UNSPECIFIED));
            refused(test, "sums", asked().addSumsValue(10));
            refused(test, "sums", asked().addSums(CostSum.COST_SUM_KNOWN));
        }
    }

    private static void refused(
            TestBackend test, String field, QueryCostSeriesRequest.Builder request) {
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                field + ": ",
                () -> calls(test).queryCostSeries(request.build()));
    }
}
