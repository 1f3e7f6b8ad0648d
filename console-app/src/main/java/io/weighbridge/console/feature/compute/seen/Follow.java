package io.weighbridge.console.feature.compute.seen;

import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Workbench;

/// Reads something again while it is seen: soon after something was changed in this console,
/// wherever, and now and then for what others change.
public final class Follow {
    private static final int TICK_MS = 1_000;
    private static final int TICKS_OF_ROUND = 30;

    private final Workbench bench;
    private final Runnable changed;
    private final Runnable round;
    private final Ticker ticker;
    private int ticks;
    private int changesSeen;

    public Follow(Workbench bench, Runnable read) {
        this(bench, read, read);
    }

    /// @param changed reads what was changed here
    /// @param round reads what others may have changed
    public Follow(Workbench bench, Runnable changed, Runnable round) {
        this.bench = bench;
        this.changed = changed;
        this.round = round;
        ticker = new Ticker(TICK_MS, bench.background().fx(), this::tick);
    }

    public void start() {
        changesSeen = bench.client().changes().done();
        ticks = 0;
        ticker.start();
    }

    private void tick() {
        int changes = bench.client().changes().done();
        ticks++;
        if (changes != changesSeen) {
            changesSeen = changes;
            changed.run();
        } else if (ticks % TICKS_OF_ROUND == 0) {
            round.run();
        }
    }

    public void stop() {
        ticker.stop();
    }
}
