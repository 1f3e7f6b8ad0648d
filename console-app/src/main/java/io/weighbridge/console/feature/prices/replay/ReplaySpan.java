package io.weighbridge.console.feature.prices.replay;

import io.weighbridge.console.text.TimeInput;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/// Calls of which span of time are replayed.
///
/// @param toMs not included; 0 for now
record ReplaySpan(long fromMs, long toMs) {
    private static final long DAY_MS = 86_400_000;
    private static final int DAYS_MAX = 400;

    static ReplaySpan lastDays(int days, long nowMs) {
        return new ReplaySpan(nowMs - days * DAY_MS, 0);
    }

    /// Of what was typed; empty when that is no span, or one that is too long. Ends now at the
    /// latest.
    static Optional<ReplaySpan> typed(String from, String to, ZoneId zone, long nowMs) {
        OptionalLong begin = TimeInput.begin(from, zone);
        OptionalLong end = TimeInput.end(to, zone);
        if (begin.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        long endMs = Math.min(end.getAsLong(), nowMs);
        long lengthMs = endMs - begin.getAsLong();
        return begin.getAsLong() > 0 && lengthMs > 0 && lengthMs <= DAYS_MAX * DAY_MS
                ? Optional.of(new ReplaySpan(begin.getAsLong(), endMs == nowMs ? 0 : endMs))
                : Optional.empty();
    }
}
