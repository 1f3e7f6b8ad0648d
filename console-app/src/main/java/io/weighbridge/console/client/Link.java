package io.weighbridge.console.client;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// What is known of the connection: told by every call and by the channel itself. Owns the state;
/// listeners are called on whichever thread found out.
public final class Link {
    // What says that the session is over, whatever the call was.
    private static final Set<String> ENDED = Set.of("UNAUTHENTICATED", "SESSION_EXPIRED");

    private final ManagedChannel channel;
    private final InstantSource clock;
    private final AtomicReference<LinkState> state = new AtomicReference<>(new LinkState.Up());
    private final List<Consumer<LinkState>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean hasSession;

    Link(ManagedChannel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
        follow();
    }

    /// The state now.
    public LinkState state() {
        return state.get();
    }

    /// Calls with each change from now on; running what is returned ends that.
    public Runnable listen(Consumer<LinkState> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Tries to reach the service now instead of after the pause that failures earned.
    public void retry() {
        channel.resetConnectBackoff();
        channel.getState(true);
    }

    void hasSession(boolean has) {
        hasSession = has;
        if (has) {
            change(new LinkState.Up());
        }
    }

    void answered() {
        if (state.get() instanceof LinkState.Down) {
            change(new LinkState.Up());
        }
    }

    void ended(Failure failure) {
        if (failure.isConnection()) {
            down();
        } else if (hasSession && ENDED.contains(failure.code())) {
            hasSession = false;
            change(new LinkState.Ended(failure));
        } else {
            answered();
        }
    }

    private void down() {
        if (state.get() instanceof LinkState.Up) {
            change(new LinkState.Down(clock.millis()));
        }
    }

    private void change(LinkState next) {
        if (!next.equals(state.getAndSet(next))) {
            listeners.forEach(listener -> listener.accept(next));
        }
    }

    // An idle channel is asked to connect, so that a link that is up again is seen without a call.
    private void follow() {
        ConnectivityState now = channel.getState(true);
        switch (now) {
            case READY -> answered();
            case TRANSIENT_FAILURE -> down();
            case SHUTDOWN -> {
                return;
            }
            case IDLE, CONNECTING -> {}
        }
        channel.notifyWhenStateChanged(now, this::follow);
    }
}
