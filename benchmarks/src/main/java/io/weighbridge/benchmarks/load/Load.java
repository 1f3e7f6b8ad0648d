package io.weighbridge.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.weighbridge.backend.platform.grpc.BearerToken;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Sends calls over some connections, all on one event loop, and times them. Not for sharing.
final class Load implements AutoCloseable {
    private static final long LATENCY_MAX_NANOS = 60_000_000_000L;
    private static final long TICK_NANOS = 200_000;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final Metadata credential;

    /// @param ports one connection to each
    /// @param token that each call carries; empty for none
    Load(List<Integer> ports, String token) {
        credential = token.isEmpty() ? new Metadata() : BearerToken.metadata(token);
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, io);
        loop = group.next();
        for (int port : ports) {
            channels.add(
                    NettyChannelBuilder.forAddress("127.0.0.1", port)
                            .channelType(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                            .eventLoopGroup(group)
                            .directExecutor()
                            .usePlaintext()
                            .build());
        }
    }

    /// Where requests come from.
    @FunctionalInterface
    interface Requests {
        /// The next one, null when there is no more.
        byte @Nullable [] next();
    }

    /// What a run showed.
    ///
    /// @param calls that were answered
    /// @param seconds that it took
    /// @param latencies in nanoseconds
    record Result(long calls, double seconds, Histogram latencies) {
        double perSecond() {
            return calls / seconds;
        }

        double ms(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /// Sends the next as soon as one is answered.
    ///
    /// @param inFlight calls open on each connection
    Result closedLoop(
            MethodDescriptor<byte[], byte[]> method,
            Requests requests,
            int inFlight,
            double seconds) {
        Run run = new Run(method, requests, (long) (seconds * 1e9));
        loop.execute(() -> run.startClosed(inFlight));
        return run.done.join();
    }

    /// Sends at a fixed rate whatever is answered when; a call's time counts from when it should
    /// have been sent. What is due by one tick goes out on one connection, the next tick's on the
    /// next: a write and a read for each call would cost the load more than the server.
    Result openLoop(
            MethodDescriptor<byte[], byte[]> method,
            Requests requests,
            double perSecond,
            double seconds) {
        Run run = new Run(method, requests, (long) (seconds * 1e9));
        loop.execute(() -> run.startOpen(perSecond));
        return run.done.join();
    }

    // Owned by the event loop.
    private final class Run {
        private final MethodDescriptor<byte[], byte[]> method;
        private final Requests requests;
        private final long lengthNanos;
        private final CompletableFuture<Result> done = new CompletableFuture<>();
        private final Histogram latencies = new Histogram(LATENCY_MAX_NANOS, 3);
        private long startedNanos;
        private boolean closedLoop;
        private boolean ended;
        private int open;
        private long sent;
        private int ticks;

        Run(MethodDescriptor<byte[], byte[]> method, Requests requests, long lengthNanos) {
            this.method = method;
            this.requests = requests;
            this.lengthNanos = lengthNanos;
        }

        void startClosed(int inFlight) {
            closedLoop = true;
            startedNanos = System.nanoTime();
            for (int i = 0; i < inFlight; i++) {
                for (ManagedChannel channel : channels) {
                    send(channel, System.nanoTime());
                }
            }
        }

        void startOpen(double perSecond) {
            startedNanos = System.nanoTime();
            pace(1e9 / perSecond);
        }

        private void pace(double gapNanos) {
            long now = System.nanoTime();
            ManagedChannel channel = channels.get(ticks++ % channels.size());
            while (!ended && startedNanos + (long) (sent * gapNanos) <= now) {
                long intended = startedNanos + (long) (sent * gapNanos);
                send(channel, intended);
            }
            if (ended) {
                endIfDone();
            } else {
                var _ = loop.schedule(() -> pace(gapNanos), TICK_NANOS, TimeUnit.NANOSECONDS);
            }
        }

        private void send(ManagedChannel channel, long intendedNanos) {
            byte[] request =
                    System.nanoTime() - startedNanos >= lengthNanos ? null : requests.next();
            if (request == null) {
                ended = true;
                endIfDone();
                return;
            }
            sent++;
            open++;
            ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
            Metadata headers = new Metadata();
            headers.merge(credential);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            closed(channel, status, intendedNanos);
                        }
                    },
                    headers);
            call.request(2);
            call.sendMessage(request);
            call.halfClose();
        }

        private void closed(ManagedChannel channel, Status status, long intendedNanos) {
            open--;
            if (!status.isOk()) {
                done.completeExceptionally(status.asRuntimeException());
                ended = true;
                return;
            }
            latencies.recordValue(System.nanoTime() - intendedNanos);
            if (closedLoop && !ended) {
                send(channel, System.nanoTime());
            } else {
                endIfDone();
            }
        }

        private void endIfDone() {
            if (ended && open == 0) {
                done.complete(
                        new Result(
                                latencies.getTotalCount(),
                                (System.nanoTime() - startedNanos) / 1e9,
                                latencies));
            }
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
