package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

/// The buckets between two instants that a caller sent.
///
/// @param fromMs begin of the first bucket
/// @param toMs begin of the bucket after the last
public record BucketSpan(long fromMs, long toMs) {
    // The end of the year 9999: beyond it there are no dates to compute with.
    private static final long INSTANT_MAX_MS = 253_402_300_799_999L;

    /// Cuts the instants down to the begins of their buckets.
    ///
    /// @throws Fault INVALID_FIELD
    public static BucketSpan checked(ZoneBuckets buckets, long fromMs, long toMs) {
        Check.range("from_at_ms", fromMs, 0, INSTANT_MAX_MS);
        if (toMs < fromMs) {
            throw Fault.invalid("to_at_ms", toMs, "not before from_at_ms");
        }
        Check.range("to_at_ms", toMs, 0, INSTANT_MAX_MS);
        BucketSpan span = new BucketSpan(buckets.begin(fromMs), buckets.begin(toMs));
        long count = (span.toMs - span.fromMs) / buckets.granularity().lengthMs();
        if (count > UsageReader.BUCKETS_MAX) {
            throw Fault.invalid(
                    "to_at_ms",
                    toMs,
                    "at most "
                            + UsageReader.BUCKETS_MAX
                            + " buckets after from_at_ms, not "
                            + count);
        }
        return span;
    }
}
