package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.compute.network.Part;
import io.weighbridge.backend.compute.network.Part.Form;
import io.weighbridge.backend.compute.network.Part.Positions;

import java.util.ArrayList;
import java.util.List;

/// Gathers the parts of a transformer, block by block. Not for several threads.
final class Blocks {
    private final long width;
    private final List<Part> parts = new ArrayList<>();
    private final List<Part> storedOnly = new ArrayList<>();
    private List<Part> target = parts;
    private Positions where = Positions.EVERY;

    /// @param width of what goes from layer to layer: `hidden_size`
    Blocks(long width) {
        this.width = width;
    }

    /// Sizes of a config multiplied.
    ///
    /// @throws ArithmeticException beyond 2^63
    static long times(long... sizes) {
        long product = 1;
        for (long size : sizes) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /// Sizes of a config added up.
    ///
    /// @throws ArithmeticException beyond 2^63
    static long plus(long... sizes) {
        long sum = 0;
        for (long size : sizes) {
            sum = Math.addExact(sum, size);
        }
        return sum;
    }

    Network network() {
        return new Network(parts, storedOnly);
    }

    /// What comes from now on is stored, but does not run.
    Blocks storedOnly() {
        target = storedOnly;
        where = Positions.NEVER;
        return this;
    }

    /// What comes from now on is done for these tokens.
    Blocks where(Positions tokens) {
        where = tokens;
        return this;
    }

    Blocks add(Part part) {
        target.add(part);
        return this;
    }

    Blocks product(String name, long copies, long inputs, long outputs, boolean bias) {
        return add(
                new Part.Product(name, copies, copies, inputs, outputs, bias, where, Form.PLAIN));
    }

    Blocks vector(String name, long copies, long elements) {
        return elements == 0 || copies == 0 ? this : add(new Part.Vector(name, copies, elements));
    }

    Blocks embedding(String name, long rows) {
        return add(new Part.Lookup(name, 1, rows, width));
    }

    /// The head that makes a score for each word; for a prompt only its last token needs it.
    ///
    /// @param tied whether it is the embedding
    Blocks head(long words, boolean tied, boolean bias) {
        return add(
                new Part.Product(
                        "head",
                        1,
                        1,
                        width,
                        words,
                        bias,
                        where == Positions.EVERY ? Positions.LAST : where,
                        tied ? Form.SHARED : Form.FULL));
    }

    /// @param biased whether there is a shift beside the scale
    Blocks norms(String name, long copies, boolean biased) {
        return vector(name, copies, biased ? 2 * width : width);
    }

    /// Attention of `layers` layers.
    ///
    /// @param window as [Part.Attention#window]
    Blocks attention(String at, long layers, Heads heads, long window, boolean causal) {
        if (layers == 0) {
            return this;
        }
        long query = heads.queryWidth();
        long key = heads.keyWidth();
        product(
                at + "query",
                layers,
                width,
                heads.gated() ? times(2, query) : query,
                heads.inputBias());
        product(at + "key", layers, width, key, heads.inputBias());
        product(at + "value", layers, width, key, heads.inputBias());
        product(at + "output", layers, query, width, heads.outputBias());
        switch (heads.norm()) {
            case NONE -> {}
            case HEAD -> vector(at + "query and key norms", layers, 2 * heads.width());
            case WHOLE -> vector(at + "query and key norms", layers, plus(query, key));
        }
        vector(at + "sinks", layers, heads.sinks() ? heads.heads() : 0);
        long inPrompt = where == Positions.ANSWER ? 0 : heads.width();
        long inAnswer = where == Positions.PROMPT ? 0 : heads.width();
        return where == Positions.NEVER
                ? this
                : add(
                        new Part.Attention(
                                at + "scores and values",
                                layers,
                                heads.heads(),
                                inPrompt,
                                inPrompt,
                                inAnswer,
                                inAnswer,
                                causal ? times(2, key) : 0,
                                window,
                                causal));
    }

    /// Latent attention of `layers` layers.
    Blocks latent(String at, long layers, Latent latent) {
        if (layers == 0) {
            return this;
        }
        long heads = latent.heads();
        long query = times(heads, latent.keyWidth());
        if (latent.queryRank() == 0) {
            product(at + "query", layers, width, query, false);
        } else {
            product(at + "query, narrowed", layers, width, latent.queryRank(), latent.bias());
            vector(at + "query norm", layers, latent.queryRank());
            product(at + "query, widened", layers, latent.queryRank(), query, false);
        }
        long rank = latent.rank();
        product(
                at + "key and value, narrowed",
                layers,
                width,
                rank + latent.rotatedWidth(),
                latent.bias());
        vector(at + "key and value norm", layers, rank);
        product(
                at + "key and value, widened",
                layers,
                rank,
                times(heads, latent.plainWidth() + latent.valueWidth()),
                false);
        product(at + "output", layers, heads * latent.valueWidth(), width, latent.bias());
        return where == Positions.NEVER
                ? this
                : add(
                        new Part.Attention(
                                at + "scores and values",
                                layers,
                                heads,
                                latent.keyWidth(),
                                latent.valueWidth(),
                                rank + latent.rotatedWidth(),
                                rank,
                                rank + latent.rotatedWidth(),
                                0,
                                true));
    }

    /// A feed-forward network of `layers` layers.
    ///
    /// @param gated whether a third product gates the inner one
    Blocks feed(String at, long layers, long inner, boolean gated, boolean bias) {
        if (layers == 0 || inner == 0) {
            return this;
        }
        if (gated) {
            product(at + "gate", layers, width, inner, bias);
        }
        product(at + "up", layers, width, inner, bias);
        return product(at + "down", layers, inner, width, bias);
    }

    /// A mixture of experts in `layers` layers, each expert gated.
    Blocks experts(String at, long layers, Experts experts) {
        if (layers == 0) {
            return this;
        }
        add(
                new Part.Product(
                        at + "router",
                        layers,
                        layers,
                        width,
                        experts.count(),
                        experts.routerBias(),
                        where,
                        Form.FULL));
        expert(at + "experts: gate", layers, experts, width, experts.inner());
        expert(at + "experts: up", layers, experts, width, experts.inner());
        expert(at + "experts: down", layers, experts, experts.inner(), width);
        feed(at + "shared expert: ", layers, experts.sharedInner(), true, experts.bias());
        return experts.sharedGate()
                ? product(at + "shared expert: share", layers, width, 1, false)
                : this;
    }

    private void expert(String name, long layers, Experts experts, long inputs, long outputs) {
        add(
                new Part.Product(
                        name,
                        layers * experts.count(),
                        layers * experts.used(),
                        inputs,
                        outputs,
                        experts.bias(),
                        where,
                        Form.EXPERT));
    }
}
