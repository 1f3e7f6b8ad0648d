/// Answers proxies that ask about each call over HTTP before they pass it on (NGINX `auth_request`,
/// Traefik and Caddy `forward_auth`, HAProxy): they tell who calls and where to, and see no more of
/// the call. What it used is reported later, to the same port or over gRPC.
///
/// A question goes ForwardAuthHttp -> [Questions] -> [ProxyReply], in the words of a [Dialect]; a
/// report goes ForwardAuthHttp -> [UsageReports] -> the gate, each item read by [ReportedCall].
@NullMarked
package io.weighbridge.backend.proxies.forwardauth;

import org.jspecify.annotations.NullMarked;
