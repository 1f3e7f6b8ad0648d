package io.weighbridge.backend.compute.cost;

import org.jspecify.annotations.Nullable;

/// What a call took of GPUs, in nanos of the installation's currency, rounded half to even once.
///
/// @param basis the one by which its service is reckoned; null when its service has none
/// @param predictedNanos by the model's shape, its GPU and the call's tokens; [#UNKNOWN] when not
///     known
/// @param measuredNanos by the time on the model that its proxy told; [#UNKNOWN] when not known
public record CallCost(@Nullable Basis basis, long predictedNanos, long measuredNanos) {
    /// Not known: never 0.
    public static final long UNKNOWN = -1;

    /// Nothing is known.
    public static final CallCost NONE = new CallCost(null, UNKNOWN, UNKNOWN);

    /// The cost by the service's basis: the measured one where that is its basis, else the
    /// predicted one; [#UNKNOWN] when that is not known.
    public long nanos() {
        return basis == Basis.MEASURED ? measuredNanos : predictedNanos;
    }
}
