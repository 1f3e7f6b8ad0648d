package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.Download;
import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.TimeRange;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.Explored;
import io.weighbridge.console.feature.usage.sums.RollupReader;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.ExportUsageRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// The models of usage on a real backend, without a toolkit.
final class UsageModelsTest {
    private static final int CALLS = 5;
    private static final Background AT_ONCE = new Background(Runnable::run, Runnable::run);
    private static final Formats FORMATS =
            new Formats(InstantSource.system(), ZoneId.of("Europe/Berlin"), "$");

    @AutoClose private static final Installation installation = Installation.start();

    private static final BackendClient admin = installation.owning(installation.admin());

    private static final Traffic traffic = installation.owning(new Traffic(installation));

    @SuppressWarnings("NullAway.Init")
    private static Traffic.Customer acme;

    @BeforeAll
    static void start() {
        traffic.unevenServices("chat", "draw");
        acme = traffic.customer("Acme", Traffic.everyService("prod-chat"), 100_000_000_000L);
        for (int i = 0; i < CALLS; i++) {
            var _ = traffic.call(acme, i % 2 == 0 ? "chat" : "draw", 100 + i, 10, 20, "models");
        }
    }

    private static UsageQuery query() {
        return UsageQuery.of(
                Address.of(Route.USAGE).with("range", "hour").with("subject", "models"));
    }

    private static <T> T ready(Loadable<T> state) {
        if (state instanceof Loadable.Ready<T>(T value)) {
            return value;
        }
        throw new AssertionError(state);
    }

    @Test
    void shouldSumTheSameBySteps() throws Exception {
        RollupReader reader = new RollupReader(admin);
        long now = System.currentTimeMillis();
        for (Step step : Step.values()) {
            Buckets buckets =
                    Buckets.of(
                            new Span(now - 3_600_000, now + 1), step, ZoneId.of("Europe/Berlin"));
            Exploration read = reader.read(buckets, Level.KEY, query().filter(), new CallScope());
            assertEquals(CALLS, read.total().get(Measure.CALLS), step::toString);
            assertEquals(1, read.groups().size());
            assertEquals(acme.key(), read.groups().getFirst().id());
            assertFalse(read.isPartial());
        }
    }

    @Test
    void shouldSayWhatItDidNotRead() throws Exception {
        long now = System.currentTimeMillis();
        Buckets minutes = Buckets.of(new Span(now - 60_000, now + 1), Step.MINUTE, FORMATS.zone());
        for (int i = 0; i < 1_005; i++) {
            var _ = traffic.call(acme, "chat", 1, 0, 1, "many-" + i);
        }
        Buckets all =
                Buckets.of(
                        new Span(now - 60_000, System.currentTimeMillis() + 1),
                        Step.MINUTE,
                        FORMATS.zone());
        RollupReader some = new RollupReader(request -> admin.usage().queryRollups(request), 1);
        Exploration read = some.read(all, Level.SUBJECT, UsageFilter.NONE, new CallScope());
        assertTrue(read.isPartial());
        assertTrue(read.groups().size() <= 1_000);
        assertTrue(read.readUntilMs() >= minutes.span().fromMs());
        for (int go = 0; go < 100 && read.isPartial(); go++) {
            read = some.readOn(read, UsageFilter.NONE, new CallScope());
        }
        assertFalse(read.isPartial());
        assertEquals(
                1_005,
                read.groups().stream().filter(group -> group.id().startsWith("many-")).count());
        assertEquals(
                new RollupReader(admin)
                        .read(all, Level.SUBJECT, UsageFilter.NONE, new CallScope())
                        .total()
                        .get(Measure.CHARGE),
                read.total().get(Measure.CHARGE));
    }

    @Test
    void shouldRefuseAHeatMapOfTooManyHours() {
        HeatModel model = new HeatModel(admin, new Names(admin), AT_ONCE, FORMATS);
        model.read(far().with(UsageQuery.Tab.HEATMAP));
        if (!(model.stateProperty().get() instanceof Loadable.Failed<HeatPage>(var failure))) {
            throw new AssertionError(model.stateProperty().get());
        }
        assertEquals("RANGE_TOO_LONG", failure.code());
    }

