package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.RollupReader;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// How a heat map is read: off the FX thread, again after a lost link, bounded whatever there is.
final class HeatModelTest {
    private static final int CALLS = 6;
    private static final int SERVICES = 20;
    private static final Formats FORMATS =
            new Formats(InstantSource.system(), ZoneId.of("Europe/Berlin"), "$");

    private final Queue<Runnable> works = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private final Background later = new Background(works::add, answers::add);

    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @SuppressWarnings("NullAway.Init")
    private BackendClient admin;

    @SuppressWarnings("NullAway.Init")
    private Traffic traffic;

    @SuppressWarnings("NullAway.Init")
    private Traffic.Customer acme;

    @BeforeEach
    void start() {
        installation = Installation.start();
        admin = installation.admin();
        traffic = new Traffic(installation);
        traffic.unevenServices("chat", "draw");
        acme = traffic.customer("Acme", Traffic.everyService("prod-chat"), 100_000_000_000L);
        for (int i = 0; i < CALLS; i++) {
            var _ = traffic.call(acme, i % 3 == 0 ? "draw" : "chat", 100, 0, 10);
        }
    }

    @AfterEach
    void stop() {
        traffic.close();
        admin.close();
        installation.close();
    }

    private static UsageQuery year() {
        return UsageQuery.of(
                Address.of(Route.USAGE)
                        .with("tab", "heatmap")
                        .with("range", "year")
                        .with("measure", "calls"));
    }

