/// A call of a model from its admission to its one end: what it has used so far, how far its answer
/// may go, and what its client is told. The same for every proxy that sees the call.
@NullMarked
package io.weighbridge.backend.proxies.call;

import org.jspecify.annotations.NullMarked;
