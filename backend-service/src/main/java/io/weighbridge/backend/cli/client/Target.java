package io.weighbridge.backend.cli.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;

import java.util.Optional;

/// A running service, and how to talk to it.
///
/// @param address host and port
/// @param tls empty for plaintext
public record Target(String address, Optional<SslContext> tls) {
    /// A connection; the caller shuts it down.
    public ManagedChannel connect() {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + address);
        return tls.map(builder::sslContext).orElseGet(builder::usePlaintext).build();
    }

    @Override
    public String toString() {
        return address;
    }
}
