package io.weighbridge.console.feature.live;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.WatchLiveRequest;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Optional;

/// Follows the service's live view into an inbox. A stream that ended is begun anew a second later,
/// when it is asked to [#mend]. Guarded by its own monitor.
final class LiveStream {
    private static final long PAUSE_MS = 1_000;

    private final BackendClient client;
    private final LiveInbox inbox;
    private final InstantSource clock;
    private String account = "";
    private @Nullable Watch watch;
    private @Nullable Failure failure;
    private long endedAtMs;
    private boolean isWanted;

    LiveStream(BackendClient client, LiveInbox inbox, InstantSource clock) {
        this.client = client;
        this.inbox = inbox;
        this.clock = clock;
    }

    /// Begins.
    ///
    /// @param ofAccount empty for all accounts
    synchronized void start(String ofAccount) {
        stop();
        account = ofAccount;
        isWanted = true;
        begin();
    }

    private void begin() {
        Watch begun = new Watch(inbox.begin());
        watch = begun;
        client.usageStreams()
                .watchLive(WatchLiveRequest.newBuilder().setAccount(account).build(), begun);
    }

    /// Ends.
    synchronized void stop() {
        isWanted = false;
        failure = null;
        Watch ending = watch;
        watch = null;
        if (ending != null) {
            ending.cancel();
        }
    }

    /// Begins anew what has ended by itself.
    synchronized void mend() {
        if (isWanted && watch == null && clock.millis() - endedAtMs >= PAUSE_MS) {
            begin();
        }
    }

    /// Why it does not run now; empty when it does.
    synchronized Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    private synchronized void ended(Watch which, @Nullable Failure why) {
        if (which.equals(watch)) {
            watch = null;
            failure = why;
            endedAtMs = clock.millis();
        }
    }

    private synchronized void runs(Watch which) {
        if (which.equals(watch)) {
            failure = null;
        }
    }

    private final class Watch implements ClientResponseObserver<WatchLiveRequest, LiveUpdate> {
        private final int number;
        private @Nullable ClientCallStreamObserver<WatchLiveRequest> call;

        Watch(int number) {
            this.number = number;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchLiveRequest> begun) {
            call = begun;
        }

        @Override
        public void onNext(LiveUpdate update) {
            inbox.accept(number, update);
            runs(this);
        }

        @Override
        public void onError(Throwable thrown) {
            ended(this, Failure.of(thrown));
        }

        @Override
        public void onCompleted() {
            ended(this, null);
        }

        void cancel() {
            if (call != null) {
                call.cancel("not looked at any more", null);
            }
        }
    }
}
