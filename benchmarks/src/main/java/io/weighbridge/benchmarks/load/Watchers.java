package io.weighbridge.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.platform.grpc.BearerToken;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Consoles that watch every key live and read whatever comes, on one connection.
final class Watchers implements AutoCloseable {
    private final ManagedChannel channel;
    private final Metadata credential;
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final List<ClientCall<byte[], byte[]>> calls = new ArrayList<>();

    Watchers(int port, String token) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        credential = BearerToken.metadata(token);
    }

    void start(int watchers) {
        for (int i = 0; i < watchers; i++) {
            ClientCall<byte[], byte[]> call = channel.newCall(RawCall.WATCH, CallOptions.DEFAULT);
            Metadata headers = new Metadata();
            headers.merge(credential);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(byte[] message) {
                            messages.increment();
                            bytes.add(message.length);
                            call.request(1);
                        }
                    },
                    headers);
            call.request(2);
            call.sendMessage(new byte[0]);
            call.halfClose();
            calls.add(call);
        }
    }

    void stop() {
        calls.forEach(call -> call.cancel("enough", null));
        calls.clear();
    }

    /// Messages and bytes since the last time.
    long[] read() {
        return new long[] {messages.sumThenReset(), bytes.sumThenReset()};
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
