package io.weighbridge.console.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Makes connections to a profile's service.
final class Channels {
    // Of the largest answer: a page of 1,000 records.
    private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

    private Channels() {}

    static ManagedChannel open(Profile profile) {
        return Grpc.newChannelBuilder("dns:///" + profile.address(), credentials(profile.trust()))
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                // A link that is dead without a word, as after a laptop slept, is found by a ping.
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .build();
    }

    private static ChannelCredentials credentials(Trust trust) {
        return switch (trust) {
            case Trust.Plaintext() -> InsecureChannelCredentials.create();
            case Trust.Authorities() -> TlsChannelCredentials.create();
            case Trust.Certificate(var file) -> {
                try {
                    yield TlsChannelCredentials.newBuilder().trustManager(file.toFile()).build();
                } catch (IOException | IllegalArgumentException e) {
                    throw new ClientException(
                            "INVALID_FIELD",
                            "certificate: " + file + " (expected: a readable PEM file)");
                }
            }
        };
    }
}
