package io.weighbridge.console.fx;

import javafx.application.Platform;

import java.util.concurrent.Executor;

/// The one way onto the FX thread.
public final class FxThread {
    private FxThread() {}

    /// Runs work on the FX thread after what is under way there: nodes exist then.
    public static void later(Runnable work) {
        Platform.runLater(work);
    }

    /// Runs work on the FX thread: at once when called there, else with the next pulse.
    public static Executor executor() {
        return work -> {
            if (Platform.isFxApplicationThread()) {
                work.run();
            } else {
                Platform.runLater(work);
            }
        };
    }
}
