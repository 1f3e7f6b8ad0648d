package io.weighbridge.backend.ledger;

/// Finds who counts the holds of a key at a service.
@FunctionalInterface
public interface HoldKeepers {
    /// The keeper; [HoldKeeper#NONE] when the key is not known.
    HoldKeeper of(long keyId, long serviceId);
}
