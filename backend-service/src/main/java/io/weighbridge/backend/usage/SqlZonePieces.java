package io.weighbridge.backend.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Buckets of a zone in SQL: the pieces of kept buckets that they are made of, put together. Their
/// numbers are values and no part of the text, so that there are few texts.
final class SqlZonePieces {
    // Of one statement.
    private static final int PIECES_MAX = 100;

    private SqlZonePieces() {}

    /// Reads sums of a few pieces, the first in the list's order.
    interface Part<T> {
        List<T> sums(List<ZonePiece> pieces, int limit);
    }

    /// Sums of the buckets that begin between two instants, a few buckets at a time.
    ///
    /// @param byMinute false where nothing is kept by minute
    static <T> List<T> read(
            ZoneBuckets buckets, boolean byMinute, long from, long end, int limit, Part<T> part) {
        List<T> sums = new ArrayList<>();
        long begin = buckets.begin(from);
        long at = begin == from ? begin : buckets.next(begin);
        while (at < end && sums.size() < limit) {
            List<ZonePiece> pieces = new ArrayList<>();
            while (at < end && pieces.size() < PIECES_MAX) {
                long next = buckets.next(at);
                pieces.addAll(ZonePiece.of(at, next, byMinute));
                at = next;
            }
            if (!pieces.isEmpty()) {
                sums.addAll(part.sums(pieces, limit - sums.size()));
            }
        }
        return sums;
    }

    /// A table of these pieces.
    ///
    /// @param select the columns beside the bucket, and the table, and what of it in terms of
    ///     [#range]
    static String union(List<ZonePiece> pieces, IntFunction<String> select) {
        List<String> parts = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            parts.add("SELECT CAST(:bucket" + i + " AS BIGINT) AS bucket_at_ms" + select.apply(i));
        }
        return "(" + String.join("\nUNION ALL\n", parts) + ") AS pieces";
    }

    /// The kept buckets of a piece.
    static String range(int i) {
        return "granularity = :granularity"
                + i
                + " AND bucket_at_ms >= :from"
                + i
                + " AND bucket_at_ms < :to"
                + i;
    }

    /// Adds what [#union] and [#range] name.
    static void bind(List<ZonePiece> pieces, Map<String, Object> values) {
        for (int i = 0; i < pieces.size(); i++) {
            ZonePiece piece = pieces.get(i);
            values.put("bucket" + i, piece.bucketMs());
            values.put("granularity" + i, piece.granularity().number());
            values.put("from" + i, piece.fromMs());
            values.put("to" + i, piece.toMs());
        }
    }
}
