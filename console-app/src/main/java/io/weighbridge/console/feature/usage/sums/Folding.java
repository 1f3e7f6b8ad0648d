package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.text.Texts;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adds sums up to an [Exploration], or to what one has already. Not for sharing.
public final class Folding {
    private final Buckets buckets;
    private final Level level;
    private final Map<String, Exploration.Group> groups = new LinkedHashMap<>();
    private final Exploration.Group together;
    private @Nullable String rest;
    private long readUntilMs;
    private long newestMs;

    public Folding(Exploration before) {
        this.buckets = before.buckets();
        this.level = before.level();
        this.together = new Exploration.Group(before.together());
        this.rest = before.rest();
        this.readUntilMs = before.readUntilMs();
        this.newestMs = readUntilMs;
        before.groups().forEach(group -> groups.put(group.id(), new Exploration.Group(group)));
    }

    /// Adds one; what is outside the buckets is left out.
    ///
    /// @throws ClientException for a sum of other buckets: of a service that sums by no zone, or
    ///     that knows another one by its name
    public void add(SumRow row) {
        newestMs = row.bucketAtMs();
        int bucket = buckets.indexOf(row.bucketAtMs());
        if (bucket < 0) {
            return;
        }
        if (buckets.begin(bucket) != row.bucketAtMs()) {
            throw new ClientException(
                    "OTHER_BUCKETS", Texts.of("usage.other-buckets", buckets.zone().getId()));
        }
        groups.computeIfAbsent(row.id(), id -> new Exploration.Group(id, buckets.size()))
                .add(bucket, row);
        together.add(bucket, row);
    }

    /// Tells that all of this was added.
    ///
    /// @param token where what follows begins; empty when nothing does
    public void isRead(String token) {
        boolean isAll = token.isEmpty();
        rest = isAll ? null : token;
        // Else more of this bucket may follow.
        readUntilMs = isAll ? buckets.span().toMs() : newestMs;
    }

    public Exploration done() {
        return new Exploration(
                buckets, level, List.copyOf(groups.values()), together, readUntilMs, rest);
    }
}
