package io.weighbridge.backend.keys;

/// How many keys a plan concerns.
///
/// @param planId 0 for keys without a plan
/// @param keys neither revoked nor expired
/// @param used of these, the ones used since an instant
public record PlanKeys(long planId, long keys, long used) {
    /// These and others of the plan.
    public PlanKeys plus(PlanKeys more) {
        return new PlanKeys(planId, keys + more.keys, used + more.used);
    }
}