    private boolean one(Queue<Runnable> queue) {
        Runnable next = queue.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    private void all() {
        while (one(works) || one(answers)) {
            Thread.onSpinWait();
        }
    }

    private static HeatPage page(HeatModel model) {
        if (model.stateProperty().get() instanceof Loadable.Ready<HeatPage>(HeatPage page)) {
            return page;
        }
        throw new AssertionError(model.stateProperty().get());
    }

    private static long sum(HeatGrid grid) {
        long sum = 0;
        for (int column = 0; column < grid.columns(); column++) {
            for (int row = 0; row < grid.rows(); row++) {
                sum += Math.max(0, grid.value(column, row));
            }
        }
        return sum;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    // Many services that are called in every hour, each once.
    private static QueryRollupsReply busy(QueryRollupsRequest request) {
        long length =
                request.getGranularity() == Granularity.GRANULARITY_HOUR ? 3_600_000 : 86_400_000;
        long from = Math.floorDiv(request.getFromAtMs(), length);
        long all = (Math.floorDiv(request.getToAtMs(), length) - from) * SERVICES;
        String token = request.getPage().getToken();
        long first = token.isEmpty() ? 0 : Long.parseLong(token);
        long last = Math.min(all, first + request.getPage().getSize());
        QueryRollupsReply.Builder reply = QueryRollupsReply.newBuilder();
        for (long i = first; i < last; i++) {
            reply.addRollups(
                    Rollup.newBuilder()
                            .setBucketAtMs((from + i / SERVICES) * length)
                            .setService("service" + i % SERVICES)
                            .setCalls(1));
        }
        return reply.setNextPageToken(last == all ? "" : Long.toString(last)).build();
    }

    /// What a whole reading allocates.
    ///
    /// @param inBackground the least of all its works
    /// @param onFx the most of all its answers
    private record Reading(HeatModel model, int answered, long inBackground, long onFx) {}

    private Reading readBusyYear() {
        RollupReader busy = new RollupReader(HeatModelTest::busy, RollupReader.ROWS_MAX);
        HeatModel model =
                new HeatModel(admin, new HeatReader(busy, null, new Names(admin)), later, FORMATS);
        model.read(year());
        long inBackground = Long.MAX_VALUE;
        long onFx = 0;
        int answered = 0;
        while (true) {
            long before = allocated();
            if (!one(works)) {
                return new Reading(model, answered, inBackground, onFx);
            }
            inBackground = Math.min(inBackground, allocated() - before);
            before = allocated();
            assertTrue(one(answers));
            onFx = Math.max(onFx, allocated() - before);
            answered++;
        }
    }

    @Test
    void shouldMakeNothingOfABusyYearOnTheFxThread() {
        // The first also loads classes.
        var _ = readBusyYear();
        Reading reading = readBusyYear();
        HeatGrid grid = page(reading.model()).grid();
        assertEquals((long) grid.columns() * SERVICES, sum(grid));
        assertEquals(500, page(reading.model()).foremost().size());
        assertTrue(reading.answered() > 26, "answers: " + reading.answered());
        assertTrue(
                reading.inBackground() > 200_000,
                "bytes in the background: " + reading.inBackground());
        assertTrue(reading.onFx() < 20_000, "bytes on the FX thread: " + reading.onFx());
    }

    @Test
    void shouldReadWhatWasLostWhenTheServiceAnswersAgain() {
        // Piece by piece, so that some are there.
        HeatReader pieces = new HeatReader(new RollupReader(admin), null, new Names(admin));
        HeatModel model = new HeatModel(admin, pieces, later, FORMATS);
        model.read(year());
        for (int i = 0; i < 5; i++) {
            assertTrue(one(works));
            assertTrue(one(answers));
        }
        int before = page(model).hours().piecesRead();
        assertTrue(before > 0 && before < page(model).hours().pieces(), "pieces: " + before);
        installation.stop();
        all();
        assertInstanceOf(HeatModel.Activity.Lost.class, model.activityProperty().get());
        assertEquals(before, page(model).hours().piecesRead(), "what is there stays");
        installation.startAgain();
        Waiting.until(
                () -> "the lost hours: " + model.activityProperty().get(),
                () -> {
                    all();
                    return model.activityProperty().get() instanceof HeatModel.Activity.Rest;
                });
        assertEquals(page(model).hours().pieces(), page(model).hours().piecesRead());
        assertEquals(CALLS, sum(page(model).grid()));
    }

    @Test
    void shouldReadTheFirstAnswerWhenTheServiceAnswersAgain() {
        installation.stop();
        HeatModel model = new HeatModel(admin, new Names(admin), later, FORMATS);
        model.read(year());
        all();
        assertInstanceOf(Loadable.Failed.class, model.stateProperty().get());
        installation.startAgain();
        Waiting.until(
                () -> "a map",
                () -> {
                    all();
                    return model.stateProperty().get() instanceof Loadable.Ready
                            && model.activityProperty().get() instanceof HeatModel.Activity.Rest;
                });
        assertEquals(CALLS, sum(page(model).grid()));
    }

    @Test
    void shouldNotDrawALateAnswer() {
        HeatModel model = new HeatModel(admin, new Names(admin), later, FORMATS);
        model.read(year().with(Measure.TOKENS));
        assertTrue(one(works));
        Runnable late = answers.remove();
        model.read(year());
        all();
        HeatPage newest = page(model);
        late.run();
        all();
        assertEquals(newest, page(model));
        assertEquals(Measure.CALLS, newest.look().measure());
        assertEquals(CALLS, sum(newest.grid()));
    }

    @Test
    void shouldSumUpAllOthersWithoutReadingEachOfThem() throws Exception {
        HeatLook look = new HeatLook(HeatShape.HOUR_SERVICE, Measure.CALLS, UsageFilter.NONE);
        long now = System.currentTimeMillis();
        Buckets hours = Buckets.of(new Span(now - 7_200_000, now + 1), Step.HOUR, FORMATS.zone());
        HeatRows rows =
                new HeatRows(
                        List.of("draw"),
                        List.of("draw", "all others"),
                        true,
                        Exploration.unread(hours, Level.SERVICE));
        HeatReader reader = new HeatReader(new RollupReader(admin), null, new Names(admin));
        long[][][] values = reader.hours(rows, hours, look, new CallScope());
        assertEquals(1, values.length);
        assertEquals(2, sum(values[0][0]));
        assertEquals(CALLS - 2, sum(values[0][1]));
    }

    @Test
    void shouldFindRowsAnewWhereMoreIsRead() throws Exception {
        HeatLook look = new HeatLook(HeatShape.HOUR_SERVICE, Measure.CALLS, UsageFilter.NONE);
        HeatReader hasty =
                new HeatReader(
                        new RollupReader(
                                request ->
                                        admin.usage()
                                                .queryRollups(
                                                        request.toBuilder()
                                                                .setPage(
                                                                        request
                                                                                .getPage()
                                                                                .toBuilder()
                                                                                .setSize(1))
                                                                .build()),
                                1),
                        null,
                        new Names(admin));
        long now = System.currentTimeMillis();
        HeatRows some = hasty.rows(look, new Span(now - 7_200_000, now + 1), new CallScope());
        assertEquals(List.of("chat"), some.ids());
        assertTrue(some.hasRest(), "what is not read is among all others");
        HeatRows more = hasty.readOn(some, look, new CallScope());
        assertEquals(List.of("chat", "draw"), more.ids());
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
