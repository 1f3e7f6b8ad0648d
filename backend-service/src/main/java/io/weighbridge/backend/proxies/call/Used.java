package io.weighbridge.backend.proxies.call;

import io.weighbridge.model.Units;

/// What a call has used so far.
public interface Used {
    /// By the best that is known.
    Units units();

    /// Whether a part of it is estimated.
    boolean isEstimated();
}
