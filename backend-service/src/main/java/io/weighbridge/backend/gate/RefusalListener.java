package io.weighbridge.backend.gate;

import io.weighbridge.backend.usage.RefusedCall;
import io.weighbridge.model.RefusalReason;

/// Who is told of refusals, for the live view. Called on the caller's thread; must be quick.
public interface RefusalListener {
    /// A call was refused.
    void refused(RefusedCall call);

    /// A call was refused whose key was not recognised.
    void unrecognised(RefusalReason reason, long nowMs);

    /// A call was admitted that a limit in shadow mode would have refused.
    void shadowed(long keyId, long accountId, RefusalReason reason, long nowMs);
}
