package io.weighbridge.backend.usage.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.LiveTotals;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.WatchLiveRequest;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/// A reader as the console is one: keeps the newest row of each key.
final class LiveReader implements ClientResponseObserver<WatchLiveRequest, LiveUpdate> {
    private final boolean eager;
    private @Nullable ClientCallStreamObserver<WatchLiveRequest> call;
    private final Map<String, LiveKey> keys = new HashMap<>();
    private LiveTotals totals = LiveTotals.getDefaultInstance();
    private int messages;
    private long bytes;
    private boolean more;
    private boolean completed;
    private @Nullable Throwable error;

    LiveReader(boolean eager) {
        this.eager = eager;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchLiveRequest> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(eager ? Integer.MAX_VALUE : 0);
    }

    @Override
    public synchronized void onNext(LiveUpdate update) {
        if (update.getSnapshot()) {
            keys.clear();
        }
        assertTrue(update.getKeysCount() <= 1_000);
        update.getKeysList().forEach(key -> keys.put(key.getKey(), key));
        totals = update.getTotals();
        more = update.getMore();
        bytes += update.getSerializedSize();
        messages++;
    }

    @Override
    public synchronized void onError(Throwable thrown) {
        error = thrown;
    }

    @Override
    public synchronized void onCompleted() {
        completed = true;
    }

    ClientCallStreamObserver<WatchLiveRequest> call() {
        return Objects.requireNonNull(call);
    }

    synchronized int messages() {
        return messages;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized boolean isEnded() {
        return completed || error != null;
    }

    synchronized @Nullable Throwable error() {
        return error;
    }

    synchronized LiveTotals totals() {
        return totals;
    }

    synchronized Map<String, LiveKey> keys() {
        return more ? Map.of() : Map.copyOf(keys);
    }

    synchronized LiveKey key(String id) {
        return keys.getOrDefault(id, LiveKey.getDefaultInstance());
    }

    synchronized long sum(ToLongFunction<LiveKey> of) {
        return more ? -1 : keys.values().stream().mapToLong(of).sum();
    }

    /// Begins one.
    static LiveReader watch(ManagedChannel channel, boolean eager, String account) {
        LiveReader reader = new LiveReader(eager);
        UsageGrpc.newStub(channel)
                .watchLive(
                        WatchLiveRequest.newBuilder()
                                .setAccount(account)
                                .setIntervalMs(100)
                                .build(),
                        reader);
        return reader;
    }
}
