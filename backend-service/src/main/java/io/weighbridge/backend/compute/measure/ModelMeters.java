package io.weighbridge.backend.compute.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Makes hours of what model servers count. A counter that is lower than before began anew: all
/// of it is new then. For one thread.
final class ModelMeters {
    // More than any server makes: what is above is no count.
    private static final long COUNT_PER_MS_MOST = 1_000_000;
    private static final long US_PER_MS_MOST = 100_000_000;
    // More are left out: what is kept is bounded.
    private static final int ENGINES_MAX = 4_096;

    private record Key(Exporter exporter, String model, String engine) {}

    private record Seen(ModelSample sample, long atMs) {}

    private final long gapMs;
    private final Map<Key, Seen> last = new HashMap<>();

    /// @param gapMs what is counted over a longer time is left out: in which hour it was is not
    ///     known
    ModelMeters(long gapMs) {
        this.gapMs = gapMs;
    }

    /// Takes what a server says now.
    ///
    /// @return what is to be added to hours
    List<ModelHour> add(Exporter exporter, List<ModelSample> samples, long nowMs) {
        var _ = last.values().removeIf(seen -> isLost(seen, nowMs));
        List<ModelHour> hours = new ArrayList<>();
        for (ModelSample sample : samples) {
            Key key = new Key(exporter, sample.model(), sample.engine());
            Seen before = last.get(key);
            if (before == null) {
                if (last.size() < ENGINES_MAX) {
                    last.put(key, new Seen(sample, nowMs));
                }
            } else if (before.atMs() < nowMs) {
                // What is not told now counts from what was told last, once it is told again.
                last.put(key, new Seen(sample.orElse(before.sample()), nowMs));
                hours.addAll(
                        hours(
                                exporter,
                                before.sample(),
                                sample,
                                new Interval(before.atMs(), nowMs)));
            }
        }
        return hours;
    }

    private boolean isLost(Seen seen, long nowMs) {
        return nowMs - seen.atMs() > gapMs || nowMs < seen.atMs();
    }

    private static List<ModelHour> hours(
            Exporter exporter, ModelSample then, ModelSample now, Interval interval) {
        long countMost = COUNT_PER_MS_MOST * interval.lengthMs();
        long usMost = US_PER_MS_MOST * interval.lengthMs();
        OptionalLong calls = more(then.calls(), now.calls(), countMost);
        OptionalLong prompt = more(then.promptTokens(), now.promptTokens(), countMost);
        OptionalLong output = more(then.outputTokens(), now.outputTokens(), countMost);
        OptionalLong prefill = more(then.prefillUs(), now.prefillUs(), usMost);
        OptionalLong decode = more(then.decodeUs(), now.decodeUs(), usMost);
        List<ModelHour> hours = new ArrayList<>();
        for (Interval.Piece piece : interval.pieces()) {
            hours.add(
                    new ModelHour(
                            piece.hourMs(),
                            exporter.toString(),
                            now.model(),
                            piece.lengthMs(),
                            share(interval, calls, piece),
                            share(interval, prompt, piece),
                            share(interval, output, piece),
                            share(interval, prefill, piece),
                            share(interval, decode, piece)));
        }
        return hours;
    }

    private static OptionalLong more(OptionalLong then, OptionalLong now, long most) {
        if (then.isEmpty() || now.isEmpty()) {
            return OptionalLong.empty();
        }
        long difference = now.getAsLong() - then.getAsLong();
        long more = difference >= 0 ? difference : now.getAsLong();
        return more <= most ? OptionalLong.of(more) : OptionalLong.empty();
    }

    private static OptionalLong share(Interval interval, OptionalLong whole, Interval.Piece piece) {
        return whole.isEmpty() ? whole : OptionalLong.of(interval.share(whole.getAsLong(), piece));
    }
}
