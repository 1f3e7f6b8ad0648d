package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

/// Credit that a call has set aside, as it was at one instant: an open hold, or one kept for
/// unrated usage.
///
/// @param requestId the call
/// @param keyId the call's key
/// @param serviceId the call's service
/// @param subject the end user, empty for none
/// @param heldNanos how much
/// @param openedAtMs when the call was authorised
/// @param expiresAtMs when it ends by itself; 0 for a quarantined one, which does not
/// @param quarantined whether it is kept for unrated usage
/// @param units what the proxy told last
record SetAside(
        RequestId requestId,
        long keyId,
        long serviceId,
        String subject,
        long heldNanos,
        long openedAtMs,
        long expiresAtMs,
        boolean quarantined,
        Units units) {}
