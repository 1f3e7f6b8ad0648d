package io.weighbridge.backend.compute.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;

/// A sum that each further token adds to, by so much more from token to token as long as no window
/// is full: linear between a few places. The sum of any run of tokens is exact, and takes as long
/// for a million as for one. Immutable. Tokens are numbered from 0.
public final class Growth {
    /// @param from its first token
    /// @param first what that adds
    /// @param slope how much more each further one adds
    /// @param before what all tokens before it add
    private record Piece(long from, BigInteger first, BigInteger slope, BigInteger before) {
        BigInteger at(long token) {
            return first.add(slope.multiply(BigInteger.valueOf(token - from)));
        }

        BigInteger sum(long until) {
            BigInteger count = BigInteger.valueOf(until - from);
            BigInteger sum = before.add(first.multiply(count));
            if (slope.signum() == 0) {
                return sum;
            }
            BigInteger pairs = count.multiply(BigInteger.valueOf(until - from - 1)).shiftRight(1);
            return sum.add(slope.multiply(pairs));
        }
    }

    private final Piece[] pieces;

    private Growth(List<Piece> pieces) {
        this.pieces = pieces.toArray(Piece[]::new);
    }

    /// What each token adds, as it is.
    ///
    /// @param kinks the tokens, from 1, from which on it goes on in another way
    /// @param each what a token adds
    static Growth of(SortedSet<Long> kinks, LongFunction<BigInteger> each) {
        List<Long> starts = new ArrayList<>(kinks);
        starts.addFirst(0L);
        List<Piece> pieces = new ArrayList<>();
        BigInteger before = BigInteger.ZERO;
        for (int i = 0; i < starts.size(); i++) {
            long from = starts.get(i);
            long until = i + 1 < starts.size() ? starts.get(i + 1) : Long.MAX_VALUE;
            BigInteger first = each.apply(from);
            BigInteger slope =
                    until - from > 1 ? each.apply(from + 1).subtract(first) : BigInteger.ZERO;
            Piece piece = new Piece(from, first, slope, before);
            pieces.add(piece);
            before = until == Long.MAX_VALUE ? before : piece.sum(until);
        }
        return new Growth(pieces);
    }

    private Piece piece(long token) {
        int i = pieces.length - 1;
        while (pieces[i].from > token) {
            i--;
        }
        return pieces[i];
    }

    /// What a token adds.
    public BigInteger at(long token) {
        return piece(token).at(token);
    }

    /// What the first so many tokens add.
    public BigInteger sum(long tokens) {
        return tokens == 0 ? BigInteger.ZERO : piece(tokens - 1).sum(tokens);
    }

    /// What the tokens from one to before another add.
    public BigInteger sum(long from, long until) {
        return from == 0 ? sum(until) : sum(until).subtract(sum(from));
    }

    /// So many times as much.
    public Growth times(BigInteger factor) {
        return of(kinks(), token -> at(token).multiply(factor));
    }

    /// With as much more for each token.
    public Growth plus(BigInteger more) {
        return of(kinks(), token -> at(token).add(more));
    }

    /// For each token the larger of the two.
    public Growth max(Growth other) {
        SortedSet<Long> kinks = kinks();
        kinks.addAll(other.kinks());
        List<Long> starts = new ArrayList<>(kinks);
        starts.addFirst(0L);
        for (int i = 0; i < starts.size(); i++) {
            long until = i + 1 < starts.size() ? starts.get(i + 1) : Long.MAX_VALUE;
            addCrossing(starts.get(i), until, other, kinks);
        }
        return of(kinks, token -> at(token).max(other.at(token)));
    }

    // The first token of a run without kinks at which the other one is the larger, and was not.
    private void addCrossing(long from, long until, Growth other, SortedSet<Long> to) {
        Piece mine = piece(from);
        Piece its = other.piece(from);
        BigInteger lead = mine.at(from).subtract(its.at(from));
        BigInteger gain = mine.slope.subtract(its.slope);
        if (lead.signum() * gain.signum() < 0) {
            BigInteger tokens = lead.abs().divide(gain.abs()).add(BigInteger.ONE);
            if (tokens.compareTo(BigInteger.valueOf(until - from)) < 0) {
                to.add(from + tokens.longValueExact());
            }
        }
    }

    private SortedSet<Long> kinks() {
        SortedSet<Long> kinks = new TreeSet<>();
        for (int i = 1; i < pieces.length; i++) {
            kinks.add(pieces[i].from);
        }
        return kinks;
    }
}
