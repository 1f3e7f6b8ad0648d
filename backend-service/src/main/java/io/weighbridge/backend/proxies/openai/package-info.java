/// The gateway that speaks OpenAI's HTTP API: in front of a model server it asks the gate before
/// each call, passes the call on, reads what it used from the answer as that flows, and charges it.
///
/// A request goes GatewayHttp -> [Gateway] -> [ModelCall], or [MediaCall] for pictures and sound,
/// which owns the call on one thread from the hold to its one ending. [Upstream] and [ClientAnswer]
/// are the two sides, both transport. What the two sides say is read in `proxies.wire` and
/// `proxies.media`; what a call has used, how far it may go and what its client is told is in
/// `proxies.call`: the same for other proxies.
@NullMarked
package io.weighbridge.backend.proxies.openai;

import org.jspecify.annotations.NullMarked;