    @Test
    void shouldCutAFarDate() {
        int size = far().buckets(System.currentTimeMillis(), FORMATS.zone()).size();
        assertTrue(size < 50_000, () -> size + " days");
    }

    private static UsageQuery far() {
        return UsageQuery.of(
                Address.of(Route.USAGE).with("from", "0").with("to", "999999999999999"));
    }

    @Test
    void shouldDropALateAnswer() {
        Deque<Runnable> work = new ArrayDeque<>();
        Background later = new Background(work::add, Runnable::run);
        ExploreModel model = new ExploreModel(admin, new Names(admin), later, FORMATS);
        List<Loadable<Explored>> seen = new ArrayList<>();
        model.stateProperty().subscribe(now -> seen.add(now));
        model.read(query().with(Level.SERVICE));
        model.read(query().with(Level.ACCOUNT));
        // The newer one is answered first, then the older.
        Runnable older = work.pop();
        work.pop().run();
        older.run();
        while (!work.isEmpty()) {
            work.pop().run();
        }
        assertEquals(Level.ACCOUNT, ready(model.stateProperty().get()).exploration().level());
        assertEquals(2, seen.size());
        assertFalse(model.readingProperty().get());
    }

    @Test
    void shouldEndACallThatNobodyWaitsFor() {
        CallScope scope = new CallScope();
        scope.cancel();
        assertThrows(
                RuntimeException.class,
                () ->
                        new RollupReader(admin)
                                .read(
                                        query().buckets(System.currentTimeMillis(), FORMATS.zone()),
                                        Level.NONE,
                                        UsageFilter.NONE,
                                        scope));
    }

    @Test
    void shouldRemoveAFileThatWasCancelled(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("usage.csv");
        Download download = new Download(false);
        assertThrows(
                Exception.class,
                () ->
                        download.write(
                                () ->
                                        admin.exports()
                                                .exportUsage(
                                                        ExportUsageRequest.getDefaultInstance()),
                                file,
                                _ -> {
                                    assertTrue(Files.exists(folder.resolve("usage.csv.part")));
                                    download.cancel();
                                    throw new IllegalStateException("cancelled by the test");
                                }));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
        assertTrue(download.isCancelled());
    }

    @Test
    void shouldReadAHeatMapByPiecesAndLeadToTheHour() {
        HeatModel model = new HeatModel(admin, new Names(admin), AT_ONCE, FORMATS);
        UsageQuery year =
                query().with(UsageQuery.Tab.HEATMAP)
                        .with(TimeRange.of(TimeRange.Kind.YEAR))
                        .with(Measure.CALLS);
        model.read(year);
        HeatPage page = ready(model.stateProperty().get());
        HeatGrid grid = page.grid();
        assertTrue(grid.columns() >= 365 * 24, () -> "columns: " + grid.columns());
        assertEquals(2, grid.rows());
        long sum = 0;
        int lastColumn = -1;
        for (int column = 0; column < grid.columns(); column++) {
            for (int row = 0; row < grid.rows(); row++) {
                assertTrue(grid.value(column, row) >= 0);
                sum += grid.value(column, row);
                lastColumn = grid.value(column, row) > 0 ? column : lastColumn;
            }
        }
        assertEquals(CALLS, sum);
        UsageQuery records = page.drill(year, lastColumn, 0);
        assertEquals(UsageQuery.Tab.RECORDS, records.tab());
        assertEquals("chat", records.filter().service());
        assertEquals(3_600_000, records.range().toMs() - records.range().fromMs());
    }

    @Test
    void shouldSumAWeekAsMuchAsItsHours() {
        HeatModel model = new HeatModel(admin, new Names(admin), AT_ONCE, FORMATS);
        model.read(
                query().with(UsageQuery.Tab.HEATMAP)
                        .with(HeatShape.WEEK)
                        .with(Measure.CALLS)
                        .with(TimeRange.of(TimeRange.Kind.DAYS_30)));
        HeatGrid week = ready(model.stateProperty().get()).grid();
        long sum = 0;
        for (int day = 0; day < 7; day++) {
            for (int hour = 0; hour < 24; hour++) {
                sum += week.value(hour, day);
            }
        }
        assertEquals(CALLS, sum);
    }
}
