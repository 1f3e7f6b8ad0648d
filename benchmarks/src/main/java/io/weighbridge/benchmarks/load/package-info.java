/// Benchmarks over gRPC: a server in a process of its own, the load in this one, both on the same
/// machine.
@NullMarked
package io.weighbridge.benchmarks.load;

import org.jspecify.annotations.NullMarked;
