package io.weighbridge.backend.compute.measure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The time between two looks at something, by hours.
///
/// @param fromMs when it begins
/// @param toMs when it ends, later
record Interval(long fromMs, long toMs) {
    private static final long HOUR_MS = 3_600_000;

    /// A part in one hour.
    ///
    /// @param hourMs when the hour begins
    /// @param beforeMs how much of the interval is before it
    /// @param lengthMs how long it is
    record Piece(long hourMs, long beforeMs, long lengthMs) {}

    long lengthMs() {
        return toMs - fromMs;
    }

    /// Its pieces, the earliest first.
    List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        long at = fromMs;
        while (at < toMs) {
            long hourMs = Math.floorDiv(at, HOUR_MS) * HOUR_MS;
            long end = Math.min(hourMs + HOUR_MS, toMs);
            pieces.add(new Piece(hourMs, at - fromMs, end - at));
            at = end;
        }
        return pieces;
    }

    /// A piece's share of something, at least 0, that went on evenly. All shares add up to it.
    long share(long whole, Piece piece) {
        return part(whole, piece.beforeMs() + piece.lengthMs()) - part(whole, piece.beforeMs());
    }

    private long part(long whole, long untilMs) {
        return BigInteger.valueOf(whole)
                .multiply(BigInteger.valueOf(untilMs))
                .divide(BigInteger.valueOf(lengthMs()))
                .longValueExact();
    }
}
