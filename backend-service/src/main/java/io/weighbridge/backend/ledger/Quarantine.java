package io.weighbridge.backend.ledger;

import io.weighbridge.model.RequestId;

/// Credit kept for usage that could not be priced.
///
/// @param requestId the call
/// @param accountId whose credit
/// @param keyId the call's key
/// @param serviceId the call's service
/// @param heldNanos how much
/// @param sequence of the fact that made it
public record Quarantine(
        RequestId requestId,
        long accountId,
        long keyId,
        long serviceId,
        long heldNanos,
        long sequence) {}
