package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.model.Units;

/// What a call has used so far.
public interface Used {
    /// By the best that is known.
    Units units();

    /// Whether a part of it is estimated.
    boolean isEstimated();

    /// What made the estimate.
    String estimatedBy();

    /// What the model server said that it cost, [ModelRequest#ABSENT] when it did not.
    default long costNanos() {
        return ModelRequest.ABSENT;
    }
}
