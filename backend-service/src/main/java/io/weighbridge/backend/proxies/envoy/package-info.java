/// Envoy asks here: the gate behind its protocol for external processors (`ext_proc`). Envoy tells
/// an HTTP exchange piece by piece, and is told what to do with each piece.
///
/// ExtProcGrpc opens a ProcessGrpc for each exchange, which maps and calls an [EnvoyCall]: that
/// owns the call from the request's head to its one ending. What its answer says is read by an
/// [AnswerReader]. What requests and answers are like is in `proxies.wire`, what becomes of a call
/// in `proxies.call`.
///
/// Who cannot have bodies looked at asks ExtAuthzGrpc -> [Checks] about the head alone.
/// RateLimitGrpc -> [RateLimits] tells who wants no more than limits kept, without any money.
/// AccessLogGrpc hears who broke a call off, for those that wait in [CallEnds].
@NullMarked
package io.weighbridge.backend.proxies.envoy;

import org.jspecify.annotations.NullMarked;
