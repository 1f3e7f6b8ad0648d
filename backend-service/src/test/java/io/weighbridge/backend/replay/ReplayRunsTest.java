package io.weighbridge.backend.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.SqlPriceStore;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageScan;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// How replays begin and end, over records that come when the test lets them.
final class ReplayRunsTest {
    private static final long NOW_MS = 1_800_000_000_000L;

    @TempDir Path directory;

    private final HandTime time = new HandTime(NOW_MS);
    private final Semaphore slices = new Semaphore(0);
    private final CountDownLatch reading = new CountDownLatch(1);
    private volatile long charge = 1;
    private volatile long keptFromMs;
    private EmptyStore opened;
    private ReplayStore store;
    private PriceBook book;
    private Replays replays;

    // A record in each slice, without an end.
    private final UsageScan records =
            new UsageScan() {
                @Override
                public long firstAt(long atMs) {
                    return 1;
                }

                @Override
                public long keptFromMs() {
                    return keptFromMs;
                }

                @Override
                public List<Scanned> next(long fromSequence, int rowsMax) {
                    reading.countDown();
                    slices.acquireUninterruptibly();
                    return List.of(
                            new Scanned(
                                    fromSequence,
                                    1,
                                    1,
                                    ServiceTier.STANDARD,
                                    new Settlement(
                                            Outcome.OK, Units.of(Unit.INPUT_TOKENS, 1), -1, -1, -1),
                                    Units.NONE,
                                    0,
                                    0,
                                    NOW_MS - 1_000 + fromSequence,
                                    NOW_MS - 1_000 + fromSequence,
                                    "proxy",
                                    "",
                                    fromSequence != 2,
                                    charge,
                                    -1,
                                    OptionalLong.empty()));
                }
            };

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory);
        store = new SqlReplayStore(opened.database());
        IdSource ids = new IdSource(time);
        Prices prices = new Prices(new SqlPriceStore(opened.database()), ids, time);
        book = prices.createDraft(0, "");
        replays =
                new Replays(
                        store, records, prices, Curves.NONE, (_, _) -> null, () -> {}, ids, time);
    }

    @AfterEach
    void close() {
        slices.release(10_000);
        replays.close();
        opened.close();
    }

    private Replay ended(Replay begun) {
        Calls.await("its end", () -> replays.require(begun.id()).endedAtMs() != 0);
        return replays.require(begun.id());
    }

    @Test
    void shouldTellHowFarItIsAndEndWhenItIsCancelled() throws Exception {
        Replay begun = replays.begin(book.id(), 0, 0);
        assertEquals(NOW_MS - 30L * 86_400_000, begun.fromMs());
        Fault fault = assertThrows(Fault.class, () -> replays.begin(book.id(), 0, 0));
        assertEquals(ErrorCode.REPLAY_RUNNING, fault.code());
        reading.await();
        slices.release(3);
        Calls.await("3 records", () -> replays.require(begun.id()).sums().calls() == 2);
        Calls.await("3 records", () -> replays.require(begun.id()).doneToMs() == NOW_MS - 997);
        Replay half = replays.require(begun.id());
        assertEquals(1, half.notCharged());
        assertEquals(ReplayState.RUNNING, half.state());

        List<String> before = audited();
        replays.cancel(begun.id());
        replays.cancel(begun.id());
        slices.release(1);
        Replay ended = ended(begun);
        replays.cancel(begun.id());
        List<String> after = audited();
        assertEquals(
                List.of(
                        "replay.cancel "
                                + IdKind.REPLAY.format(begun.id())
                                + "{\"state\":\"running\"}{\"state\":\"cancelled\"}"),
                after.subList(before.size(), after.size()));
        assertEquals(ReplayState.CANCELLED, ended.state());
        assertEquals(3, ended.sums().unpricedCalls());
        // Another may begin now.
        Calls.await("room", () -> began());
    }

    private List<String> audited() {
        return opened.database()
                .read(
                        handle ->
                                handle.createQuery(
                                                "SELECT action || ' ' || target || before || after"
                                                        + " FROM audit_entry ORDER BY sequence")
                                        .mapTo(String.class)
                                        .list());
    }

    private boolean began() {
        try {
            return replays.begin(book.id(), 0, 0).endedAtMs() == 0;
        } catch (Fault fault) {
            return false;
        }
    }

    @Test
    void shouldBeCancelledAlsoWhereItComesToItsEndAtThatMoment() throws Exception {
        Replay begun = replays.begin(book.id(), NOW_MS - 2_000, NOW_MS - 999);
        reading.await();
        replays.cancel(begun.id());
        slices.release(1);
        assertEquals(ReplayState.CANCELLED, ended(begun).state());
    }

    @Test
    void shouldEndAtItsEnd() {
        keptFromMs = NOW_MS;
        Replay begun = replays.begin(book.id(), NOW_MS - 999, NOW_MS - 990);
        slices.release(100);
        Replay ended = ended(begun);
        assertEquals(ReplayState.DONE, ended.state());
        // Those of the instants -999 to -991, one of them not charged.
        assertEquals(8, ended.sums().calls());
        assertEquals(ended.toMs(), ended.doneToMs());
        assertEquals("usage before 2027-01-15T08:00:00Z may be deleted", ended.why());
        assertEquals(8, replays.services(begun.id()).getFirst().sums().calls());
    }

    @Test
    void shouldNotWrapAround() {
        charge = Long.MAX_VALUE;
        Replay begun = replays.begin(book.id(), 0, 0);
        slices.release(100);
        Replay ended = ended(begun);
        assertEquals(ReplayState.FAILED, ended.state());
        assertEquals("a sum is too large to count", ended.why());
    }

    @Test
    void shouldEndWithTheServiceAndAfterACrash() {
        Replay begun = replays.begin(book.id(), 0, 0);
        slices.release(10_000);
        replays.close();
        Replay ended = replays.require(begun.id());
        assertEquals(ReplayState.FAILED, ended.state());
        assertEquals("the service stopped", ended.why());

        Replay cutOff = new Replay(7, 1, 1, 0, 1, ReplayState.RUNNING, "", 1, 0, 0, 0, Sums.NONE);
        store.add(cutOff, Changes.ANY);
        replays.start();
        assertEquals(ReplayState.FAILED, replays.require(7).state());
        assertEquals(List.of(), store.running());
    }
}
