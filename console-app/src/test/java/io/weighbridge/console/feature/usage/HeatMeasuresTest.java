package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.control.HeatScale;
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
import io.weighbridge.console.feature.usage.sums.CostPages;
import io.weighbridge.console.feature.usage.sums.GpuPages;
import io.weighbridge.console.feature.usage.sums.RollupReader;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What heat maps show that can be unknown: costs of calls, and what GPUs did.
final class HeatMeasuresTest {
    private static final Formats FORMATS =
            new Formats(InstantSource.system(), ZoneId.of("Europe/Berlin"), "$");
    private static final Background AT_ONCE = new Background(Runnable::run, Runnable::run);
    private static final long HOUR_MS = 3_600_000;
    private static final String PART = MeasuredHours.PART;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static BackendClient admin;

    @SuppressWarnings("NullAway.Init")
    private static Traffic traffic;

    @SuppressWarnings("NullAway.Init")
    private static Traffic.Customer acme;

    @BeforeAll
    static void start() {
        installation = Installation.start();
        admin = installation.admin();
        traffic = new Traffic(installation);
        traffic.unevenServices("chat", "draw");
        acme = traffic.customer("Acme", Traffic.everyService("prod-chat"), 100_000_000_000L);
        var _ = traffic.call(acme, "draw", 100, 0, 10);
    }

    @AfterAll
    static void stop() {
        traffic.close();
        admin.close();
        installation.close();
    }

    private static UsageQuery query(String shape, Measure measure) {
        return UsageQuery.of(
                Address.of(Route.USAGE)
                        .with("tab", "heatmap")
                        .with("range", "day")
                        .with("shape", shape)
                        .with("measure", measure.word()));
    }

    private static HeatPage page(HeatModel model) {
        if (model.stateProperty().get() instanceof Loadable.Ready<HeatPage>(HeatPage page)) {
            return page;
        }
        throw new AssertionError(model.stateProperty().get());
    }

