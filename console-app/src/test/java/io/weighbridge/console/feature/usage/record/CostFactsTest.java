package io.weighbridge.console.feature.usage.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.ComputeCost;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// What a record's page says of the call's cost.
final class CostFactsTest {
    private static final Formats FORMATS = new Formats(InstantSource.system(), ZoneOffset.UTC, "$");

    private static List<Map.Entry<String, String>> facts(UsageRecord.Builder record) {
        return List.copyOf(CostFacts.of(record.build(), FORMATS).entrySet());
    }

    private static UsageRecord.Builder record(ComputeCost.Builder cost, long nanos) {
        return UsageRecord.newBuilder().setComputeCost(cost).setCostNanos(nanos);
    }

    @Test
    void shouldSayNothingOfWhatIsNotKnown() {
        assertEquals(List.of(), facts(UsageRecord.newBuilder()));
        assertEquals(
                List.of(
                        Map.entry("usage.record.upstream", FORMATS.exactMoney(4)),
                        Map.entry("usage.record.margin", FORMATS.exactMoney(-1))),
                facts(
                        UsageRecord.newBuilder()
                                .setUpstreamCostNanos(4)
                                .setCostNanos(4)
                                .setMarginNanos(-1)));
    }

    @Test
    void shouldSayWhichCostCounts() {
        ComputeCost.Builder both =
                ComputeCost.newBuilder()
                        .setBasis(CostBasis.COST_BASIS_MEASURED)
                        .setPredictedNanos(13)
                        .setMeasuredNanos(12);
        assertEquals(
                List.of(
                        Map.entry("usage.record.cost.predicted", FORMATS.exactMoney(13)),
                        Map.entry("usage.record.cost.measured", FORMATS.exactMoney(12)),
                        Map.entry("usage.record.cost", FORMATS.exactMoney(12) + ", measured")),
                facts(record(both, 12)));
        assertEquals(
                FORMATS.exactMoney(13) + ", predicted by operations",
                CostFacts.of(record(both.setBasis(CostBasis.COST_BASIS_FLOPS), 13).build(), FORMATS)
                        .get("usage.record.cost"));
        ComputeCost.Builder unknown =
                ComputeCost.newBuilder()
                        .setBasis(CostBasis.COST_BASIS_MEASURED)
                        .setPredictedNanos(13);
        assertEquals(
                FORMATS.exactMoney(4) + ", told by the upstream",
                CostFacts.of(record(unknown, 4).build(), FORMATS).get("usage.record.cost"));
    }
}
