package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

/// What becomes of a delivery.
///
/// @param from the state it was read in: when it has another by now, nothing is written
public record DeliveryDecision(DeliveryState from, Delivery now) {
    /// Somebody else decided it in the meantime.
    public Fault lost() {
        return Fault.of(
                ErrorCode.DELIVERY_DECIDED,
                "delivery: "
                        + IdKind.DELIVERY.format(now.id())
                        + " or its payment was decided before (expected: one that fits nothing)");
    }
}
