package io.weighbridge.backend.platform.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Closes new connections while there are too many, of all or of one address, before anything is
/// read of them. Sits where the server accepts. Its own monitor guards the counts.
@Sharable
final class AcceptedConnections extends ChannelInboundHandlerAdapter {
    // What tells a connection from all others that are open.
    private record Ends(SocketAddress remote, SocketAddress local) {}

    private final TimeSource time = new SystemTime();
    private final int most;
    private final int mostPerAddress;
    private final int wastedPerSecond;
    private final Map<Ends, WastedCalls> wastedCalls = new ConcurrentHashMap<>();
    // Guarded by this; no address with none.
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private int all;

    AcceptedConnections(ConnectionLimits limits) {
        this.most = limits.connections();
        this.mostPerAddress = limits.connectionsPerAddress();
        this.wastedPerSecond = limits.wastedPerSecond();
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
        WastedCalls wasted = new WastedCalls(time, accepted, wastedPerSecond);
        Ends ends = new Ends(remote, accepted.localAddress());
        wastedCalls.put(ends, wasted);
        var _ = accepted.pipeline().addFirst(wasted);
        var _ =
                accepted.closeFuture()
                        .addListener(
                                _ -> {
                                    wastedCalls.remove(ends, wasted);
                                    leave(address);
                                });
        var _ = context.fireChannelRead(accepted);
    }

    /// Tells each connection's calls where they count when they are wasted.
    ServerTransportFilter counting() {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                SocketAddress remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
                SocketAddress local = attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
                if (remote == null || local == null) {
                    return attributes;
                }
                WastedCalls wasted = wastedCalls.get(new Ends(remote, local));
                return wasted == null
                        ? attributes
                        : attributes.toBuilder().set(WastedCalls.OF_CONNECTION, wasted).build();
            }
        };
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
