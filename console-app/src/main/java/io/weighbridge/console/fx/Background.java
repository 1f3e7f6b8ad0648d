package io.weighbridge.console.fx;

import java.util.concurrent.Executor;

/// Work that must not hold up the screen. It runs on virtual threads; what comes of it is handed
/// over on the FX thread. Tests give two executors that run at once.
///
/// @param workers where work runs
/// @param fx where results are handed over
public record Background(Executor workers, Executor fx) {
    /// Work of which only the newest counts, such as one screen's reading.
    public Lane lane() {
        return new Lane(this);
    }
}
