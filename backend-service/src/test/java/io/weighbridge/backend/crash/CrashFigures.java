package io.weighbridge.backend.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// What the lanes of a crash loop came to, all together, in one line for people. There is only one
/// when every comparison held: what was lost or done twice would have ended the loop.
final class CrashFigures {
    private int killsUnderLoad;
    private int killsAtStart;
    private int powerLosses;
    private int settled;
    private int released;
    private int operations;
    private int lostHolds;
    private long longestLostNanos;
    private final List<Long> startsMs = new ArrayList<>();

    void add(Lane.Outcome outcome) {
        killsUnderLoad += outcome.killsUnderLoad();
        killsAtStart += outcome.killsAtStart();
        powerLosses += outcome.powerLosses();
        settled += outcome.settled();
        released += outcome.released();
        operations += outcome.operations();
        lostHolds += outcome.lostHolds();
        longestLostNanos = Math.max(longestLostNanos, outcome.longestLostNanos());
        startsMs.addAll(outcome.startsMs());
    }

    /// @param tookMs the whole loop
    String line(String store, long tookMs) {
        Collections.sort(startsMs);
        return String.format(
                Locale.ROOT,
                "crash loop on %s: %,d kills under load, %,d of them with the end of the journal"
                        + " lost as well, and %,d kills while starting; acknowledged %,d settles,"
                        + " %,d releases, %,d changes of credit: lost 0, doubled 0; of unforced"
                        + " holds %,d were lost, the oldest %,d us old; time until it serves again"
                        + " p50 %,d ms, p99 %,d ms, max %,d ms; took %,d s",
                store,
                killsUnderLoad,
                powerLosses,
                killsAtStart,
                settled,
                released,
                operations,
                lostHolds,
                longestLostNanos / 1_000,
                startsMs.get(startsMs.size() / 2),
                startsMs.get(startsMs.size() * 99 / 100),
                startsMs.getLast(),
                tookMs / 1_000);
    }
}
