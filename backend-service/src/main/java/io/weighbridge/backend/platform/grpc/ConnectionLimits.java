package io.weighbridge.backend.platform.grpc;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.weighbridge.backend.platform.time.SystemTime;

import java.util.concurrent.TimeUnit;

/// What one connection, and all together, may ask of the server. docs/operations.md says why each
/// limit is what it is. What else floods can be made of is limited by gRPC and Netty themselves.
///
/// @param connections in all
/// @param connectionsPerAddress of one client address
/// @param resets of streams in a window, those that a client makes the server send included; then
///     the connection ends
/// @param resetWindowS seconds
/// @param handshakeMs until a new connection must have said what it speaks
/// @param keepAliveMs of silence after which a client is asked whether it is there
/// @param keepAliveAnswerMs that it has for its answer
/// @param idleMs without a call after which a connection is asked to go
/// @param wastedPerSecond keys and tokens that nobody has, and ten times the calls that are reset
///     as they begin; a fifth of it at once
/// @param messageBytes of one message that comes
record ConnectionLimits(
        int connections,
        int connectionsPerAddress,
        int resets,
        int resetWindowS,
        long handshakeMs,
        long keepAliveMs,
        long keepAliveAnswerMs,
        long idleMs,
        int wastedPerSecond,
        int messageBytes) {
    static final int MESSAGE_BYTES_DEFAULT = 4 << 20;
    private static final int METADATA_BYTES_MAX = 16 << 10;
    private static final int STREAMS_PER_CONNECTION = 4_096;
    private static final int RESETS_OF_PROXIES = 1_000_000;
    private static final int KEEPALIVE_MIN_S = 10;
    // About as much as 40 calls of the gate.
    private static final int READ_BYTES = 8 << 10;

    /// Those of a service. As many resets as a connection has streams: when a deadline passes, all
    /// of them may be given up at once.
    static final ConnectionLimits DEFAULT =
            new ConnectionLimits(
                    10_000,
                    1_000,
                    STREAMS_PER_CONNECTION,
                    5,
                    10_000,
                    60_000,
                    20_000,
                    900_000,
                    20_000,
                    MESSAGE_BYTES_DEFAULT);

    /// Those for a proxy that has a stream for each exchange, and ends each with a reset, however
    /// the exchange went: as many as it may have calls.
    static ConnectionLimits forProxies(int messageBytes) {
        return new ConnectionLimits(
                DEFAULT.connections,
                DEFAULT.connectionsPerAddress,
                RESETS_OF_PROXIES,
                DEFAULT.resetWindowS,
                DEFAULT.handshakeMs,
                DEFAULT.keepAliveMs,
                DEFAULT.keepAliveAnswerMs,
                DEFAULT.idleMs,
                DEFAULT.wastedPerSecond,
                messageBytes);
    }

    void apply(NettyServerBuilder builder) {
        builder.maxInboundMessageSize(messageBytes)
                .maxInboundMetadataSize(METADATA_BYTES_MAX)
                .maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION)
                .addStreamTracerFactory(ResetCalls.counting(new SystemTime()))
                .maxRstFramesPerWindow(resets, resetWindowS)
                .handshakeTimeout(handshakeMs, TimeUnit.MILLISECONDS)
                .keepAliveTime(keepAliveMs, TimeUnit.MILLISECONDS)
                .keepAliveTimeout(keepAliveAnswerMs, TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(KEEPALIVE_MIN_S, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(idleMs, TimeUnit.MILLISECONDS)
                // One short read each in turn: else a loop reads up to 1 MiB of one connection,
                // which is thousands of calls, while the others wait.
                .withChildOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1));
    }
}