    @Test
    void shouldShowCostsAsFarAsTheyAreKnown() {
        UnitCount tokens = Traffic.count(Unit.UNIT_OUTPUT_TOKENS, 10);
        long charge = traffic.costedCall(acme, "chat", 5_000_000, tokens).getChargeNanos();
        HeatModel model = new HeatModel(admin, new Names(admin), AT_ONCE, FORMATS);
        model.read(query("hour-service", Measure.MARGIN));
        HeatPage page = page(model);
        // What cost most stands first.
        assertEquals(List.of("chat", "draw"), page.rows().ids());
        assertEquals(charge - 5_000_000, lowest(page.grid(), 0));
        assertEquals(HeatGrid.GAP, lowest(page.grid(), 1));
        HeatPage.Cell loss = page.foremost().getFirst();
        assertEquals(charge - 5_000_000, loss.value());
        assertEquals(1, page.foremost().size(), "a gap is no value");
        assertEquals(1, loss.cost().costedCalls());
        assertTrue(
                page.grid().note(loss.column(), 0).contains("the cost of 1 is known"),
                page.grid().note(loss.column(), 0));
        assertEquals(HeatGrid.NOTHING, page.grid().value(0, 0));
        String csv = csv(page);
        List<String> lines = csv.lines().toList();
        assertEquals(
                "begin,row,row_id,calls,costed_calls,cost,costed_charge,margin,margin_percent",
                lines.getFirst());
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.contains(",chat,chat,") && line.contains(",-0.00")),
                csv);
        assertTrue(lines.stream().anyMatch(line -> line.matches(".*,draw,draw,[12],0,,,,")), csv);
    }

    private static String csv(HeatPage page) {
        StringBuilder csv = new StringBuilder();
        HeatFile.csv(page).forEachRemaining(chunk -> csv.append(chunk.getData().toStringUtf8()));
        return csv.toString();
    }

    // The lowest value of a row; a gap where there is none.
    private static long lowest(HeatGrid grid, int row) {
        long lowest = HeatGrid.NOTHING;
        for (int column = 0; column < grid.columns(); column++) {
            long value = grid.value(column, row);
            boolean isFirst = lowest <= HeatGrid.GAP && value > lowest;
            lowest = isFirst || (HeatGrid.isValue(value) && value < lowest) ? value : lowest;
        }
        return lowest;
    }

    private static HeatPage gpus(Measure measure) {
        return gpus("hour-gpu", measure);
    }

    private static HeatPage gpus(String shape, Measure measure) {
        return read(
                query(shape, measure),
                new RollupReader(new GpuPages(MeasuredHours::gpus), 100),
                new CostSource(MeasuredHours::gpuSeries));
    }

    // Row by row; packed, all is the same.
    private static HeatPage read(UsageQuery query, RollupReader reader, CostSource packed) {
        HeatPage rows = page(query, reader, null);
        HeatPage series = page(query, reader, new SeriesReader(packed));
        assertEquals(rows.rows().ids(), series.rows().ids(), query::toString);
        assertEquals(rows.foremost(), series.foremost(), query::toString);
        assertEquals(csv(rows), csv(series), query::toString);
        return rows;
    }

    private static HeatPage page(
            UsageQuery query, RollupReader reader, @Nullable SeriesReader packed) {
        HeatModel model =
                new HeatModel(
                        admin, new HeatReader(reader, packed, new Names(admin)), AT_ONCE, FORMATS);
        model.read(query);
        return page(model);
    }

    // The values of the hours before this one, the latest last.
    private static List<Long> values(HeatPage page, String gpu) {
        int row = page.rows().ids().indexOf(gpu);
        int last = page.grid().columns() - 1;
        return Stream.of(4, 3, 2).map(hours -> page.grid().value(last - hours, row)).toList();
    }

    @Test
    void shouldShowWhatGpusDidAndLeaveGaps() {
        long gap = HeatGrid.GAP;
        HeatPage busy = gpus(Measure.UTILISATION);
        assertEquals(List.of("GPU-a", PART), busy.rows().ids());
        assertEquals(HeatScale.SHARES, busy.grid().scale());
        assertEquals(List.of(gap, 250_000L, 0L), values(busy, "GPU-a"));
        assertEquals(List.of(gap, gap, gap), values(busy, PART));
        assertEquals(
                List.of(gap, 2_000_000_000L, 2_000_000_000L),
                values(gpus(Measure.GPU_COST), "GPU-a"));
        assertEquals(
                List.of(gap, 1_250_000_000L, 1_250_000_000L),
                values(gpus(Measure.IDLE_COST), "GPU-a"));
        HeatPage energy = gpus(Measure.ENERGY);
        assertEquals(List.of(gap, 36_000_000L, gap), values(energy, PART));
        HeatPage.Cell most = energy.foremost().getFirst();
        assertEquals(
                "seen 1 min: utilisation –, cost –, idle cost –, energy 0.01 kWh",
                energy.grid().note(most.column(), most.row()));
        String csv = csv(energy);
        assertTrue(csv.contains(",GPU-77aa1a2b…/3," + PART + ",60000,0,,,,60000,36000000\n"), csv);
        assertTrue(csv.contains(",GPU-a,GPU-a,3600000,3000000,750000000,2.00,1.25,0,\n"), csv);
    }

    private static HeatPage measured(String shape, Measure measure) {
        return read(
                query(shape, measure),
                new RollupReader(new CostPages(MeasuredHours::costs), 100),
                new CostSource(MeasuredHours::costSeries));
    }

    @Test
    void shouldShowWhatMeasuredHoursCostAndEarned() {
        HeatPage margin = measured("hour-service", Measure.MEASURED_MARGIN);
        // What is nobody's cost most.
        assertEquals(List.of("", "chat", "draw"), margin.rows().ids());
        assertEquals("Idle, or nobody's", margin.rows().names().getFirst());
        assertEquals(HeatScale.MARGINS, margin.grid().scale());
        long nothing = HeatGrid.NOTHING;
        assertEquals(List.of(nothing, -2_000_000_000L, nothing), values(margin, ""));
        assertEquals(List.of(nothing, 5L, nothing), values(margin, "chat"));
        assertEquals(List.of(nothing, HeatGrid.GAP, nothing), values(margin, "draw"));
        HeatPage.Cell loss = margin.foremost().getFirst();
        assertEquals(
                "active 1 min, energy 0.01 kWh, cost $2.00, earned $0.00, margin −$2.00",
                margin.grid().note(loss.column(), loss.row()));
        String csv = csv(margin);
        assertTrue(csv.contains(",draw,draw,0,,,0.000000007,\n"), csv);
        HeatPage earned = measured("hour-gpu", Measure.GPU_EARNED);
        long gap = HeatGrid.GAP;
        assertEquals(List.of(gap, 3_000_000_000L, gap), values(earned, "GPU-a"));
        // Of a GPU an hour can be unknown; without one there is nothing to know.
        assertEquals(List.of(nothing, 7L, nothing), values(earned, ""));
        assertEquals(
                List.of(nothing, gap, nothing),
                values(measured("hour-gpu", Measure.GPU_MARGIN), ""));
        assertEquals(
                UsageFilter.NONE,
                query("hour-service", Measure.MEASURED_COST)
                        .with(UsageFilter.NONE.with(Level.SERVICE, "chat"))
                        .answerable(query("hour-service", Measure.COST))
                        .filter());
    }

    // Of the cell of the week in which three hours ago is.
    private static long weekly(HeatPage page) {
        ZonedDateTime at =
                Instant.ofEpochMilli(System.currentTimeMillis() - 3 * HOUR_MS)
                        .atZone(FORMATS.zone());
        return page.grid().value(at.getHour(), at.getDayOfWeek().getValue() - 1);
    }

    @Test
    void shouldSumWhatWasMeasuredByHourOfTheWeek() {
        HeatPage cost = measured("week", Measure.MEASURED_COST);
        assertEquals(2_000_000_001L, weekly(cost));
        assertEquals(120_000_000, weekly(measured("week", Measure.ACTIVE_TIME)));
        // Of one of its services the cost is not known.
        assertEquals(HeatGrid.GAP, weekly(measured("week", Measure.MEASURED_MARGIN)));
        String csv = csv(cost);
        assertTrue(
                csv.startsWith("begin,row,row_id,active_us,energy_mj,cost,earned,margin\n"), csv);
        assertTrue(csv.contains(",120000000,72000000,2.000000001,0.000000013,\n"), csv);
        UsageQuery week = query("week", Measure.MEASURED_COST);
        UsageQuery hours = UsageQuery.of(cost.leadsTo(week, 1, 1).orElseThrow());
        assertEquals(HeatShape.HOUR_SERVICE, hours.shape());
        assertEquals(Measure.MEASURED_COST, hours.measure());
    }

    @Test
    void shouldSumWhatGpusDidByHourOfTheWeek() {
        HeatPage busy = gpus("week", Measure.UTILISATION);
        assertEquals(250_000, weekly(busy));
        assertEquals(1_250_000_000, weekly(gpus("week", Measure.IDLE_COST)));
        assertTrue(csv(busy).contains(",3660000,3000000,750000000,2.00,1.25,60000,36000000\n"));
        UsageQuery week = query("week", Measure.UTILISATION);
        UsageQuery narrow = week.with(UsageFilter.NONE.with(Level.SERVICE, "chat"));
        assertEquals(UsageFilter.NONE, narrow.answerable(week).filter());
        UsageQuery hours = UsageQuery.of(busy.leadsTo(week, 1, 1).orElseThrow());
        assertEquals(HeatShape.HOUR_GPU, hours.shape());
        assertEquals(Measure.UTILISATION, hours.measure());
    }

    @Test
    void shouldSumUpGpusThatHaveNoRow() throws Exception {
        HeatLook look = new HeatLook(HeatShape.HOUR_GPU, Measure.ENERGY, UsageFilter.NONE);
        Span span =
                TimeRange.of(TimeRange.Kind.DAY).span(System.currentTimeMillis(), FORMATS.zone());
        Buckets hours = Buckets.of(span, Step.HOUR, FORMATS.zone());
        // So few at once that each of the three is read by itself.
        HeatReader reader =
                new HeatReader(
                        new RollupReader(new GpuPages(MeasuredHours::gpus), 1),
                        null,
                        new Names(admin));
        HeatRows rows = reader.rows(look, span, new CallScope());
        assertEquals(List.of("GPU-a"), rows.ids());
        assertTrue(rows.hasRest());
        long[][][] parts = reader.hours(rows, hours, look, new CallScope());
        assertEquals(2 * HOUR_MS, LongStream.of(parts[0][0]).sum());
        assertEquals(60_000, LongStream.of(parts[0][1]).sum());
    }

    @Test
    void shouldAskForGpusWithoutWhatNarrowsUsageDown() {
        UsageQuery services = query("hour-service", Measure.COST);
        UsageQuery narrow = services.with(UsageFilter.NONE.with(Level.SERVICE, "chat"));
        UsageQuery gpus = narrow.with(HeatShape.HOUR_GPU).answerable(narrow);
        assertEquals(UsageFilter.NONE, gpus.filter());
        assertEquals(Measure.UTILISATION, gpus.measure());
        assertEquals(gpus, UsageQuery.of(gpus.address()));
        assertEquals(Measure.CHARGE, gpus.with(UsageQuery.Tab.EXPLORE).measure());
        assertEquals(Measure.UTILISATION, gpus.with(HeatShape.WEEK).measure());
        HeatPage page = gpus(Measure.GPU_COST);
        UsageQuery records = UsageQuery.of(page.leadsTo(gpus, 3, 0).orElseThrow());
        assertEquals(UsageQuery.Tab.RECORDS, records.tab());
        assertEquals(UsageFilter.NONE, records.filter());
    }

    @Test
    void shouldSayThatNoGpuWasSeen() {
        HeatModel model = new HeatModel(admin, new Names(admin), AT_ONCE, FORMATS);
        model.read(query("hour-gpu", Measure.UTILISATION));
        assertEquals(new Loadable.Empty<HeatPage>(), model.stateProperty().get());
    }
}
