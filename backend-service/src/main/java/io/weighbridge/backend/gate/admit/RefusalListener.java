package io.weighbridge.backend.gate.admit;

import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.RefusalReason;

/// Who is told of refusals, for the live view and for sums over time. Called on the caller's
/// thread; must be quick.
public interface RefusalListener {
    /// A call was refused.
    void refused(RefusedCall call);

    /// A call was refused whose key was not recognised.
    ///
    /// @param serviceId 0 when there is no service of the name
    void unrecognised(long serviceId, RefusalReason reason, long nowMs);

    /// A call was admitted that a limit in shadow mode would have refused.
    void shadowed(long keyId, long accountId, RefusalReason reason, long nowMs);
}
