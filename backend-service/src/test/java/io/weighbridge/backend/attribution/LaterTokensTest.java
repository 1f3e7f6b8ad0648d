package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AttributionGrpc;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.QueryCostsRequest;
import io.weighbridge.proto.v1.RateUnratedRequest;
import io.weighbridge.proto.v1.SetGpuServicesRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UsageGrpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Tokens that were told after their call took the GPU of the call's hour, not of the rating's.
final class LaterTokensTest {
    private static final String GPU = "GPU-1";
    private static final long ACTIVE_US = 90_000_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final long hourMs = time.wallMs() / Hour.LENGTH_MS * Hour.LENGTH_MS;

    private void measure() {
        Active none = new Active(0, 0);
        Active active = new Active(Hour.LENGTH_MS, ACTIVE_US);
        try (Database database = Database.open(directory)) {
            new SqlMeasureStore(database)
                    .add(
                            List.of(
                                    gpuHour(hourMs, active, none),
                                    gpuHour(hourMs + Hour.LENGTH_MS, active, none)),
                            List.of());
        }
    }

    private static GpuHour gpuHour(long atMs, Active active, Active none) {
        return new GpuHour(
                atMs,
                GPU,
                "dcgm=http://a/",
                "NVIDIA H100 80GB HBM3",
                Hour.LENGTH_MS,
                active,
                none,
                none,
                0,
                0,
                0);
    }

    private static String call(TestBackend test, String secret, long input, long output) {
        var hold = test.gate().authorize(Calls.chat(secret, input, output).build());
        SettleRequest.Builder settle =
                SettleRequest.newBuilder()
                        .setHoldId(hold.getAdmitted().getHoldId())
                        .setOutcome(Outcome.OUTCOME_OK);
        return test.gate()
                .settle(settle.addAllUnits(Calls.tokens(input, output)).build())
                .getRecordId();
    }

    private static String callWithoutUsage(TestBackend test, String secret) {
        var hold = test.gate().authorize(Calls.chat(secret, 300, 0).build());
        return test.gate()
                .settle(
                        SettleRequest.newBuilder()
                                .setHoldId(hold.getAdmitted().getHoldId())
                                .setOutcome(Outcome.OUTCOME_OK)
                                .build())
                .getRecordId();
    }

    private Map<String, Long> activeUs(TestBackend test, long atMs) {
        return AttributionGrpc.newBlockingStub(test.channel())
                .queryCosts(
                        QueryCostsRequest.newBuilder()
                                .setBy(io.weighbridge.proto.v1.CostBy.COST_BY_KEY)
                                .setGranularity(Granularity.GRANULARITY_HOUR)
                                .setFromAtMs(atMs)
                                .setToAtMs(atMs + Hour.LENGTH_MS)
                                .build())
                .getRowsList()
                .stream()
                .filter(row -> !row.getKey().isEmpty())
                .collect(Collectors.toMap(CostRow::getKey, CostRow::getActiveUs));
    }

    @Test
    void tokensThatWereToldLaterWeighInTheHourOfTheirCall() {
        time.setWallMs(hourMs + 1_000);
        measure();
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.chat();
            Account account = test.account("one", 10_000_000 * Calls.TOKEN);
            var first = test.key(account);
            var second = test.key(account);
            String one = IdKind.KEY.format(first.key().id());
            String other = IdKind.KEY.format(second.key().id());
            var _ =
                    AttributionGrpc.newBlockingStub(test.channel())
                            .setGpuServices(
                                    SetGpuServicesRequest.newBuilder()
                                            .setGpu(GPU)
                                            .addServices("chat")
                                            .build());
            var _ = call(test, first.secret(), 80, 20);
            String record = callWithoutUsage(test, second.secret());
            time.pass(Hour.LENGTH_MS);
            var _ = call(test, first.secret(), 80, 20);
            var _ = call(test, second.secret(), 80, 20);
            // By calls, as long as nobody knows the tokens of one.
            assertEquals(Map.of(one, ACTIVE_US / 2, other, ACTIVE_US / 2), activeUs(test, hourMs));
            var _ =
                    UsageGrpc.newBlockingStub(test.channel())
                            .rateUnrated(
                                    RateUnratedRequest.newBuilder()
                                            .setRecordId(record)
                                            .setOperationId(UUID.randomUUID().toString())
                                            .setNote("told now")
                                            .addAllUnits(Calls.tokens(180, 20))
                                            .build());
            assertEquals(
                    Map.of(one, ACTIVE_US / 3, other, ACTIVE_US / 3 * 2), activeUs(test, hourMs));
            assertEquals(
                    Map.of(one, ACTIVE_US / 2, other, ACTIVE_US / 2),
                    activeUs(test, hourMs + Hour.LENGTH_MS));
        }
    }
}
