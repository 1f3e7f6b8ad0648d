package io.weighbridge.console.shell;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.proto.v1.Operator;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One try to log in. It can be cancelled while it waits; a session that was begun all the same is
/// ended then. Begun and cancelled on the FX thread, where it also answers.
final class LoginAttempt {
    /// How a session is begun.
    interface Way {
        Operator login(BackendClient client) throws Exception;
    }

    private record Begun(BackendClient client, Operator me) {}

    private final Background background;
    private volatile @Nullable Thread worker;
    private boolean isCancelled;

    LoginAttempt(Background background) {
        this.background = background;
    }

    /// Logs in.
    ///
    /// @param done gets the connection, which is its own from then on, and who is logged in
    /// @param failed gets what was in the way; neither is told after [#cancel]
    void run(
            Callable<BackendClient> connect,
            Way way,
            BiConsumer<BackendClient, Operator> done,
            Consumer<Failure> failed) {
        background
                .lane()
                .run(
                        () -> login(connect, way),
                        begun -> {
                            if (isCancelled) {
                                end(begun.client());
                            } else {
                                done.accept(begun.client(), begun.me());
                            }
                        },
                        failure -> {
                            if (!isCancelled) {
                                failed.accept(failure);
                            }
                        });
    }

    private Begun login(Callable<BackendClient> connect, Way way) throws Exception {
        worker = Thread.currentThread();
        BackendClient client = connect.call();
        try {
            return new Begun(client, way.login(client));
        } catch (Exception e) {
            client.close();
            throw e;
        } finally {
            worker = null;
        }
    }

    private void end(BackendClient client) {
        background
                .lane()
                .run(
                        () -> {
                            try (client) {
                                client.logout();
                            }
                            return 0;
                        },
                        _ -> {},
                        // The service ends it by itself.
                        _ -> {});
    }

    /// Waits no more.
    void cancel() {
        isCancelled = true;
        Thread working = worker;
        if (working != null) {
            working.interrupt();
        }
    }
}
