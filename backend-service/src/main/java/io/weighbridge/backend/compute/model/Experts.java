package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.platform.fault.Fault;

/// A mixture of experts: a router picks a few of them for each token.
///
/// @param count of experts
/// @param used by one token
/// @param inner width of one
/// @param bias whether an expert's products have one
/// @param routerBias whether the router has one, added or only for picking
/// @param sharedInner width of the expert that every token uses, 0 for none
/// @param sharedGate whether that expert's share is itself decided
record Experts(
        long count,
        long used,
        long inner,
        boolean bias,
        boolean routerBias,
        long sharedInner,
        boolean sharedGate) {
    Experts {
        if (used > count) {
            throw Fault.invalid(
                    "num_experts_per_tok", used, "at most the number of experts, " + count);
        }
    }

    /// Experts that are all picked, without bias.
    static Experts plain(long count, long used, long inner) {
        return new Experts(count, used, inner, false, false, 0, false);
    }
}
