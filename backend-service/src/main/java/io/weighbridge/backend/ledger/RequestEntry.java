package io.weighbridge.backend.ledger;

import org.jspecify.annotations.Nullable;

/// Something the request index holds: an open hold, or the memory of an ended one.
public abstract sealed class RequestEntry permits Hold, EndedRequest {
    final long hi;
    final long lo;
    // Chain of the index's bucket; guarded by the index's stripe.
    @Nullable RequestEntry next;

    RequestEntry(long hi, long lo) {
        this.hi = hi;
        this.lo = lo;
    }
}
