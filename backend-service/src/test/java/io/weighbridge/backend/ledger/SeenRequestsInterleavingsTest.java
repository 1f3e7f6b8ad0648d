package io.weighbridge.backend.ledger;

import io.weighbridge.backend.testkit.Interleavings;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Request ids of two spans of time that two threads see: each is admitted once.
@Param(name = "id", gen = IntGen.class, conf = "1:3")
public class SeenRequestsInterleavingsTest {
    private static final long SPAN_MS = 16;

    private final SeenRequests seen = new SeenRequests();

    // Ids 1 and 3 are of one span, 2 is of the next.
    private static long hi(int id) {
        return (1_000 * SPAN_MS + (id == 2 ? SPAN_MS : 0)) << 16;
    }

    /// An id comes.
    @Operation
    public boolean add(@Param(name = "id") int id) {
        return seen.add(hi(id), id);
    }

    /// An id was not admitted after all.
    @Operation
    public void remove(@Param(name = "id") int id) {
        seen.remove(hi(id), id);
    }

    /// The first span is over.
    @Operation(nonParallelGroup = "writer")
    public void forgetTheFirstSpan() {
        seen.forgetBefore(1_001 * SPAN_MS);
    }

    @Test
    void shouldLookLikeOneAfterTheOther() {
        Interleavings.check(SeenRequestsInterleavingsTest.class);
    }
}
