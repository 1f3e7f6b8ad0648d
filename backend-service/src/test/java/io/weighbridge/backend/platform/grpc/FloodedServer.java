package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.weighbridge.backend.testkit.Calls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A server with one event loop for all, which counts the calls that begin, and a good client of
/// it. `Echo` answers what it gets; `Hold` never answers.
final class FloodedServer implements AutoCloseable {
    static final String HOLD = "/test.Flood/Hold";

    private static final MethodDescriptor<byte[], byte[]> ECHO = method("test.Flood/Echo");
    private static final int GOOD_CALLS = 200;

    private final AtomicInteger held = new AtomicInteger();
    private final GrpcServer server;
    private final ManagedChannel good;

    FloodedServer(ConnectionLimits limits) {
        server =
                GrpcServer.startOpen(
                        Listening.plaintext(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1),
                        limits,
                        List.of(this::service));
        good = connect();
        goodCalls(1);
    }

    private ServerServiceDefinition service() {
        var holding = ServerCalls.<byte[], byte[]>asyncUnaryCall((_, _) -> {});
        return ServerServiceDefinition.builder("test.Flood")
                .addMethod(
                        ECHO,
                        ServerCalls.asyncUnaryCall(
                                (request, observer) -> {
                                    observer.onNext(request);
                                    observer.onCompleted();
                                }))
                .addMethod(
                        method(HOLD.substring(1)),
                        (call, headers) -> {
                            held.incrementAndGet();
                            return holding.startCall(call, headers);
                        })
                .build();
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(name)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    int port() {
        return server.port();
    }

    int connections() {
        return server.connections();
    }

    /// Calls of `Hold` that began.
    int held() {
        return held.get();
    }

    ManagedChannel connect() {
        return NettyChannelBuilder.forAddress("127.0.0.1", port()).usePlaintext().build();
    }

    /// Calls by the good client, on the connection that it has had from the start: each is answered
    /// with what it sent.
    void goodCalls() {
        goodCalls(GOOD_CALLS);
    }

    private void goodCalls(int calls) {
        for (int i = 0; i < calls; i++) {
            byte[] sent = RawHttp2.number(i);
            assertArrayEquals(
                    sent, ClientCalls.blockingUnaryCall(good, ECHO, CallOptions.DEFAULT, sent));
        }
    }

    /// Lets an attack run until the server ends its connection, with good calls meanwhile and after
    /// it.
    ///
    /// @param most steps of the attack that must not be needed
    void attack(RawHttp2 attacker, int most, Step step) {
        Thread attack =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        for (int i = 0; i < most; i++) {
                                            step.send(attacker, 2 * i + 1);
                                        }
                                        attacker.flush();
                                    } catch (IOException e) {
                                        // The server has ended it, as it should.
                                    }
                                });
        do {
            goodCalls();
        } while (attack.isAlive());
        Calls.await("the attacker's connection ends", attacker::isEnded);
        goodCalls();
        Calls.await("only the good client is left", () -> connections() == 1);
        assertTrue(held() <= most);
    }

    /// One step of an attack.
    @FunctionalInterface
    interface Step {
        /// @param stream one that was not used before
        void send(RawHttp2 attacker, int stream) throws IOException;
    }

    @Override
    public void close() {
        good.shutdownNow();
        server.close();
    }
}
