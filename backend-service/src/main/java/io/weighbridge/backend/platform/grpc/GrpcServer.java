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
/// virtual threads of their own. Connections have [limits][ConnectionLimits].
public final class GrpcServer implements AutoCloseable {
    private final Server server;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup loops;
    private final ExecutorService virtual;
    private final ConnectionCount connections;
    private final long stopMs;
    private final @Nullable OpenStreams streams;

    private GrpcServer(
            Server server,
            EventLoopGroup acceptor,
            EventLoopGroup loops,
            ExecutorService virtual,
            ConnectionCount connections,
            long stopMs,
            @Nullable OpenStreams streams) {
        this.connections = connections;
        this.stopMs = stopMs;
        this.server = server;
        this.acceptor = acceptor;
        this.loops = loops;
        this.virtual = virtual;
        this.streams = streams;
    }

    /// Starts serving. Each method lets in whom its option in the contract allows.
    ///
    /// @param direct services that never wait
    /// @param waiting services that may
    /// @param authenticator who knows the callers' tokens
    /// @throws Fault INVALID_FIELD when the port is in use, INTERNAL when the address cannot be
    ///     listened on for another reason, or when a method does not say who may call it
    public static GrpcServer start(
            Listening listening,
            List<BindableService> direct,
            List<BindableService> waiting,
            Authenticator authenticator) {
        return start(listening, ConnectionLimits.DEFAULT, direct, waiting, authenticator);
    }

    /// Starts serving what proxies ask by contracts of their own, with a stream for each exchange.
    ///
    /// @param messageBytes of one message at most
    /// @param direct services that never wait
    /// @param waiting services that may
    /// @throws Fault as [#start]
    public static GrpcServer startForProxies(
            Listening listening,
            int messageBytes,
            List<BindableService> direct,
            List<BindableService> waiting,
            Authenticator authenticator) {
        return start(
                listening,
                ConnectionLimits.forProxies(messageBytes),
                direct,
                waiting,
                authenticator);
    }

    /// The same with other limits.
    static GrpcServer start(
            Listening listening,
            ConnectionLimits limits,
            List<BindableService> direct,
            List<BindableService> waiting,
            Authenticator authenticator) {
        List<ServerServiceDefinition> all = new ArrayList<>();
        direct.forEach(service -> all.add(service.bindService()));
        waiting.forEach(service -> all.add(service.bindService()));
        all.add(ProtoReflectionServiceV1.newInstance().bindService());
        OpenStreams streams = new OpenStreams(authenticator);
        AccessInterceptor access =
                new AccessInterceptor(
                        AccessRules.of(all), authenticator, listening.proxies(), streams);
        return start(listening, limits, direct, waiting, access, streams);
    }

    /// Starts serving whoever comes, without a look at who calls: for measuring the server alone.
    ///
    /// @param direct services that never wait
    public static GrpcServer startOpen(
            InetSocketAddress address, int eventLoops, List<BindableService> direct) {
        return startOpen(
                Listening.plaintext(address, eventLoops), ConnectionLimits.DEFAULT, direct);
    }

    /// The same with other limits.
    static GrpcServer startOpen(
            Listening listening, ConnectionLimits limits, List<BindableService> direct) {
        return start(listening, limits, direct, List.of(), null, null);
    }

    private static GrpcServer start(
            Listening listening,
            ConnectionLimits limits,
            List<BindableService> direct,
            List<BindableService> waiting,
            @Nullable AccessInterceptor access,
            @Nullable OpenStreams streams) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        AcceptedConnections accepted = new AcceptedConnections(limits);
        EventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(1, io);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(listening.eventLoops(), io);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        List<String> directNames =
                direct.stream()
                        .map(service -> service.bindService().getServiceDescriptor().getName())
                        .toList();
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(listening.address())
                        .channelFactory(() -> channel(epoll, accepted))
                        .bossEventLoopGroup(acceptor)
                        .workerEventLoopGroup(loops)
                        .directExecutor()
                        .callExecutor(new PerService(directNames, virtual));
        limits.apply(builder);
        listening
                .sslContext()
                .ifPresent(
                        tls ->
                                builder.sslContext(tls)
                                        .addTransportFilter(ClientCertificate.reading()));
        direct.forEach(builder::addService);
        ErrorInterceptor errors = new ErrorInterceptor();
        waiting.forEach(
                service -> builder.addService(ServerInterceptors.intercept(service, errors)));
        builder.addService(ProtoReflectionServiceV1.newInstance());
        if (access != null) {
            // Of the whole server, so that no service can be added past it.
            builder.intercept(access);
        }
        ConnectionCount connections = new ConnectionCount();
        builder.addTransportFilter(connections).addTransportFilter(accepted.counting());
        GrpcServer started =
                new GrpcServer(
                        builder.build(),
                        acceptor,
                        loops,
                        virtual,
                        connections,
                        listening.stopMs(),
                        streams);
        try {
            started.server.start();
        } catch (IOException e) {
            started.stopThreads();
            throw cannotListen(listening.address(), e);
        }
        return started;
    }

    private static ServerChannel channel(boolean epoll, AcceptedConnections accepted) {
        ServerChannel channel =
                epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
        channel.pipeline().addFirst(accepted);
        return channel;
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

    /// How many clients are connected.
    public int connections() {
        return connections.now();
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
            if (!server.awaitTermination(stopMs, TimeUnit.MILLISECONDS)) {
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
