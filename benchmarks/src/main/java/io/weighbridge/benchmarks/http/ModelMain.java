package io.weighbridge.benchmarks.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A model server, a process of its own, that has its answer ready: 50 tokens in, 200 out. A stream
/// of it says something each second and never ends. Prints its port; ends with its standard input.
final class ModelMain {
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final String JSON =
            """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"chat","choices":[{"index":0,\
            "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":50,"completion_tokens":200,"total_tokens":250}}"""
                    .formatted("word ".repeat(200));
    private static final byte[] PLAIN =
            ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                            + JSON.length()
                            + "\r\n\r\n"
                            + JSON)
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STREAM =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT =
            """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"chat",\
            "choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}

            """
                    .getBytes(StandardCharsets.US_ASCII);

    private ModelMain() {}

    public static void main(String[] args) throws IOException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel listening =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new HttpRequestDecoder(),
                                                        new HttpObjectAggregator(BODY_BYTES_MAX),
                                                        new Answering());
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
        System.out.println(((InetSocketAddress) listening.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // Until who started it ends it.
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            ByteBuf body = request.content();
            boolean isStream = body.toString(StandardCharsets.US_ASCII).contains("\"stream\":true");
            write(context, isStream ? STREAM : PLAIN);
            if (isStream) {
                speak(context);
            }
        }

        private static void speak(ChannelHandlerContext context) {
            if (context.channel().isActive()) {
                write(context, EVENT);
                var _ = context.executor().schedule(() -> speak(context), 1, TimeUnit.SECONDS);
            }
        }

        private static void write(ChannelHandlerContext context, byte[] bytes) {
            var _ = context.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
