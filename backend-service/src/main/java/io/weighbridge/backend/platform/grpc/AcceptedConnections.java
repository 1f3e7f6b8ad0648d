package io.weighbridge.backend.platform.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Closes new connections while there are too many, of all or of one address, before anything is
/// read of them. Sits where the server accepts. Its own monitor guards the counts.
@Sharable
final class AcceptedConnections extends ChannelInboundHandlerAdapter {
    private final TimeSource time = new SystemTime();
    private final int most;
    private final int mostPerAddress;
    // Guarded by this; no address with none.
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private int all;

    AcceptedConnections(ConnectionLimits limits) {
        this.most = limits.connections();
        this.mostPerAddress = limits.connectionsPerAddress();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel accepted = (Channel) message;
        if (!(accepted.remoteAddress() instanceof InetSocketAddress remote)) {
            // Gone again.
            accepted.unsafe().closeForcibly();
            return;
        }
        InetAddress address = remote.getAddress();
        if (!enter(address)) {
            accepted.unsafe().closeForcibly();
            return;
        }
        var _ = accepted.pipeline().addFirst(new WrongKeys(time));
        var _ = accepted.closeFuture().addListener(_ -> leave(address));
        var _ = context.fireChannelRead(accepted);
    }

    private synchronized boolean enter(InetAddress address) {
        int now = open.getOrDefault(address, 0);
        if (all >= most || now >= mostPerAddress) {
            return false;
        }
        all++;
        open.put(address, now + 1);
        return true;
    }

    private synchronized void leave(InetAddress address) {
        all--;
        open.computeIfPresent(address, (_, now) -> now == 1 ? null : now - 1);
    }
}
