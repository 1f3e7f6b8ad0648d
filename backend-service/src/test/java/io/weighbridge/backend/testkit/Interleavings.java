package io.weighbridge.backend.testkit;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// Tries the ways in which a few operations of two threads can be interleaved, and fails with the
/// first whose results no order of the same operations, one after the other, can have.
public final class Interleavings {
    private Interleavings() {}

    /// Tries a class whose operations are marked.
    public static void check(Class<?> tried) {
        new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(2)
                .actorsAfter(1)
                .iterations(12)
                .invocationsPerIteration(60)
                .check(tried);
    }
}
