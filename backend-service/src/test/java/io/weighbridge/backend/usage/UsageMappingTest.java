package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.ComputeCost;
import io.weighbridge.proto.v1.CostBasis;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// What a record says of costs on the wire.
final class UsageMappingTest {
    @TempDir Path directory;
    @AutoClose private EmptyStore opened;
    private ServiceDirectory services;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
        SystemTime time = new SystemTime();
        services =
                new Services(new SqlServiceStore(opened.database()), new IdSource(time), time)
                        .directory();
    }

    private io.weighbridge.proto.v1.UsageRecord mapped(long sequence) {
        UsageRecord record = Facts.record(sequence, 1, Facts.request(1, sequence), 14, "");
        return UsageMapping.toProto(
                new RecordDetails(record, null, Units.NONE, 0, false, 5, List.of()), services);
    }

    @Test
    void shouldTellWhatIsKnownAndNothingElse() {
        assertFalse(mapped(1).hasComputeCost());
        assertEquals(4, mapped(1).getCostNanos());
        assertEquals(
                ComputeCost.newBuilder()
                        .setBasis(CostBasis.COST_BASIS_MEASURED)
                        .setPredictedNanos(13)
                        .setMeasuredNanos(12)
                        .build(),
                mapped(3).getComputeCost());
        assertEquals(12, mapped(3).getCostNanos());
        // Refunds are not taken off.
        assertEquals(58, mapped(3).getMarginNanos());
        assertEquals(
                ComputeCost.newBuilder()
                        .setBasis(CostBasis.COST_BASIS_MEASURED)
                        .setPredictedNanos(14)
                        .build(),
                mapped(4).getComputeCost());
        assertEquals(
                ComputeCost.newBuilder()
                        .setBasis(CostBasis.COST_BASIS_FLOPS)
                        .setMeasuredNanos(17)
                        .build(),
                mapped(6).getComputeCost());
    }
}
