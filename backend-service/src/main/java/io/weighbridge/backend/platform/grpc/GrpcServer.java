package io.weighbridge.backend.platform.grpc;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The gRPC server. Direct services run on the event loops and must never wait; all others run on
/// virtual threads of their own. Every connection has limits: streams, message size, resets, idle
/// time.
public final class GrpcServer implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 4 << 20;
    private static final int STREAMS_PER_CONNECTION = 4_096;
    private static final int RESETS_PER_WINDOW = 10_000;
    private static final int RESET_WINDOW_S = 5;
    private static final int METADATA_BYTES_MAX = 16 << 10;
    private static final int KEEPALIVE_MIN_S = 10;
    // A client that vanished without a word is found out after this long.
    private static final int KEEPALIVE_S = 60;
    private static final int STOP_S = 10;

    private final Server server;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup loops;
    private final ExecutorService virtual;
    private final @Nullable OpenStreams streams;

    private GrpcServer(
            Server server,
            EventLoopGroup acceptor,
            EventLoopGroup loops,
            ExecutorService virtual,
            @Nullable OpenStreams streams) {
        this.server = server;
        this.acceptor = acceptor;
        this.loops = loops;
        this.virtual = virtual;
        this.streams = streams;
    }

    /// Starts serving. Each method lets in whom its option in the contract allows.
    ///
    /// @param address port 0 for any free one
    /// @param eventLoops threads for the direct services
    /// @param direct services that never wait
    /// @param waiting services that may
    /// @param authenticator who knows the callers' tokens
    /// @throws Fault INVALID_FIELD when the port is in use, INTERNAL when the address cannot be
    ///     listened on for another reason, or when a method does not say who may call it
    public static GrpcServer start(
            InetSocketAddress address,
            int eventLoops,
            List<BindableService> direct,
            List<BindableService> waiting,
            Authenticator authenticator) {
        List<ServerServiceDefinition> all = new ArrayList<>();
        direct.forEach(service -> all.add(service.bindService()));
        waiting.forEach(service -> all.add(service.bindService()));
        all.add(ProtoReflectionServiceV1.newInstance().bindService());
        AccessRules rules = AccessRules.of(all);
        OpenStreams streams = new OpenStreams(authenticator);
        AccessInterceptor access = new AccessInterceptor(rules, authenticator, streams);
        return start(address, eventLoops, direct, waiting, access, streams);
    }

    /// Starts serving whoever comes, without a look at who calls: for measuring the server alone.
    ///
    /// @param direct services that never wait
    public static GrpcServer startOpen(
            InetSocketAddress address, int eventLoops, List<BindableService> direct) {
        return start(address, eventLoops, direct, List.of(), null, null);
    }

    private static GrpcServer start(
            InetSocketAddress address,
            int eventLoops,
            List<BindableService> direct,
            List<BindableService> waiting,
            @Nullable AccessInterceptor access,
            @Nullable OpenStreams streams) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> channel =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        EventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(1, io);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(eventLoops, io);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        List<String> directNames =
                direct.stream()
                        .map(service -> service.bindService().getServiceDescriptor().getName())
                        .toList();
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(address)
                        .channelType(channel)
                        .bossEventLoopGroup(acceptor)
                        .workerEventLoopGroup(loops)
                        .directExecutor()
                        .callExecutor(new PerService(directNames, virtual))
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .maxInboundMetadataSize(METADATA_BYTES_MAX)
                        .maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION)
                        .maxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_S)
                        .keepAliveTime(KEEPALIVE_S, TimeUnit.SECONDS)
                        .permitKeepAliveTime(KEEPALIVE_MIN_S, TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true);
        direct.forEach(builder::addService);
        ErrorInterceptor errors = new ErrorInterceptor();
        waiting.forEach(
                service -> builder.addService(ServerInterceptors.intercept(service, errors)));
        builder.addService(ProtoReflectionServiceV1.newInstance());
        if (access != null) {
            // Of the whole server, so that no service can be added past it.
            builder.intercept(access);
        }
        GrpcServer started = new GrpcServer(builder.build(), acceptor, loops, virtual, streams);
        try {
            started.server.start();
        } catch (IOException e) {
            started.stopThreads();
            throw cannotListen(address, e);
        }
        return started;
    }

    // A taken port is the operator's to change; anything else says what the system said.
    private static Fault cannotListen(InetSocketAddress address, IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("already in use")) {
                return Fault.invalid(
                        "listen.port",
                        address.getPort() + " is in use by another program",
                        "a free port");
            }
        }
        return Fault.internal("cannot listen on " + address + ": " + e.getMessage(), e);
    }

    /// Which thread serves a call.
    private record PerService(List<String> direct, Executor virtual)
            implements ServerCallExecutorSupplier {
        @Override
        public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
            // Null: the default, which is the event loop.
            return direct.contains(call.getMethodDescriptor().getServiceName()) ? null : virtual;
        }
    }

    /// The port that it listens on.
    public int port() {
        return server.getPort();
    }

    /// Takes no new calls, lets those in flight end, then stops.
    @Override
    public void close() {
        try {
            server.shutdown();
            if (!server.awaitTermination(STOP_S, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        stopThreads();
    }

    private void stopThreads() {
        if (streams != null) {
            streams.close();
        }
        virtual.close();
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
