package io.weighbridge.console.feature.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adds sums up to an [Exploration], or to what one has already. Not for sharing.
final class Folding {
    private final Buckets buckets;
    private final Level level;
    private final Map<String, Exploration.Group> groups = new LinkedHashMap<>();
    private final Exploration.Group together;
    private final List<Stretch> todo;
    private String token;
    private long readUntilMs;
    private long newestMs;
    private int rows;

    Folding(Exploration before) {
        this.buckets = before.buckets();
        this.level = before.level();
        this.together = new Exploration.Group(before.together());
        this.todo = new ArrayList<>(before.rest().stretches());
        this.token = before.rest().token();
        this.readUntilMs = before.readUntilMs();
        this.newestMs = readUntilMs;
        before.groups().forEach(group -> groups.put(group.id(), new Exploration.Group(group)));
    }

    /// Adds one; what is outside the buckets is left out.
    void add(SumRow row) {
        rows++;
        newestMs = row.bucketAtMs();
        int bucket = buckets.indexOf(row.bucketAtMs());
        if (bucket < 0) {
            return;
        }
        groups.computeIfAbsent(row.id(), id -> new Exploration.Group(id, buckets.size()))
                .add(bucket, row);
        together.add(bucket, row);
    }

    /// How many were added.
    int rows() {
        return rows;
    }

    /// Tells that the next stretch was read.
    ///
    /// @param rest where the rest of it begins; empty when it was read whole
    void isRead(Stretch stretch, String rest) {
        token = rest;
        if (rest.isEmpty()) {
            todo.removeFirst();
            readUntilMs = stretch.span().toMs();
        } else {
            // More of this bucket may follow.
            readUntilMs = newestMs;
        }
    }

    Exploration done() {
        return new Exploration(
                buckets,
                level,
                List.copyOf(groups.values()),
                together,
                readUntilMs,
                new Exploration.Rest(List.copyOf(todo), token));
    }
}
