package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.screen.Snapshot;
import io.weighbridge.backend.demo.screen.Table;
import io.weighbridge.backend.demo.screen.Terminal;
import io.weighbridge.backend.demo.screen.Texts;
import io.weighbridge.backend.demo.trace.RowSource;

import java.util.function.Supplier;

/// Shows the live view while the traffic runs: four times a second on a terminal, else a line every
/// five seconds.
final class Screen implements AutoCloseable {
    private static final long FRAME_NANOS = 250_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;

    private final Terminal terminal;
    private final Supplier<Snapshot> snapshots;
    private final String source;
    private final StopSignal ended = new StopSignal();
    private final Thread thread;

    private Screen(Terminal terminal, Supplier<Snapshot> snapshots, String source) {
        this.terminal = terminal;
        this.snapshots = snapshots;
        this.source = source;
        this.thread = Thread.ofPlatform().name("demo-screen").daemon().unstarted(this::run);
    }

    static Screen start(Terminal terminal, Supplier<Snapshot> snapshots, String source) {
        Screen screen = new Screen(terminal, snapshots, source);
        screen.thread.start();
        return screen;
    }

    private void run() {
        long pause = terminal.isLive() ? FRAME_NANOS : LINE_NANOS;
        do {
            show();
        } while (!ended.await(pause));
        show();
    }

    private void show() {
        Snapshot now = snapshots.get();
        if (terminal.isLive()) {
            Table table = new Table(terminal.width(), terminal.height(), terminal.hasColours());
            terminal.draw(table.lines(now, source));
        } else {
            terminal.line(line(now));
        }
    }

    /// The view in one line.
    static String line(Snapshot now) {
        Snapshot.KeyLine sum = now.sum();
        String rows =
                now.total() == RowSource.ENDLESS
                        ? Texts.count(now.done())
                        : Texts.count(now.done()) + "/" + Texts.count(now.total());
        String refused = Texts.refusals(sum.refusals());
        return String.join(
                "  ",
                Texts.duration(now.elapsedNanos()),
                "trace " + Texts.clock(now.traceMicros()),
                "rows " + rows,
                Texts.count(now.callsPerSecond()) + " calls/s",
                "lag " + Texts.seconds(now.lagNanos()),
                "tok/min " + Texts.count(sum.tokensPerMinute()),
                "spend/min " + Texts.money(sum.spendPerMinuteNanos()),
                "spent " + Texts.money(sum.spentNanos()),
                "holds " + Texts.count(sum.open()),
                refused.isEmpty() ? "refused 0" : "refused: " + refused);
    }

    /// Shows how it stands at the end.
    @Override
    public void close() {
        ended.give();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
