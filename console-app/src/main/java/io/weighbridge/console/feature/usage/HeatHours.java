package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatGrid;

import org.jspecify.annotations.Nullable;

/// The hours of a heat map's rows, in pieces that are read when they are first seen, and kept. A
/// piece more is another object, which shares what was there: one is drawn while the next is made.
final class HeatHours {
    /// Hours of a piece: two weeks.
    static final int LENGTH = 14 * 24;

    private final Buckets buckets;
    // Null while it is not read.
    private final @Nullable Piece[] pieces;

    /// Values by row, then hour.
    private static final class Piece {
        private final long[][] values;

        Piece(long[][] values) {
            this.values = values;
        }
    }

    private HeatHours(Buckets buckets, @Nullable Piece[] pieces) {
        this.buckets = buckets;
        this.pieces = pieces;
    }

    /// None read yet.
    static HeatHours unread(Buckets buckets) {
        int count = (buckets.size() + LENGTH - 1) / LENGTH;
        return new HeatHours(buckets, new @Nullable Piece[count]);
    }

    Buckets buckets() {
        return buckets;
    }

    /// The hours of a piece.
    Buckets hours(int piece) {
        int last = Math.min(buckets.size(), (piece + 1) * LENGTH) - 1;
        return Buckets.of(
                new Span(buckets.begin(piece * LENGTH), buckets.end(last)),
                Step.HOUR,
                buckets.zone());
    }

    /// The same with one more piece.
    HeatHours with(int piece, long[][] values) {
        @Nullable Piece[] more = pieces.clone();
        more[piece] = new Piece(values);
        return new HeatHours(buckets, more);
    }

    /// The first piece of these columns that is missing; -1 when all are there.
    int missing(int firstColumn, int lastColumn) {
        int last = Math.min(lastColumn / LENGTH, pieces.length - 1);
        for (int piece = firstColumn / LENGTH; piece <= last; piece++) {
            if (pieces[piece] == null) {
                return piece;
            }
        }
        return -1;
    }

    /// [HeatGrid#UNKNOWN] while it is not read.
    long at(int column, int row) {
        Piece piece = pieces[column / LENGTH];
        return piece == null ? HeatGrid.UNKNOWN : piece.values[row][column % LENGTH];
    }

    int pieces() {
        return pieces.length;
    }

    /// How many pieces were read.
    int piecesRead() {
        int read = 0;
        for (Piece piece : pieces) {
            read += piece == null ? 0 : 1;
        }
        return read;
    }
}
