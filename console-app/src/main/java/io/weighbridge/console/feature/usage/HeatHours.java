package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.CellMeasured;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// The hours of a heat map's rows, in pieces that are read when they are first seen, and kept. A
/// piece more is another object, which shares what was there: one is drawn while the next is made.
final class HeatHours {
    /// Hours of a piece: two weeks.
    static final int LENGTH = 14 * 24;

    private final Buckets buckets;
    // Null while it is not read.
    private final @Nullable Piece[] pieces;

    private static final class Piece {
        // What is shown, by row, then hour: drawing a year looks up each of its hours.
        private final long[][] values;
        // What it is made of, by part, row, then hour.
        private final long[][][] parts;

        Piece(Measure measure, HeatRows rows, long[][][] parts) {
            this.parts = parts;
            this.values = new long[parts[0].length][];
            for (int row = 0; row < values.length; row++) {
                values[row] = new long[parts[0][row].length];
                for (int hour = 0; hour < values[row].length; hour++) {
                    long[] own = parts(row, hour);
                    values[row][hour] =
                            rows.isWithoutGpu(row)
                                    ? CellMeasured.of(own).valueWithoutGpu(measure)
                                    : measure.value(own);
                }
            }
        }

        long[] parts(int row, int hour) {
            long[] own = new long[parts.length];
            for (int part = 0; part < own.length; part++) {
                own[part] = parts[part][row][hour];
            }
            return own;
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
    ///
    /// @param parts what the measure is made of, by part, row, then hour
    HeatHours with(int piece, Measure measure, HeatRows rows, long[][][] parts) {
        @Nullable Piece[] more = pieces.clone();
        more[piece] = new Piece(measure, rows, parts);
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

    /// All pieces of these columns that are missing.
    List<Integer> allMissing(int firstColumn, int lastColumn) {
        return IntStream.rangeClosed(
                        firstColumn / LENGTH, Math.min(lastColumn / LENGTH, pieces.length - 1))
                .filter(piece -> pieces[piece] == null)
                .boxed()
                .toList();
    }

    /// [HeatGrid#UNKNOWN] while it is not read.
    long at(int column, int row) {
        Piece piece = pieces[column / LENGTH];
        return piece == null ? HeatGrid.UNKNOWN : piece.values[row][column % LENGTH];
    }

    /// What a cell that was read is made of.
    long[] parts(int column, int row) {
        return Objects.requireNonNull(pieces[column / LENGTH]).parts(row, column % LENGTH);
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
