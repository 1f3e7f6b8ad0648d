package io.weighbridge.backend.proxies.envoy;

import com.google.protobuf.ByteString;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.envoy.BodySendMode;
import io.weighbridge.proto.envoy.HeaderMap;
import io.weighbridge.proto.envoy.HeaderValue;
import io.weighbridge.proto.envoy.HttpBody;
import io.weighbridge.proto.envoy.HttpHeaders;
import io.weighbridge.proto.envoy.ProcessingRequest;
import io.weighbridge.proto.envoy.ProtocolConfiguration;

import java.nio.file.Path;

/// What Envoy tells the gate of a call, said by a test.
final class ProcessCalls {
    private ProcessCalls() {}

    /// A service with a port for Envoy.
    static Config config(Path directory) {
        return Config.of(directory)
                .withPort(0)
                .with(EnvoyTable.ENABLED, "true")
                .with(EnvoyTable.PORT, "0");
    }

    /// A connection to that port with a credential, or without one where it is empty.
    static ManagedChannel channel(TestBackend test, String secret) {
        NettyChannelBuilder to =
                NettyChannelBuilder.forAddress(
                        "127.0.0.1", test.backend().envoyPort().orElseThrow());
        if (!secret.isEmpty()) {
            to.intercept(BearerToken.attaching(secret));
        }
        return to.usePlaintext().build();
    }

    /// The head of a chat's request, and how bodies will come.
    static ProcessingRequest.Builder head(String key, BodySendMode up, BodySendMode down) {
        HeaderMap headers =
                HeaderMap.newBuilder()
                        .addHeaders(header(":method", "POST"))
                        .addHeaders(header(":path", "/v1/chat/completions"))
                        .addHeaders(header("authorization", "Bearer " + key))
                        .build();
        return ProcessingRequest.newBuilder()
                .setRequestHeaders(HttpHeaders.newBuilder().setHeaders(headers))
                .setProtocolConfig(
                        ProtocolConfiguration.newBuilder()
                                .setRequestBodyMode(up)
                                .setResponseBodyMode(down));
    }

    static HeaderValue header(String name, String value) {
        return HeaderValue.newBuilder()
                .setKey(name)
                .setRawValue(ByteString.copyFromUtf8(value))
                .build();
    }

    /// The head of an answer in JSON.
    static ProcessingRequest answerHead(String status) {
        HeaderMap headers =
                HeaderMap.newBuilder()
                        .addHeaders(header(":status", status))
                        .addHeaders(header("content-type", "application/json"))
                        .build();
        return ProcessingRequest.newBuilder()
                .setResponseHeaders(HttpHeaders.newBuilder().setHeaders(headers))
                .build();
    }

    /// A part of its body.
    static ProcessingRequest part(String text, boolean isEnd) {
        return ProcessingRequest.newBuilder()
                .setRequestBody(
                        HttpBody.newBuilder()
                                .setBody(ByteString.copyFromUtf8(text))
                                .setEndOfStream(isEnd))
                .build();
    }
}
