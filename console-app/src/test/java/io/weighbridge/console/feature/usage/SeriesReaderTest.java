package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.feature.usage.sums.RollupReader;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QuerySeriesReply;
import io.weighbridge.proto.v1.QuerySeriesRequest;
import io.weighbridge.proto.v1.Unit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A heat map shows the same whether its sums are read packed or one by one.
final class SeriesReaderTest {
    private static final Formats FORMATS =
            new Formats(InstantSource.system(), ZoneId.of("Asia/Kolkata"), "$");
    private static final Background AT_ONCE = new Background(Runnable::run, Runnable::run);
    private static final long HOUR_MS = 3_600_000;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static BackendClient admin;

    @SuppressWarnings("NullAway.Init")
    private static Traffic traffic;

    private final AtomicInteger questions = new AtomicInteger();

    @BeforeAll
    static void start() {
        installation = Installation.start();
        admin = installation.admin();
        traffic = new Traffic(installation);
        traffic.unevenServices("chat", "draw");
        Traffic.Customer acme =
                traffic.customer("Acme", Traffic.everyService("prod-chat"), 100_000_000_000L);
        for (int i = 0; i < 3; i++) {
            var _ = traffic.call(acme, i == 0 ? "draw" : "chat", 100, 0, 10 + i);
        }
        var _ =
                traffic.costedCall(
                        acme, "chat", 5_000_000, Traffic.count(Unit.UNIT_OUTPUT_TOKENS, 10));
    }

    @AfterAll
    static void stop() {
        traffic.close();
        admin.close();
        installation.close();
    }

    // As a service answers whose answers have room for 10 days, or hours.
    private QuerySeriesReply inParts(QuerySeriesRequest request) {
        questions.incrementAndGet();
        boolean isHour = request.getGranularity() == Granularity.GRANULARITY_HOUR;
        long end = request.getFromAtMs() + 10 * (isHour ? HOUR_MS : 24 * HOUR_MS);
        return admin.usage()
                .querySeries(
                        request.toBuilder().setToAtMs(Math.min(request.getToAtMs(), end)).build());
    }

    private SeriesReader inParts() {
        return new SeriesReader(new UsageSource(this::inParts));
    }

    private QuerySeriesReply whole(QuerySeriesRequest request) {
        questions.incrementAndGet();
        return admin.usage().querySeries(request);
    }

    private static UsageQuery query(String range, String shape, Measure measure, String service) {
        return UsageQuery.of(
                Address.of(Route.USAGE)
                        .with("tab", "heatmap")
                        .with("range", range)
                        .with("shape", shape)
                        .with("measure", measure.word())
                        .with("service", service));
    }

    private static HeatPage page(UsageQuery query, @Nullable SeriesReader series) {
        HeatReader reader = new HeatReader(new RollupReader(admin), series, new Names(admin));
        HeatModel model = new HeatModel(admin, reader, AT_ONCE, FORMATS);
        model.read(query);
        if (model.stateProperty().get() instanceof Loadable.Ready<HeatPage>(HeatPage page)) {
            return page;
        }
        throw new AssertionError(model.stateProperty().get());
    }

    private static List<Long> values(HeatPage page) {
        List<Long> values = new ArrayList<>();
        for (int row = 0; row < page.grid().rows(); row++) {
            for (int column = 0; column < page.grid().columns(); column++) {
                values.add(page.grid().value(column, row));
            }
        }
        return values;
    }

    @Test
    void shouldShowTheSameAsSumsReadOneByOne() {
        for (String shape : List.of("hour-service", "week")) {
            for (Measure measure : Measure.of(UsageQuery.Tab.HEATMAP, HeatShape.ofWord(shape))) {
                for (String service : List.of("", "chat")) {
                    UsageQuery query = query("days-7", shape, measure, service);
                    HeatLook look = new HeatLook(query.shape(), measure, query.filter());
                    if (inParts().has(look)) {
                        HeatPage one = page(query, null);
                        HeatPage packed = page(query, inParts());
                        assertEquals(one.rows().ids(), packed.rows().ids(), query::toString);
                        assertEquals(values(one), values(packed), query::toString);
                        assertEquals(one.foremost(), packed.foremost(), query::toString);
                    }
                }
            }
        }
        // Ten measures, each by hour and by week, of all and of one.
        assertTrue(questions.get() > 10 * 2 * 2 * 17, "questions: " + questions);
    }

    @Test
    void shouldReadAYearWithFewQuestions() {
        HeatPage year =
                page(
                        query("year", "hour-service", Measure.CALLS, ""),
                        new SeriesReader(new UsageSource(this::whole)));
        assertEquals(0, year.hours().missing(0, year.grid().columns() - 1) + 1);
        assertEquals(4, values(year).stream().mapToLong(Long::longValue).sum());
        assertEquals(1 + year.hours().pieces(), questions.get());
    }

    @Test
    void shouldLeaveAloneWhatItHasNoSumsOf() {
        UsageFilter account = UsageFilter.NONE.with(Level.ACCOUNT, "acc-1");
        for (HeatLook look :
                List.of(
                        new HeatLook(HeatShape.HOUR_SERVICE, Measure.REFUSALS, UsageFilter.NONE),
                        new HeatLook(HeatShape.HOUR_SERVICE, Measure.CALLS, account),
                        new HeatLook(HeatShape.HOUR_ACCOUNT, Measure.CALLS, UsageFilter.NONE),
                        new HeatLook(
                                HeatShape.HOUR_ACCOUNT, Measure.MEASURED_COST, UsageFilter.NONE))) {
            assertFalse(new SeriesReader(admin).has(look), look::toString);
        }
    }
}
