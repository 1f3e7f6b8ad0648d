package io.weighbridge.backend.demo.screen;

import io.weighbridge.model.RefusalReason;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the live view shows.
///
/// @param elapsedNanos since the start
/// @param traceMicros where in the trace it is, 0 before the first row
/// @param done rows done, of all starts
/// @param total rows of the source, or [io.weighbridge.backend.demo.trace.RowSource#ENDLESS]
/// @param lagNanos how late the last row was started
/// @param callsPerSecond over the last minute
/// @param keys one line each
public record Snapshot(
        long elapsedNanos,
        long traceMicros,
        long done,
        long total,
        long lagNanos,
        long callsPerSecond,
        List<KeyLine> keys) {
    public Snapshot {
        keys = List.copyOf(keys);
    }

    /// One key.
    ///
    /// @param requestsPerMinute admitted
    /// @param tokensPerMinute settled
    /// @param spendPerMinuteNanos charged
    /// @param spentNanos charged since the start
    /// @param open calls in flight
    /// @param refusals since the start
    public record KeyLine(
            String name,
            String account,
            long requestsPerMinute,
            long tokensPerMinute,
            long spendPerMinuteNanos,
            long spentNanos,
            long open,
            Map<RefusalReason, Long> refusals) {}

    /// All keys together.
    public KeyLine sum() {
        long requests = 0;
        long tokens = 0;
        long spend = 0;
        long spent = 0;
        long open = 0;
        Map<RefusalReason, Long> refusals = new EnumMap<>(RefusalReason.class);
        for (KeyLine key : keys) {
            requests += key.requestsPerMinute;
            tokens += key.tokensPerMinute;
            spend += key.spendPerMinuteNanos;
            spent += key.spentNanos;
            open += key.open;
            key.refusals.forEach((reason, count) -> refusals.merge(reason, count, Math::addExact));
        }
        return new KeyLine(
                keys.size() + " keys", "", requests, tokens, spend, spent, open, refusals);
    }
}
