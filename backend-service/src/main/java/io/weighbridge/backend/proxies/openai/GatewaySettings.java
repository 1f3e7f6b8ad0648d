package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.Receipts;
import io.weighbridge.backend.proxies.models.ModelTable;
import io.weighbridge.backend.proxies.wire.RequestRules;

import java.net.InetSocketAddress;

/// How the gateway is set.
///
/// @param address to listen on; port 0 for any free one
/// @param models the model servers
/// @param rules what decides about money
/// @param receipts what clients are told of their charge
/// @param takesTags whether clients may tag their calls
/// @param limits the rest
public record GatewaySettings(
        InetSocketAddress address,
        ModelTable models,
        RequestRules rules,
        Receipts receipts,
        boolean takesTags,
        Limits limits) {
    /// Everything has a limit.
    ///
    /// @param bodyBytesMax of a request
    /// @param bodiesBytesMax of all requests that are in memory at the same time
    /// @param answerBytesMax of an answer that is not streamed
    /// @param answersBytesMax of all such answers that are in memory at the same time
    /// @param callsMax open at the same time
    /// @param plainOutputTokens held for an answer that is not streamed, where neither request nor
    ///     service say how long it may become
    /// @param idleTimeoutMs for the client to take what is written
    /// @param bodyTimeoutMs for a client to send a whole request
    /// @param drainTimeoutMs for open calls to end at a stop
    public record Limits(
            int bodyBytesMax,
            long bodiesBytesMax,
            int answerBytesMax,
            long answersBytesMax,
            int callsMax,
            int plainOutputTokens,
            int idleTimeoutMs,
            int bodyTimeoutMs,
            int drainTimeoutMs) {}
}
