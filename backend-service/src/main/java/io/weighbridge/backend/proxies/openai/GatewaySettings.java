package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.CallLimits;
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
/// @param limits that calls have
/// @param idleTimeoutMs for the client to take what is written
/// @param bodyTimeoutMs for a client to send a whole request
public record GatewaySettings(
        InetSocketAddress address,
        ModelTable models,
        RequestRules rules,
        Receipts receipts,
        boolean takesTags,
        CallLimits limits,
        int idleTimeoutMs,
        int bodyTimeoutMs) {}
