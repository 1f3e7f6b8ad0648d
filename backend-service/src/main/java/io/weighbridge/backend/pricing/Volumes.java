package io.weighbridge.backend.pricing;

import io.weighbridge.model.Unit;

/// What an account has used of each unit at one service in the present calendar month.
@FunctionalInterface
public interface Volumes {
    /// Nothing used yet.
    Volumes NONE = unit -> 0;

    /// The count so far.
    long used(Unit unit);
}
