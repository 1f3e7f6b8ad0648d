/// A neural network as a list of what it is made of, and what follows from that alone: parameters,
/// bytes, cache and floating-point operations.
@NullMarked
package io.weighbridge.backend.compute.network;

import org.jspecify.annotations.NullMarked;
