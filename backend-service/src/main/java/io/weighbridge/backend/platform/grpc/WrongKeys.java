package io.weighbridge.backend.platform.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/// Slows down a connection whose calls show keys or tokens that nobody has: beyond so many a second
/// nothing more is read of it until they are worked off, so that who tries keys takes no more than
/// a part of an event loop from the others. Far above what a proxy passes on in good faith.
///
/// One for each connection, first in its pipeline. Owned by the connection's event loop, which is
/// the thread that direct services run on, while what was read goes up the pipeline.
public final class WrongKeys extends ChannelInboundHandlerAdapter {
    static final int PER_SECOND = 20_000;
    static final int AT_ONCE = 4_000;

    private static final long NANOS_EACH = 1_000_000_000L / PER_SECOND;
    private static final ThreadLocal<@Nullable WrongKeys> READING = new ThreadLocal<>();

    private final TimeSource time;
    private int shown;
    // When those so far are worked off.
    private long freeAtNanos;
    private boolean paused;

    WrongKeys(TimeSource time) {
        this.time = time;
        this.freeAtNanos = time.nanos();
    }

    /// The call that this thread serves just now shows one. Counts for direct services only.
    public static void count() {
        WrongKeys reading = READING.get();
        if (reading != null) {
            reading.shown++;
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
            work(context.channel());
        }
    }

    private void work(Channel channel) {
        long now = time.nanos();
        freeAtNanos = (freeAtNanos - now > 0 ? freeAtNanos : now) + shown * NANOS_EACH;
        shown = 0;
        long waitNanos = freeAtNanos - now - AT_ONCE * NANOS_EACH;
        if (waitNanos > 0 && !paused) {
            paused = true;
            channel.config().setAutoRead(false);
            var _ =
                    channel.eventLoop()
                            .schedule(() -> goOn(channel), waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void goOn(Channel channel) {
        paused = false;
        channel.config().setAutoRead(true);
    }
}
