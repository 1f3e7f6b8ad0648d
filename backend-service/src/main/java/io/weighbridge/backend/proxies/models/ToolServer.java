package io.weighbridge.backend.proxies.models;

import java.util.Set;

/// A server of tools, by the Model Context Protocol.
///
/// @param server its endpoint, key and times
/// @param origins of web pages that may call it
public record ToolServer(ServerSettings server, Set<String> origins) {
    /// What the name of a server's service begins with.
    public static final String SERVICE = "mcp/";

    /// Copies.
    public ToolServer {
        origins = Set.copyOf(origins);
    }
}
