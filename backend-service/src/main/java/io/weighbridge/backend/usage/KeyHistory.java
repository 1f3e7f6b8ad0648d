package io.weighbridge.backend.usage;

import io.weighbridge.model.Units;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

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

    /// What accounts used at these services since the month began.
    void volumes(long monthStartMs, Set<Long> serviceIds, Consumer<Volume> consumer);
}
