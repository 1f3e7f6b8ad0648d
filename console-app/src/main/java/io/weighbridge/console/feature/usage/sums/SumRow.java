package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.proto.v1.RefusalSum;
import io.weighbridge.proto.v1.Rollup;

import java.util.function.ToLongFunction;

/// Sums of one bucket and group, as the service tells them.
///
/// @param id of the group; empty for everything, and for what has none
public record SumRow(long bucketAtMs, String id, ToLongFunction<Measure> amounts) {
    static SumRow of(Level level, Rollup rollup) {
        return new SumRow(
                rollup.getBucketAtMs(), level.idOf(rollup), measure -> measure.of(rollup));
    }

    static SumRow of(Level level, RefusalSum sum) {
        String id =
                switch (level) {
                    case NONE, KEY, SUBJECT, TAG, GPU -> "";
                    case ACCOUNT -> sum.getAccount();
                    case SERVICE -> sum.getService();
                };
        return new SumRow(
                sum.getBucketAtMs(),
                id,
                measure -> measure == Measure.REFUSALS ? sum.getRefused() : 0);
    }
}
