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
import java.util.concurrent.Executor;

/// Follows the service's live view into an inbox. A stream that ended, or could not be begun, is
/// begun anew a second later, when it is asked to [#mend]. Beginning one may renew the session,
/// which takes as long as the service takes: a worker does it. Guarded by its own monitor.
final class LiveStream {
    private static final long PAUSE_MS = 1_000;

    private final BackendClient client;
    private final LiveInbox inbox;
    private final InstantSource clock;
    private final Executor workers;
    private String account = "";
    private @Nullable Watch watch;
    private @Nullable Failure failure;
    private long endedAtMs;
    private boolean isWanted;

    LiveStream(BackendClient client, LiveInbox inbox, InstantSource clock, Executor workers) {
        this.client = client;
        this.inbox = inbox;
        this.clock = clock;
        this.workers = workers;
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
        WatchLiveRequest request = WatchLiveRequest.newBuilder().setAccount(account).build();
        watch = begun;
        workers.execute(() -> open(begun, request));
    }

    private void open(Watch begun, WatchLiveRequest request) {
        try {
            begun.open(request);
        } catch (RuntimeException e) {
            ended(begun, Failure.of(e));
        }
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
        private volatile @Nullable ClientCallStreamObserver<WatchLiveRequest> call;
        private volatile boolean isOpen;
        private volatile boolean isCancelled;

        Watch(int number) {
            this.number = number;
        }

        void open(WatchLiveRequest request) {
            if (!isCancelled) {
                client.usageStreams().watchLive(request, this);
                isOpen = true;
                end();
            }
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
            isCancelled = true;
            end();
        }

        // A call that is only being begun must not be ended: beginning it would fail.
        private void end() {
            ClientCallStreamObserver<WatchLiveRequest> begun = call;
            if (isCancelled && isOpen && begun != null) {
                begun.cancel("not looked at any more", null);
            }
        }
    }
}
