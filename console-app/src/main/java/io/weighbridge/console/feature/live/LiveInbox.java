package io.weighbridge.console.feature.live;

import io.weighbridge.proto.v1.LiveTotals;
import io.weighbridge.proto.v1.LiveUpdate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Between the stream and the screen: of each key the newest, until somebody takes it. A state that
/// came by half is not given out. Guarded by its own monitor.
final class LiveInbox {
    private Map<String, LiveRow> waiting = new HashMap<>();
    private LiveTotals totals = LiveTotals.getDefaultInstance();
    private long atMs;
    private boolean isWhole;
    private boolean isPart;
    private boolean hasNews;
    private int stream;

    /// A new stream begins: what an older one still sends counts no more.
    ///
    /// @return its number
    synchronized int begin() {
        isPart = false;
        stream++;
        return stream;
    }

    /// Takes a message of a stream.
    void accept(int of, LiveUpdate update) {
        List<LiveRow> rows = update.getKeysList().stream().map(LiveRow::of).toList();
        synchronized (this) {
            if (of != stream) {
                return;
            }
            if (update.getSnapshot()) {
                waiting = new HashMap<>();
                isWhole = true;
            }
            rows.forEach(row -> waiting.put(row.key(), row));
            totals = update.getTotals();
            atMs = update.getAtMs();
            isPart = update.getMore();
            hasNews = true;
        }
    }

    /// What came since the last time; empty when nothing did, or a state is here only by half.
    synchronized Optional<LiveChanges> take() {
        if (!hasNews || isPart) {
            return Optional.empty();
        }
        LiveChanges changes = new LiveChanges(isWhole, List.copyOf(waiting.values()), totals, atMs);
        waiting = new HashMap<>();
        isWhole = false;
        hasNews = false;
        return Optional.of(changes);
    }

    /// How many keys changed since the last time.
    synchronized int waiting() {
        return waiting.size();
    }
}
