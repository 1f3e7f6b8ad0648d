package io.weighbridge.backend.payments;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Under which ids what operators move alone counts against their limits. Derived, so that no id of
/// another operation is the same.
final class Uses {
    private Uses() {}

    static UUID ofRefund(long paymentId, UUID operationId) {
        return derived("refund of payment " + paymentId + ", " + operationId);
    }

    static UUID ofAssignment(long deliveryId) {
        return derived("assignment of delivery " + deliveryId);
    }

    private static UUID derived(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
    }
}
