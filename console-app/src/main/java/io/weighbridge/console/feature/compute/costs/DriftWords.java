package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Drift;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.ToLongFunction;

/// How far predictions are off, as people read it.
final class DriftWords {
    private static final long WHOLE_MILLIONTHS = 1_000_000;

    /// Further off than a fifth is marked.
    private static final long FAR_MILLIONTHS = 200_000;

    private static final long SECOND_US = 1_000_000;

    private DriftWords() {}

    /// How far measured is from predicted, in millionths of predicted; −1 when not known.
    static long awayMillionths(Drift drift) {
        return drift.hasRatioMillionths()
                ? Math.abs(drift.getRatioMillionths() - WHOLE_MILLIONTHS)
                : -1;
    }

    static boolean isFar(Drift drift) {
        return awayMillionths(drift) > FAR_MILLIONTHS;
    }

    /// `1.34 ×`, with ⚠ before it when that is far off; not known for nothing to compare.
    static String ratio(Drift drift) {
        if (!drift.hasRatioMillionths()) {
            return Texts.of("compute.unknown");
        }
        BigDecimal times =
                BigDecimal.valueOf(drift.getRatioMillionths(), 6)
                        .setScale(2, RoundingMode.HALF_EVEN);
        return Texts.of(
                isFar(drift) ? "compute.drift.far" : "compute.drift.times", times.toPlainString());
    }

    /// A time of it; not known where no hour could be compared.
    static String time(Drift drift, ToLongFunction<Drift> of, Formats formats) {
        return drift.getHours() == 0
                ? Texts.of("compute.unknown")
                : time(of.applyAsLong(drift), formats);
    }

    // Within an hour with its seconds: one is to be set against the other.
    private static String time(long us, Formats formats) {
        long seconds = us / SECOND_US;
        return seconds < 60 || seconds >= 3_600
                ? CostTables.time(us, formats)
                : Texts.of(
                        "compute.drift.minutes",
                        Long.toString(seconds / 60),
                        Long.toString(seconds % 60));
    }

    /// Of how many hours that is, and of how many not.
    static String hours(Drift drift) {
        return Texts.of(
                "compute.drift.hours.of",
                Long.toString(drift.getHours()),
                Long.toString(drift.getLeftOutHours()),
                Long.toString(drift.getSharedHours()));
    }
}
