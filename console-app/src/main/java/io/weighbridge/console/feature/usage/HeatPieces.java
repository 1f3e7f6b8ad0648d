package io.weighbridge.console.feature.usage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The hours of a heat map cut into pieces, each read when it is first seen, and kept.
final class HeatPieces {
    /// Hours of a piece: two weeks.
    static final int LENGTH = 14 * 24;

    private final Buckets buckets;
    private final List<@Nullable Exploration> read = new ArrayList<>();

    HeatPieces(Buckets buckets) {
        this.buckets = buckets;
        for (int i = 0; i < (buckets.size() + LENGTH - 1) / LENGTH; i++) {
            read.add(null);
        }
    }

    /// The hours of a piece.
    Buckets hours(int piece) {
        int last = Math.min(buckets.size(), (piece + 1) * LENGTH) - 1;
        return Buckets.of(
                new Span(buckets.begin(piece * LENGTH), buckets.end(last)),
                Step.HOUR,
                buckets.zone());
    }

    void put(int piece, Exploration content) {
        read.set(piece, content);
    }

    boolean has(int piece) {
        return read.get(piece) != null;
    }

    /// The first piece of these columns that is missing; -1 when all are there.
    int missing(int firstColumn, int lastColumn) {
        for (int piece = firstColumn / LENGTH; piece <= lastColumn / LENGTH; piece++) {
            if (piece < read.size() && !has(piece)) {
                return piece;
            }
        }
        return -1;
    }

    @Nullable Exploration at(int column) {
        return read.get(column / LENGTH);
    }

    /// All that were read.
    List<Exploration> all() {
        List<Exploration> all = new ArrayList<>();
        for (Exploration one : read) {
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }
}
