package io.weighbridge.console.feature.usage.ask;

import java.time.ZoneId;
import java.util.Arrays;

/// The buckets that a span touches, whole ones: the first begins at or before the span, the last
/// ends at or after it, so that sums and the records behind them are of the same time.
public final class Buckets {
    private final Step step;
    private final ZoneId zone;
    // The begin of each, and the end of the last.
    private final long[] edges;

    private Buckets(Step step, ZoneId zone, long[] edges) {
        this.step = step;
        this.zone = zone;
        this.edges = edges;
    }

    public static Buckets of(Span span, Step step, ZoneId zone) {
        long[] edges = new long[16];
        int count = 0;
        long at = step.floor(span.fromMs(), zone);
        do {
            if (count + 1 >= edges.length) {
                edges = Arrays.copyOf(edges, edges.length * 2);
            }
            edges[count++] = at;
            at = step.next(at, zone);
        } while (at < span.toMs());
        edges[count++] = at;
        return new Buckets(step, zone, Arrays.copyOf(edges, count));
    }

    public Step step() {
        return step;
    }

    public ZoneId zone() {
        return zone;
    }

    public int size() {
        return edges.length - 1;
    }

    public long begin(int index) {
        return edges[index];
    }

    public long end(int index) {
        return edges[index + 1];
    }

    /// All of them together.
    public Span span() {
        return new Span(edges[0], edges[edges.length - 1]);
    }

    /// The bucket that an instant is in; -1 when it is in none.
    public int indexOf(long atMs) {
        if (atMs < edges[0] || atMs >= edges[edges.length - 1]) {
            return -1;
        }
        int found = Arrays.binarySearch(edges, atMs);
        return found >= 0 ? found : -found - 2;
    }
}
