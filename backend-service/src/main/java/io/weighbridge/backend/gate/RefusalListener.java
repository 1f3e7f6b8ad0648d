package io.weighbridge.backend.gate;

import io.weighbridge.model.RefusalReason;

/// Who is told of refusals, for the live view. Called on the caller's thread; must be quick.
public interface RefusalListener {
    /// A call was refused.
    ///
    /// @param keyId 0 when the key was not recognised
    /// @param accountId 0 when the key was not recognised
    void refused(long keyId, long accountId, RefusalReason reason, long nowMs);

    /// A call was admitted that a limit in shadow mode would have refused.
    void shadowed(long keyId, long accountId, RefusalReason reason, long nowMs);
}
