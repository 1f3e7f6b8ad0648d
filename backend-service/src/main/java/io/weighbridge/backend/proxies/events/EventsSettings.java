package io.weighbridge.backend.proxies.events;

import java.net.InetSocketAddress;

/// How the port for usage events is set.
///
/// @param address to listen on; port 0 for any free one
/// @param takesHttp not so where proxies must show a certificate, which is asked for by gRPC only
/// @param charged which side's spans are charged
/// @param isDollars whether the billing currency is the dollar, which others tell costs in
/// @param bodyBytesMax of one request, unpacked
/// @param bodiesBytesMax of all that are read at the same time
/// @param connectionsMax at the same time
public record EventsSettings(
        InetSocketAddress address,
        boolean takesHttp,
        SpanSide charged,
        boolean isDollars,
        int bodyBytesMax,
        long bodiesBytesMax,
        int connectionsMax) {}
