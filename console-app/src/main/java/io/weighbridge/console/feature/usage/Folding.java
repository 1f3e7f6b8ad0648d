package io.weighbridge.console.feature.usage;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adds sums up to an [Exploration], or to what one has already. Not for sharing.
final class Folding {
    private final Buckets buckets;
    private final Level level;
    private final Map<String, Exploration.Group> groups = new LinkedHashMap<>();
    private final Exploration.Group together;
    private @Nullable String rest;
    private long readUntilMs;
    private long newestMs;

    Folding(Exploration before) {
        this.buckets = before.buckets();
        this.level = before.level();
        this.together = new Exploration.Group(before.together());
        this.rest = before.rest();
        this.readUntilMs = before.readUntilMs();
        this.newestMs = readUntilMs;
        before.groups().forEach(group -> groups.put(group.id(), new Exploration.Group(group)));
    }

    /// Adds one; what is outside the buckets is left out.
    void add(SumRow row) {
        newestMs = row.bucketAtMs();
        int bucket = buckets.indexOf(row.bucketAtMs());
        if (bucket < 0) {
            return;
        }
        groups.computeIfAbsent(row.id(), id -> new Exploration.Group(id, buckets.size()))
                .add(bucket, row);
        together.add(bucket, row);
    }

    /// Tells that all of this was added.
    ///
    /// @param token where what follows begins; empty when nothing does
    void isRead(String token) {
        boolean isAll = token.isEmpty();
        rest = isAll ? null : token;
        // Else more of this bucket may follow.
        readUntilMs = isAll ? buckets.span().toMs() : newestMs;
    }

    Exploration done() {
        return new Exploration(
                buckets, level, List.copyOf(groups.values()), together, readUntilMs, rest);
    }
}
