package io.weighbridge.backend.usage;

import java.util.ArrayList;
import java.util.List;

/// A run of kept buckets that belongs to one bucket of a zone. What days of UTC cannot serve, hours
/// do; where one of the zone's begins within an hour of UTC, that hour is read by its minutes, so
/// that each fact counts in the bucket of its own instant.
///
/// @param bucketMs begin of the zone's bucket
/// @param granularity of the kept buckets
/// @param fromMs begin of the first
/// @param toMs end of the last
public record ZonePiece(long bucketMs, Granularity granularity, long fromMs, long toMs) {
    /// All that a bucket is made of.
    ///
    /// @param byMinute false where nothing is kept by minute: an hour counts where it begins
    static List<ZonePiece> of(long beginMs, long endMs, boolean byMinute) {
        List<ZonePiece> pieces = new ArrayList<>(3);
        if (isWhole(Granularity.DAY, beginMs) && isWhole(Granularity.DAY, endMs)) {
            pieces.add(new ZonePiece(beginMs, Granularity.DAY, beginMs, endMs));
            return pieces;
        }
        long firstHour = ceil(Granularity.HOUR, beginMs);
        if (!byMinute) {
            add(pieces, beginMs, Granularity.HOUR, firstHour, ceil(Granularity.HOUR, endMs));
            return pieces;
        }
        long lastHour = Granularity.HOUR.bucketMs(endMs);
        long firstMinute = ceil(Granularity.MINUTE, beginMs);
        long lastMinute = ceil(Granularity.MINUTE, endMs);
        if (firstHour > lastHour) {
            add(pieces, beginMs, Granularity.MINUTE, firstMinute, lastMinute);
            return pieces;
        }
        add(pieces, beginMs, Granularity.MINUTE, firstMinute, firstHour);
        add(pieces, beginMs, Granularity.HOUR, firstHour, lastHour);
        add(pieces, beginMs, Granularity.MINUTE, lastHour, lastMinute);
        return pieces;
    }

    private static void add(
            List<ZonePiece> pieces, long bucketMs, Granularity granularity, long from, long to) {
        if (from < to) {
            pieces.add(new ZonePiece(bucketMs, granularity, from, to));
        }
    }

    private static boolean isWhole(Granularity granularity, long atMs) {
        return granularity.bucketMs(atMs) == atMs;
    }

    private static long ceil(Granularity granularity, long atMs) {
        return Math.ceilDiv(atMs, granularity.lengthMs()) * granularity.lengthMs();
    }
}
