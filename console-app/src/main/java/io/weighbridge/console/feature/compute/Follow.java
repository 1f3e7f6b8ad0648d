package io.weighbridge.console.feature.compute;

import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Workbench;

/// Reads something again while it is seen: soon after something was changed in this console,
/// wherever, and now and then for what others change.
public final class Follow {
    private static final int TICK_MS = 1_000;
    private static final int TICKS_OF_ROUND = 30;

    private final Workbench bench;
    private final Runnable read;
    private final Ticker ticker;
    private int ticks;
    private int changesSeen;

    public Follow(Workbench bench, Runnable read) {
        this.bench = bench;
        this.read = read;
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
        if (changes != changesSeen || ticks % TICKS_OF_ROUND == 0) {
            changesSeen = changes;
            read.run();
        }
    }

    public void stop() {
        ticker.stop();
    }
}
