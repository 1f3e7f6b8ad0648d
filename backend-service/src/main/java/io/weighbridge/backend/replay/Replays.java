package io.weighbridge.backend.replay;

import io.weighbridge.backend.compute.curve.Costing;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.settle.EarlierParts;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.usage.UsageScan;
import io.weighbridge.backend.usage.UsageScan.Scanned;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Replays: one runs at a time, on a thread of its own, beside the service's calls. It reads in
/// slices, so that it keeps no reader of the store for long.
public final class Replays implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final long DAY_MS = 86_400_000;
    private static final long USUAL_MS = 30 * DAY_MS;
    private static final long SPAN_MS_MAX = 400 * DAY_MS;
    private static final int SLICE_ROWS = 10_000;

    /// One that runs. Written by its own thread, but for the wish to end it.
    private static final class Running {
        private volatile Replay shown;
        private volatile boolean isCancelled;
        // Whether it came to its own end; guarded by the outer object's monitor.
        private boolean isOver;
        // Its end, where the store could not take it; guarded by the outer object's monitor.
        private @Nullable Runnable unsaved;
        private volatile boolean isStopped;

        Running(Replay shown) {
            this.shown = shown;
        }
    }

    private final ReplayStore store;
    private final UsageScan scan;
    private final Prices prices;
    private final Curves curves;
    private final EarlierParts parts;
    private final Runnable settled;
    private final IdSource ids;
    private final TimeSource time;
    // Guarded by this object's monitor.
    private @Nullable Running running;
    private @Nullable Thread thread;

    /// @param curves of the services, where a book goes by them
    /// @param parts of calls that were told of late
    /// @param settled waits until the store has everything that was answered until now
    public Replays(
            ReplayStore store,
            UsageScan scan,
            Prices prices,
            Curves curves,
            EarlierParts parts,
            Runnable settled,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.scan = scan;
        this.prices = prices;
        this.curves = curves;
        this.parts = parts;
        this.settled = settled;
        this.ids = ids;
        this.time = time;
    }

    /// Ends those that a crash cut off.
    public synchronized void start() {
        for (Replay each : store.running()) {
            store.end(
                    each.ended(ReplayState.FAILED, "the service stopped", time.wallMs()),
                    List.of(),
                    List.of());
        }
    }

    /// Begins one.
    ///
    /// @param bookId a draft's or a published book's
    /// @param fromMs 0: 30 days before the end
    /// @param toMs 0: now
    /// @throws Fault INVALID_FIELD, PRICE_BOOK_UNKNOWN, REPLAY_RUNNING
    public synchronized Replay begin(long bookId, long fromMs, long toMs) {
        long nowMs = time.wallMs();
        long to = toMs == 0 ? nowMs : Check.range("to_ms", toMs, 1, nowMs);
        long from = fromMs == 0 ? to - Math.min(USUAL_MS, to) : fromMs;
        var _ = Check.range("from_ms", from, Math.max(0, to - SPAN_MS_MAX), to);
        PriceBook book = prices.require(bookId);
        if (running != null && running.unsaved != null) {
            running.unsaved.run();
            running = null;
        }
        if (running != null) {
            throw Fault.of(
                    ErrorCode.REPLAY_RUNNING,
                    "replays: "
                            + IdKind.REPLAY.format(running.shown.id())
                            + " runs (expected: none; wait for it, or cancel it)");
        }
        Replay replay =
                new Replay(
                        ids.next(),
                        book.id(),
                        book.version(),
                        from,
                        to,
                        ReplayState.RUNNING,
                        "",
                        nowMs,
                        0,
                        from,
                        0,
                        Sums.NONE);
        store.add(
                replay,
                Change.now(
                        nowMs,
                        "replay.run",
                        IdKind.REPLAY.format(replay.id()),
                        "",
                        JsonText.object()
                                .add("price_book", IdKind.PRICE_BOOK.format(book.id()))
                                .toString()));
        Running begun = new Running(replay);
        running = begun;
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("replay")
                        .start(() -> run(begun, new Repricing(book, asOf(nowMs), parts, from)));
        return replay;
    }

    // What a service runs now counts for calls from before anybody said what it ran: a draft by
    // curve is looked at before any call was charged so.
    private Curves asOf(long nowMs) {
        return (serviceId, atMs) -> {
            Costing then = curves.at(serviceId, atMs);
            return then == null ? curves.at(serviceId, nowMs) : then;
        };
    }

    /// Ends one early; nothing happens to one that has ended.
    ///
    /// @throws Fault REPLAY_UNKNOWN
    public Replay cancel(long id) {
        synchronized (this) {
            Running run = running;
            if (run != null && run.shown.id() == id && !run.isOver && !run.isCancelled) {
                store.cancel(
                        Change.now(
                                time.wallMs(),
                                "replay.cancel",
                                IdKind.REPLAY.format(id),
                                state(ReplayState.RUNNING),
                                state(ReplayState.CANCELLED)));
                run.isCancelled = true;
            }
        }
        return require(id);
    }

    private static String state(ReplayState state) {
        return JsonText.object().add("state", state.name().toLowerCase(Locale.ROOT)).toString();
    }

    // Who cancelled it is told so, also where it came to its end at that moment.
    private synchronized Replay over(Running run, Replay ended) {
        run.isOver = true;
        return run.isCancelled && ended.state() == ReplayState.DONE
                ? run.shown.ended(ReplayState.CANCELLED, "", time.wallMs())
                : ended;
    }

    private void run(Running run, Repricing repricing) {
        Replay ended;
        try {
            settled.run();
            ended = read(run, repricing);
        } catch (Fault fault) {
            LOG.warn("A replay failed: {}", fault.logText());
            ended = run.shown.ended(ReplayState.FAILED, fault.code().name(), time.wallMs());
        } catch (ArithmeticException e) {
            ended =
                    run.shown.ended(
                            ReplayState.FAILED, "a sum is too large to count", time.wallMs());
        } catch (RuntimeException e) {
            LOG.error("A replay failed", e);
            ended = run.shown.ended(ReplayState.FAILED, "a fault of the service", time.wallMs());
        }
        end(run, over(run, ended), repricing);
    }

    private Replay read(Running run, Repricing repricing) {
        Replay replay = run.shown;
        long next = scan.firstAt(repricing.scanFromMs());
        while (true) {
            if (run.isCancelled || run.isStopped) {
                return run.isStopped
                        ? run.shown.ended(ReplayState.FAILED, "the service stopped", time.wallMs())
                        : run.shown.ended(ReplayState.CANCELLED, "", time.wallMs());
            }
            List<Scanned> slice = scan.next(next, SLICE_ROWS);
            for (Scanned each : slice) {
                if (each.settledAtMs() >= replay.toMs()) {
                    return done(replay, repricing);
                }
                repricing.add(each);
            }
            if (slice.isEmpty()) {
                return done(replay, repricing);
            }
            Scanned last = slice.getLast();
            next = last.sequence() + 1;
            run.shown =
                    replay.at(
                            Math.max(replay.fromMs(), last.settledAtMs()),
                            repricing.notCharged(),
                            repricing.sums());
        }
    }

    private Replay done(Replay replay, Repricing repricing) {
        long keptFromMs = scan.keptFromMs();
        String why =
                repricing.scanFromMs() < keptFromMs
                        ? "usage before " + Instant.ofEpochMilli(keptFromMs) + " may be deleted"
                        : "";
        return replay.at(replay.toMs(), repricing.notCharged(), repricing.sums())
                .ended(ReplayState.DONE, why, time.wallMs());
    }

    private void end(Running run, Replay ended, Repricing repricing) {
        boolean isDone = ended.state() == ReplayState.DONE;
        Runnable save =
                () ->
                        store.end(
                                ended,
                                isDone ? repricing.accounts() : List.of(),
                                isDone ? repricing.services() : List.of());
        boolean isSaved = true;
        try {
            save.run();
        } catch (RuntimeException e) {
            LOG.warn("The end of a replay is kept when the next begins", e);
            isSaved = false;
        }
        synchronized (this) {
            run.shown = ended;
            run.unsaved = isSaved ? null : save;
            running = isSaved ? null : run;
            thread = null;
        }
    }

    /// The one with this id, as far as it is.
    ///
    /// @throws Fault REPLAY_UNKNOWN
    public Replay require(long id) {
        synchronized (this) {
            if (running != null && running.shown.id() == id) {
                return running.shown;
            }
        }
        return store.find(id)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.REPLAY_UNKNOWN,
                                        "replay: "
                                                + IdKind.REPLAY.format(id)
                                                + " (expected: the id of one)"));
    }

    Page<Replay> list(PageKey page) {
        return store.list(page).map(each -> each.endedAtMs() == 0 ? require(each.id()) : each);
    }

    Page<ReplayLine> accounts(long id, PageKey page) {
        return store.accounts(id, page);
    }

    List<ReplayLine> services(long id) {
        return store.services(id);
    }

    /// Ends the one that runs.
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            if (running != null) {
                running.isStopped = true;
            }
            last = thread;
        }
        if (last != null) {
            try {
                last.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
