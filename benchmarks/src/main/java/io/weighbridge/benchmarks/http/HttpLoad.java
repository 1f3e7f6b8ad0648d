package io.weighbridge.benchmarks.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.AttributeKey;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Sends requests over kept connections, one at a time on each, all on one event loop, and times
/// them. Anything but status 200 ends the run. Not for sharing.
public final class HttpLoad implements AutoCloseable {
    private static final long LATENCY_MAX_NANOS = 60_000_000_000L;
    private static final long TICK_NANOS = 200_000;
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final AttributeKey<Long> INTENDED = AttributeKey.valueOf("intended");

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final List<Channel> channels = new ArrayList<>();
    // Owned by the event loop, null between runs.
    private volatile Run run = new Run(() -> new byte[0], 0);

    /// Opens the connections.
    public HttpLoad(int port, int connections) {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new HttpResponseDecoder(),
                                                        new HttpObjectAggregator(BODY_BYTES_MAX),
                                                        new Answers());
                                    }
                                });
        for (int i = 0; i < connections; i++) {
            channels.add(
                    bootstrap
                            .connect(InetAddress.getLoopbackAddress(), port)
                            .syncUninterruptibly()
                            .channel());
        }
    }

    /// What a run showed.
    ///
    /// @param calls that were answered
    /// @param seconds that it took
    /// @param latencies in nanoseconds
    public record Result(long calls, double seconds, Histogram latencies) {
        /// Calls in a second.
        public double perSecond() {
            return calls / seconds;
        }

        /// A percentile of the latencies in milliseconds.
        public double ms(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /// Sends the next on a connection as soon as one is answered there.
    ///
    /// @param requests null ends it
    public Result closedLoop(Supplier<byte @Nullable []> requests, double seconds) {
        Run now = new Run(requests, (long) (seconds * 1e9));
        run = now;
        loop.execute(now::startClosed);
        return now.done.join();
    }

    /// Sends at a fixed rate whatever is answered when, each on a connection that is free; a call's
    /// time counts from when it should have been sent.
    ///
    /// @param requests null ends it
    public Result openLoop(Supplier<byte @Nullable []> requests, double perSecond, double seconds) {
        Run now = new Run(requests, (long) (seconds * 1e9));
        run = now;
        loop.execute(() -> now.startOpen(1e9 / perSecond));
        return now.done.join();
    }

    private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            if (response.status().code() != 200) {
                String body = response.content().toString(StandardCharsets.UTF_8);
                run.fail(response.status() + ", " + response.headers().entries() + " " + body);
                return;
            }
            run.answered(context.channel());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            run.fail("a connection was closed");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            run.fail(cause.toString());
        }
    }

    // Owned by the event loop.
    private final class Run {
        private final Supplier<byte @Nullable []> requests;
        private final long lengthNanos;
        private final CompletableFuture<Result> done = new CompletableFuture<>();
        private final Histogram latencies = new Histogram(LATENCY_MAX_NANOS, 3);
        private final Deque<Channel> free = new ArrayDeque<>();
        private final Deque<Long> late = new ArrayDeque<>();
        private long startedNanos;
        private boolean isClosed;
        private boolean isOver;
        private boolean isEnded;
        private long due;
        private int open;

        Run(Supplier<byte @Nullable []> requests, long lengthNanos) {
            this.requests = requests;
            this.lengthNanos = lengthNanos;
        }

        void startClosed() {
            isClosed = true;
            startedNanos = System.nanoTime();
            channels.forEach(channel -> send(channel, System.nanoTime()));
            isOver = isEnded;
            endIfDone();
        }

        void startOpen(double gapNanos) {
            startedNanos = System.nanoTime();
            free.addAll(channels);
            pace(gapNanos);
        }

        private void pace(double gapNanos) {
            long now = System.nanoTime();
            while (startedNanos + (long) (due * gapNanos) <= now) {
                late.add(startedNanos + (long) (due * gapNanos));
                due++;
            }
            sendLate();
            isOver = isEnded || now - startedNanos >= lengthNanos;
            if (isOver) {
                endIfDone();
            } else {
                var _ = loop.schedule(() -> pace(gapNanos), TICK_NANOS, TimeUnit.NANOSECONDS);
            }
        }

        private void sendLate() {
            while (!late.isEmpty() && !free.isEmpty()) {
                send(free.remove(), late.remove());
            }
        }

        private void send(Channel channel, long intendedNanos) {
            byte[] request = requests.get();
            if (request == null) {
                isEnded = true;
                isOver = true;
                late.clear();
                return;
            }
            open++;
            channel.attr(INTENDED).set(intendedNanos);
            var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(request));
        }

        void answered(Channel channel) {
            long now = System.nanoTime();
            open--;
            latencies.recordValue(now - channel.attr(INTENDED).get());
            if (isClosed) {
                isOver = isEnded || now - startedNanos >= lengthNanos;
                if (!isOver) {
                    send(channel, now);
                    isOver = isEnded;
                }
            } else {
                free.add(channel);
                sendLate();
            }
            endIfDone();
        }

        private void endIfDone() {
            if (isOver && open == 0 && late.isEmpty()) {
                done.complete(
                        new Result(
                                latencies.getTotalCount(),
                                (System.nanoTime() - startedNanos) / 1e9,
                                latencies));
            }
        }

        void fail(String why) {
            done.completeExceptionally(new IllegalStateException(why));
        }
    }

    @Override
    public void close() {
        run = new Run(() -> new byte[0], 0);
        for (Channel channel : channels) {
            var _ = channel.close();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
