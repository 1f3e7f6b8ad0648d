package io.weighbridge.backend.usage;

import io.weighbridge.model.Units;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// What the gate must know of the past at a start, from what was folded.
public interface KeyHistory {
    /// What a key was charged.
    ///
    /// @param keyId the key
    /// @param dayNanos since the day began
    /// @param monthNanos since the month began
    /// @param everNanos ever
    record Spent(long keyId, long dayNanos, long monthNanos, long everNanos) {}

    /// Calls the consumer for each key that was charged something.
    void spent(long dayStartMs, long monthStartMs, Consumer<Spent> consumer);

    /// A call of the recent past.
    record Recent(long keyId, long serviceId, long tokens, long settledAtMs) {}

    /// Calls settled since an instant, oldest first.
    List<Recent> recent(long sinceMs);

    /// What an account used at a service.
    record Volume(long accountId, long serviceId, Units units) {}

    /// What accounts used at these services since the month began, up to the instant at which it is
    /// looked at. Nobody needs to wait from then on while it is summed.
    ///
    /// @param at lets the look be taken at its place among the facts, and returns when the month
    ///     began there
    List<Volume> volumes(Set<Long> serviceIds, ToLongFunction<Runnable> at);
}
