package io.weighbridge.backend.platform.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/// Slows down a connection whose calls are for nothing: they show keys or tokens that nobody has,
/// or are reset. Beyond so many a second nothing more is read of it until they are worked off, so
/// that who does that takes no more than a part of an event loop from the others. Far above what a
/// proxy passes on, or gives up, in good faith.
///
/// One for each connection, first in its pipeline. Owned by the connection's event loop; other
/// threads hand over to it what they count.
public final class WastedCalls extends ChannelDuplexHandler {
    /// Where a call finds its connection's.
    static final Attributes.Key<WastedCalls> OF_CONNECTION =
            Attributes.Key.create("weighbridge-wasted-calls");

    // What a stream's later messages count on: they may come while nothing is read.
    static final Context.Key<WastedCalls> OF_STREAM = Context.key("weighbridge-wasted-calls");

    // What may be shown at once takes so long to work off: a fifth of what a second allows.
    private static final long AT_ONCE_NANOS = 200_000_000L;
    private static final ThreadLocal<@Nullable WastedCalls> READING = new ThreadLocal<>();

    private final TimeSource time;
    private final Channel channel;
    private final long nanosEach;
    private int shown;
    // When those so far are worked off.
    private long freeAtNanos;
    private boolean paused;

    WastedCalls(TimeSource time, Channel channel, int perSecond) {
        this.nanosEach = 1_000_000_000L / perSecond;
        this.time = time;
        this.channel = channel;
        this.freeAtNanos = time.nanos();
    }

    /// The call that this thread serves just now is one. Counts for direct services only.
    public static void count() {
        count(1);
    }

    /// The same for one that counts as so many.
    static void count(int each) {
        WastedCalls reading = READING.get();
        if (reading != null) {
            reading.shown += each;
            return;
        }
        WastedCalls stream = OF_STREAM.get();
        if (stream != null) {
            stream.add(each);
        }
    }

    /// A call of this connection is one. On any thread.
    void countOne() {
        add(1);
    }

    private void add(int each) {
        if (READING.get() == this) {
            shown += each;
        } else {
            channel.eventLoop()
                    .execute(
                            () -> {
                                shown += each;
                                work();
                            });
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        READING.set(this);
        try {
            var _ = context.fireChannelRead(message);
        } finally {
            READING.remove();
        }
        if (shown > 0) {
            work();
        }
    }

    // HTTP/2 and TLS ask for more by themselves, whatever the channel's setting is.
    @Override
    public void read(ChannelHandlerContext context) {
        if (!paused) {
            var _ = context.read();
        }
    }

    private void work() {
        long now = time.nanos();
        freeAtNanos = (freeAtNanos - now > 0 ? freeAtNanos : now) + shown * nanosEach;
        shown = 0;
        long waitNanos = freeAtNanos - now - AT_ONCE_NANOS;
        if (waitNanos > 0 && !paused) {
            paused = true;
            channel.config().setAutoRead(false);
            var _ = channel.eventLoop().schedule(this::goOn, waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    // Late ones, of other threads, may have come meanwhile.
    private void goOn() {
        long waitNanos = freeAtNanos - time.nanos() - AT_ONCE_NANOS;
        if (waitNanos > 0) {
            var _ = channel.eventLoop().schedule(this::goOn, waitNanos, TimeUnit.NANOSECONDS);
            return;
        }
        paused = false;
        channel.config().setAutoRead(true);
    }
}
