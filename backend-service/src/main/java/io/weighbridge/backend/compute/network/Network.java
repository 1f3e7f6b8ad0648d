package io.weighbridge.backend.compute.network;

import io.weighbridge.backend.compute.network.Part.Positions;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/// A network as the sum of its parts. Throws [ArithmeticException] when a sum is beyond 2^63.
///
/// @param parts what runs when a token is handled
/// @param storedOnly what is in the model's files beside that: layers that predict more tokens
public record Network(List<Part> parts, List<Part> storedOnly) {
    /// A network with copies of the lists.
    public Network {
        parts = List.copyOf(parts);
        storedOnly = List.copyOf(storedOnly);
    }

    /// Parameters that run: what publishers call the size of the model.
    public long parameters() {
        return sum(parts, Part::parameters);
    }

    /// Parameters of the files, with what does not run in an ordinary call.
    public long parametersStored() {
        return Math.addExact(parameters(), sum(storedOnly, Part::parameters));
    }

    /// Parameters that one token uses: the embeddings, the head, routers and shared experts
    /// included, of the other experts those that the router picks.
    public long parametersActive() {
        return sum(parts, Part::parametersUsed);
    }

    /// Elements that the cache grows by with each token while no window is full.
    public long cacheElementsPerToken() {
        return sum(
                parts,
                part ->
                        part instanceof Part.Attention a
                                ? Math.multiplyExact(a.copies(), a.cachedElements())
                                : 0);
    }

    /// Elements of the cache of a context: a window holds no more than its tokens.
    public long cacheElements(long tokens) {
        return sum(
                parts,
                part ->
                        part instanceof Part.Attention a
                                ? Math.multiplyExact(
                                        Math.multiplyExact(a.copies(), a.cachedElements()),
                                        a.seen(tokens))
                                : 0);
    }

    /// Elements that recurrent layers remember of one sequence, however long it is.
    public long stateElements() {
        return sum(
                parts,
                part ->
                        part instanceof Part.Recurrence r
                                ? Math.multiplyExact(r.copies(), r.stateElements())
                                : 0);
    }

    /// Operations of a prompt as it is served: what came later is not looked at, windows are kept,
    /// the head works for the last token only.
    public long prefillFlops(long tokens) {
        long whole = Math.multiplyExact(tokens, promptTokenFlops());
        long attention =
                sum(
                        parts,
                        part ->
                                part instanceof Part.Attention a
                                        ? Math.multiplyExact(a.flopsPerPair(), pairs(a, tokens))
                                        : 0);
        return add(whole, flops(Positions.LAST), attention);
    }

    /// Operations of a prompt in the other usual convention: each token looks at all the others,
    /// windows kept, and the head works for every token.
    public long fullSquareFlops(long tokens) {
        long products =
                Math.multiplyExact(
                        tokens, Math.addExact(promptTokenFlops(), flops(Positions.LAST)));
        long attention =
                sum(
                        parts,
                        part ->
                                part instanceof Part.Attention a
                                        ? Math.multiplyExact(
                                                a.flopsPerPair(),
                                                Math.multiplyExact(tokens, a.seen(tokens)))
                                        : 0);
        return add(products, attention, 0);
    }

    /// Operations of one more token after `cached` ones: it looks at those and at itself.
    public long decodeFlops(long cached) {
        long tokens = Math.addExact(cached, 1);
        long attention =
                sum(
                        parts,
                        part ->
                                part instanceof Part.Attention a
                                        ? Math.multiplyExact(
                                                a.flopsPerPairDecoding(), a.seen(tokens))
                                        : 0);
        long products = Math.addExact(flops(Positions.EVERY), flops(Positions.ANSWER));
        return add(products, flops(Positions.LAST), attention);
    }

    /// Whether one half reads the prompt and another one writes: an encoder and a decoder.
    public boolean readsApart() {
        return flops(Positions.ANSWER) > 0;
    }

    /// Operations that each token of a prompt adds, so that those of any part of it are known: of
    /// what comes after a part that is cached. The head, which works once for a prompt, is apart.
    public Growth promptFlops() {
        return growth(token -> prefillFlops(token + 1) - prefillFlops(token));
    }

    /// Operations of the head for a prompt's last token.
    public long headFlops() {
        return flops(Positions.LAST);
    }

    /// Operations of each token of an answer, by the number of those before it: [#decodeFlops].
    public Growth answerFlops() {
        return growth(this::decodeFlops);
    }

    /// Elements that are read for each token of an answer, by the number of those before it: the
    /// cache and what recurrent layers remember.
    public Growth answerElements() {
        long state = stateElements();
        return growth(cached -> Math.addExact(cacheElements(cached), state));
    }

    private Growth growth(LongUnaryOperator each) {
        SortedSet<Long> kinks = new TreeSet<>();
        for (Part part : parts) {
            if (part instanceof Part.Attention a && a.window() > 0) {
                kinks.add(a.window());
                if (!a.causal()) {
                    kinks.add(a.side() + 1);
                }
            }
        }
        return Growth.of(kinks, token -> BigInteger.valueOf(each.applyAsLong(token)));
    }

    // Of one token of a prompt, without attention and head.
    private long promptTokenFlops() {
        return Math.addExact(flops(Positions.EVERY), flops(Positions.PROMPT));
    }

    // Of one token, without attention.
    private long flops(Positions where) {
        return sum(
                parts,
                part ->
                        switch (part) {
                            case Part.Product p when p.where() == where -> p.flops();
                            case Part.Recurrence r when where == Positions.EVERY ->
                                    Math.multiplyExact(r.copies(), r.flopsPerToken());
                            default -> 0;
                        });
    }

    // How many pairs of tokens see each other.
    private static long pairs(Part.Attention attention, long tokens) {
        if (!attention.causal()) {
            // The first and the last tokens have fewer than the others beside them.
            long side =
                    attention.window() > 0 ? Math.min(attention.side(), tokens - 1) : tokens - 1;
            long inside = Math.multiplyExact(tokens, 2 * side + 1);
            return inside - Math.multiplyExact(side, side + 1);
        }
        long full = attention.seen(tokens);
        // Token i sees i tokens until the window is full, then the window's.
        long growing = Math.multiplyExact(full, Math.addExact(full, 1)) / 2;
        return Math.addExact(growing, Math.multiplyExact(tokens - full, full));
    }

    private static long sum(List<Part> parts, ToLongFunction<? super Part> of) {
        long sum = 0;
        for (Part part : parts) {
            sum = Math.addExact(sum, of.applyAsLong(part));
        }
        return sum;
    }

    private static long add(long a, long b, long c) {
        return Math.addExact(Math.addExact(a, b), c);
    }
}
