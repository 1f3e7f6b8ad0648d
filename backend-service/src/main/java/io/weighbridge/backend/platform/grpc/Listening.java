package io.weighbridge.backend.platform.grpc;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.tls.ServerTls;

import java.net.InetSocketAddress;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// Where and how the server listens.
///
/// @param address port 0 for any free one
/// @param eventLoops threads for the direct services
/// @param tls empty for plaintext
/// @param everyClient whether a client without a certificate gets no connection at all
/// @param proxies what proxies must show
/// @param stopMs how long a stop waits for calls in flight
public record Listening(
        InetSocketAddress address,
        int eventLoops,
        Optional<ServerTls> tls,
        boolean everyClient,
        ProxyCertificates proxies,
        long stopMs) {
    private static final long STOP_MS_DEFAULT = 10_000;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /// Plaintext.
    public static Listening plaintext(InetSocketAddress address, int eventLoops) {
        return new Listening(
                address,
                eventLoops,
                Optional.empty(),
                false,
                ProxyCertificates.NONE,
                STOP_MS_DEFAULT);
    }

    Optional<SslContext> sslContext() {
        return tls.map(this::sslContext);
    }

    private SslContext sslContext(ServerTls server) {
        SslContextBuilder builder =
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(server.keyManager()), SslProvider.JDK);
        builder.protocols(PROTOCOLS).clientAuth(ClientAuth.NONE);
        server.trustManager()
                .ifPresent(
                        trust ->
                                builder.trustManager(trust)
                                        .clientAuth(
                                                everyClient
                                                        ? ClientAuth.REQUIRE
                                                        : ClientAuth.OPTIONAL));
        try {
            return builder.build();
        } catch (SSLException e) {
            throw Fault.internal("TLS is not to be had: " + e.getMessage(), e);
        }
    }
}
