package io.weighbridge.backend.gate;

import io.weighbridge.model.IdKind;
import io.weighbridge.model.RefusalReason;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Counts what limits in shadow mode would have refused, and writes it in rounds: one line for each
/// key and reason with its count, the largest counts first and at most [#LINES_MAX] lines; what is
/// beyond that is summed up in a last one. Counting is quick and takes no more room than
/// [#COUNTED_MAX] keys and reasons.
public final class ShadowLog {
    static final int LINES_MAX = 100;
    static final int COUNTED_MAX = 10_000;

    private final Consumer<String> lines;
    private final Map<Shadowed, LongAdder> counts = new ConcurrentHashMap<>();
    // Of keys and reasons beyond the room that there is.
    private final LongAdder others = new LongAdder();

    private record Shadowed(long keyId, RefusalReason reason) {}

    private record Count(Shadowed shadowed, long calls) {}

    /// @param lines where the lines go
    public ShadowLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /// A call was admitted that would have been refused.
    public void add(long keyId, RefusalReason reason) {
        Shadowed shadowed = new Shadowed(keyId, reason);
        LongAdder count = counts.get(shadowed);
        if (count == null && counts.size() < COUNTED_MAX) {
            count = counts.computeIfAbsent(shadowed, first -> new LongAdder());
        }
        (count == null ? others : count).increment();
    }

    /// Writes what was counted since the last round. Rounds are one at a time.
    public synchronized void write() {
        List<Count> counted = new ArrayList<>();
        counts.entrySet()
                .removeIf(
                        entry -> {
                            long calls = entry.getValue().sumThenReset();
                            if (calls > 0) {
                                counted.add(new Count(entry.getKey(), calls));
                            }
                            // Quiet for a whole round. A call that is counted on it at this very
                            // moment goes unseen.
                            return calls == 0;
                        });
        counted.sort(Comparator.comparingLong(Count::calls).reversed());
        long rest = others.sumThenReset();
        for (int i = 0; i < counted.size(); i++) {
            Count count = counted.get(i);
            if (i < LINES_MAX) {
                lines.accept(
                        "shadow mode: key "
                                + IdKind.KEY.format(count.shadowed.keyId)
                                + " would have been refused "
                                + count.calls
                                + " times: "
                                + count.shadowed.reason.text());
            } else {
                rest += count.calls;
            }
        }
        if (rest > 0) {
            lines.accept("shadow mode: other keys would have been refused " + rest + " times");
        }
    }
}
