package io.weighbridge.backend.ledger.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.journal.ByteReader;
import io.weighbridge.backend.ledger.journal.ByteWriter;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

/// What the journal gives back of usage whose units were estimated, and of usage that was told.
final class FactReadBackTest {
    private static byte[] written(Fact fact) {
        ByteWriter out = new ByteWriter();
        FactWriter.write(fact, out);
        byte[] bytes = new byte[out.length()];
        System.arraycopy(out.bytes(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    private static void check(Fact fact, int kind) {
        byte[] bytes = written(fact);
        assertEquals(kind, bytes[0]);
        ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
        assertEquals(fact, FactReader.read(in));
        assertFalse(in.hasMore());
    }

    /// What was told is written as ever.
    @Test
    void shouldKeepWhatEstimatedTheUnits() {
        Fact.UsageSettled told = Facts.settled(1, 1, Facts.request(1, 1), 2_001, 1, 0);
        Fact.UsageSettled estimated = Facts.settled(2, 2, Facts.request(1, 2), 2_001, 1, 0);
        assertEquals("", told.record().settlement().estimatedBy());
        assertNotEquals("", estimated.record().settlement().estimatedBy());
        assertEquals(CallCost.NONE, told.record().cost());
        assertEquals(CallCost.NONE, estimated.record().cost());
        check(told, FactKinds.USAGE_SETTLED);
        check(estimated, FactKinds.USAGE_SETTLED_ESTIMATED);
        check(new Fact.UsageQuarantined(told.record(), 5, 6), FactKinds.USAGE_QUARANTINED);
        check(
                new Fact.UsageQuarantined(estimated.record(), 5, 6),
                FactKinds.USAGE_QUARANTINED_ESTIMATED);
    }

    /// With every basis, with and without what estimated the units.
    @Test
    void shouldKeepWhatACallTookOfGpus() {
        for (long sequence = 3; sequence <= 6; sequence++) {
            Fact.UsageSettled costed =
                    Facts.settled(sequence, 2, Facts.request(1, sequence), 2_001, 1, 0);
            assertNotEquals(CallCost.NONE, costed.record().cost());
            check(costed, FactKinds.USAGE_SETTLED_COSTED);
            check(
                    new Fact.UsageQuarantined(costed.record(), 5, 6),
                    FactKinds.USAGE_QUARANTINED_COSTED);
        }
    }
}
