package io.weighbridge.backend.compute.media;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.ArrayList;
import java.util.List;

/// Parameters and operations added up, part by part. Two operations per multiply-add, over
/// matrix products, convolutions and attention; biases, norms and activations are not counted. Not
/// for several threads.
final class Tally {
    private static final long MULTIPLY_ADD = 2;
    // Real networks have some hundreds; a config can ask for billions.
    private static final int WORKS_MAX = 50_000;

    private final List<Work> works = new ArrayList<>();

    /// What is gathered, in the order of the network.
    List<Work> works() {
        return List.copyOf(works);
    }

    /// A product with a bias, or without.
    ///
    /// @param times how often it is done
    void product(String name, long inputs, long outputs, boolean bias, long times) {
        add(
                name,
                plus(times(inputs, outputs), bias ? outputs : 0),
                times(MULTIPLY_ADD, times(times(inputs, outputs), times)));
    }

    /// A convolution with a bias.
    ///
    /// @param kernel its width and height
    /// @param places where it is done: width times height of the answer
    void convolution(String name, long inputs, long outputs, long kernel, long places) {
        product(name, times(inputs, times(kernel, kernel)), outputs, true, places);
    }

    /// Elements without a product: norms, embeddings.
    void elements(String name, long elements) {
        add(name, elements, 0);
    }

    /// Scores and the weighted sum over them.
    ///
    /// @param width of all heads together
    void attention(String name, long width, long asking, long seen) {
        add(name, 0, times(2 * MULTIPLY_ADD, times(width, times(asking, seen))));
    }

    private void add(String name, long parameters, long flops) {
        if (works.size() == WORKS_MAX) {
            throw Fault.invalid(
                    "config", "more than " + WORKS_MAX + " parts", "a network that can be served");
        }
        works.add(new Work(name, parameters, flops));
    }

    static long times(long a, long b) {
        return Math.multiplyExact(a, b);
    }

    private static long plus(long a, long b) {
        return Math.addExact(a, b);
    }
}
