/// The gateway that speaks OpenAI's HTTP API: in front of a model server it asks the gate before
/// each call, passes the call on, reads what it used from the answer as that flows, and charges it.
///
/// A request goes GatewayHttp -> [Gateway] -> [ModelCall], which owns the call on one thread from
/// the hold to its one ending. [Upstream] and [ClientAnswer] are the two sides, both transport.
/// [EventCutter], [ChunkReader] and [Tally] are the truth about usage: pure rules, no input or
/// output.
@NullMarked
package io.weighbridge.backend.proxies.openai;

import org.jspecify.annotations.NullMarked;
