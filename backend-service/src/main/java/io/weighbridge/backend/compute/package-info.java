/// What a call costs on the GPU: static analysis of models, GPUs, and the cost of both together.
@NullMarked
package io.weighbridge.backend.compute;

import org.jspecify.annotations.NullMarked;
