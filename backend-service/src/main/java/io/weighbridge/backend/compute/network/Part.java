package io.weighbridge.backend.compute.network;

/// Something that a network is made of, `copies` times. Sizes are numbers of elements.
public sealed interface Part {
    /// For people: where it is and what it does, such as `layers: attention.query`.
    String name();

    /// How many there are.
    long copies();

    /// Elements of one copy.
    long elements();

    /// Copies that one token uses: fewer than all with a mixture of experts.
    default long copiesUsed() {
        return copies();
    }

    /// Elements of all copies.
    default long parameters() {
        return Math.multiplyExact(copies(), elements());
    }

    /// Elements of the copies that one token uses.
    default long parametersUsed() {
        return Math.multiplyExact(copiesUsed(), elements());
    }

    /// A matrix product with weights, which is also a convolution whose kernel is as large as its
    /// stride.
    ///
    /// @param copiesUsed by one token
    /// @param inputs columns of the matrix
    /// @param outputs rows of the matrix
    /// @param bias whether a bias is added
    /// @param where for which tokens it is done
    /// @param form how its weights are kept
    record Product(
            String name,
            long copies,
            long copiesUsed,
            long inputs,
            long outputs,
            boolean bias,
            Positions where,
            Form form)
            implements Part {
        @Override
        public long elements() {
            if (form == Form.SHARED) {
                return bias ? outputs : 0;
            }
            return Math.addExact(Math.multiplyExact(inputs, outputs), bias ? outputs : 0);
        }

        /// Floating-point operations of one token: two per element of the matrix, the multiply and
        /// the add; biases are not counted.
        public long flops() {
            return Math.multiplyExact(
                    2, Math.multiplyExact(copiesUsed, Math.multiplyExact(inputs, outputs)));
        }
    }

    /// Rows of which a token takes one: embeddings.
    ///
    record Lookup(String name, long copies, long rows, long width) implements Part {
        @Override
        public long elements() {
            return Math.multiplyExact(rows, width);
        }
    }

    /// Norms, biases, scales: elements without a matrix product.
    record Vector(String name, long copies, long elements) implements Part {}

    /// Attention over what is cached: scores and the weighted sum, no weights of its own.
    ///
    /// @param heads that ask
    /// @param scoreWidth elements of a query and of a key
    /// @param valueWidth elements of a value
    /// @param decodeScoreWidth as `scoreWidth`, when tokens come one by one (differs in absorbed
    ///     MLA)
    /// @param decodeValueWidth as `valueWidth`, likewise
    /// @param cachedElements what one token adds to the cache
    /// @param window how many tokens it looks at, itself included: the last ones when it is causal,
    ///     else those around it, as many on each side; 0 for all
    /// @param causal whether a token sees only what came before it
    record Attention(
            String name,
            long copies,
            long heads,
            long scoreWidth,
            long valueWidth,
            long decodeScoreWidth,
            long decodeValueWidth,
            long cachedElements,
            long window,
            boolean causal)
            implements Part {
        @Override
        public long elements() {
            return 0;
        }

        /// Operations of one token for each token that it sees, when many come at once.
        long flopsPerPair() {
            return pair(scoreWidth, valueWidth);
        }

        /// Operations of one token for each token that it sees, when tokens come one by one.
        long flopsPerPairDecoding() {
            return pair(decodeScoreWidth, decodeValueWidth);
        }

        private long pair(long score, long value) {
            return Math.multiplyExact(
                    2,
                    Math.multiplyExact(
                            copies, Math.multiplyExact(heads, Math.addExact(score, value))));
        }

        /// Of a window around a token, how many are on each side.
        long side() {
            return (window - 1) / 2;
        }

        /// How many of `tokens` one token sees at most.
        long seen(long tokens) {
            return window > 0 ? Math.min(window, tokens) : tokens;
        }
    }

    /// What a recurrent layer remembers, however long the context is.
    ///
    /// @param stateElements of one copy
    /// @param flopsPerToken of one copy: bringing the state on by a token and reading it
    record Recurrence(String name, long copies, long stateElements, long flopsPerToken)
            implements Part {
        @Override
        public long elements() {
            return 0;
        }
    }

    /// For which tokens a product is done.
    enum Positions {
        /// For each.
        EVERY,
        /// Only for the last of a prompt: the head, as models are served.
        LAST,
        /// For each of a prompt, not of an answer: an encoder before a decoder.
        PROMPT,
        /// For each of an answer, not of a prompt: the decoder behind an encoder.
        ANSWER,
        /// For each, but only of a text with a picture: layers that look at one.
        PICTURE,
        /// Stored, but not part of a call: layers that predict more tokens than the next.
        NEVER
    }

    /// How the weights of a product are kept.
    enum Form {
        /// In the model's quantization.
        PLAIN,
        /// Likewise, one of several experts.
        EXPERT,
        /// As the model's type, also where the rest is quantized: routers, heads.
        FULL,
        /// They are another part's: a head that is the embedding.
        SHARED
    }
}
