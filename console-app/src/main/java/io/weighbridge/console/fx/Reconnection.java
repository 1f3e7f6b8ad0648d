package io.weighbridge.console.fx;

import io.weighbridge.console.client.Link;
import io.weighbridge.console.client.LinkState;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Does once more what failed because the service could not be reached, as soon as it answers
/// again. Used on the FX thread only.
public final class Reconnection {
    private static final long PAUSE_MS = 1_000;

    private final Link link;
    private final Executor fx;
    private Runnable stopListening = () -> {};
    private long newest;

    public Reconnection(Link link, Executor fx) {
        this.link = link;
        this.fx = fx;
    }

    /// Waits to do something; what it waited for before is forgotten.
    public void await(Runnable again) {
        cancel();
        long ticket = newest;
        stopListening =
                link.listen(
                        state -> {
                            if (state instanceof LinkState.Up) {
                                fx.execute(() -> doAgain(ticket, again));
                            }
                        });
        if (link.state() instanceof LinkState.Up) {
            // It came back between the call that failed and now, or answers other calls only: a
            // pause keeps this from turning into a flood.
            CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS, fx)
                    .execute(() -> doAgain(ticket, again));
        }
    }

    private void doAgain(long ticket, Runnable again) {
        if (ticket == newest) {
            cancel();
            again.run();
        }
    }

    /// Forgets what it waits to do.
    public void cancel() {
        newest++;
        stopListening.run();
        stopListening = () -> {};
    }
}
