package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.store.DeliveryStore;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

/// Forgets what providers sent, word for word, when its time is over: bodies name customers. What
/// an operator has still to decide is kept.
final class DeliveryBodies {
    private static final long DAY_MS = 24L * 60 * 60_000;
    private static final int AT_ONCE = 1_000;

    private final DeliveryStore store;
    private final TimeSource time;
    private final long keptMs;
    // All up to it are looked at, until the next start. Those that were not decided then are
    // looked at again after it.
    private long doneId;

    DeliveryBodies(DeliveryStore store, int keptDays, TimeSource time) {
        this.store = store;
        this.time = time;
        this.keptMs = keptDays * DAY_MS;
    }

    /// Forgets what is due. By one thread.
    void forget() {
        long beforeMs = time.wallMs() - keptMs;
        for (long id = doneId; ; doneId = id) {
            id = store.forgetBodies(id, beforeMs, AT_ONCE);
            if (id == 0) {
                return;
            }
        }
    }

    /// What needs a body that is gone.
    static Fault gone(long id) {
        return Fault.of(
                ErrorCode.DELIVERY_DECIDED,
                "delivery: "
                        + IdKind.DELIVERY.format(id)
                        + " has no body any more (expected: one within"
                        + " payments.keep_deliveries_days)");
    }
}
