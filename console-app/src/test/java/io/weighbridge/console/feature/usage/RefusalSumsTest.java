package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
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
import io.weighbridge.console.feature.usage.sums.RefusalPages;
import io.weighbridge.console.feature.usage.sums.RollupReader;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QueryRefusalsReply;
import io.weighbridge.proto.v1.RefusalSum;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Refused calls from the gate to the models of Explore and of the heat map.
final class RefusalSumsTest {
    private static final Formats FORMATS =
            new Formats(InstantSource.system(), ZoneId.of("Europe/Berlin"), "$");
    private static final long DAY_MS = 86_400_000L;
    private static final Background AT_ONCE = new Background(Runnable::run, Runnable::run);

    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @SuppressWarnings("NullAway.Init")
    private BackendClient admin;

    @SuppressWarnings("NullAway.Init")
    private Traffic traffic;

    @SuppressWarnings("NullAway.Init")
    private Traffic.Customer poor;

    // Three calls without credit, two of no service, one of nobody; and one that is made.
    @BeforeEach
    void start() {
        installation = Installation.start();
        admin = installation.admin();
        traffic = new Traffic(installation);
        traffic.service("chat");
        poor = traffic.customer("Poor", Traffic.everyService("poor"), 1);
        for (int i = 0; i < 3; i++) {
            refuse(poor, "chat");
        }
        refuse(poor, "nothing");
        refuse(poor, "nothing");
        refuse(new Traffic.Customer("", "", "sk-x"), "chat");
        var _ = traffic.call(traffic.customer("Acme"), "chat");
    }

    private void refuse(Traffic.Customer customer, String service) {
        assertTrue(traffic.authorize(customer, service).hasRefused());
    }

    @AfterEach
    void stop() {
        traffic.close();
        admin.close();
        installation.close();
    }

    private static UsageQuery query(String group, String shape) {
        return UsageQuery.of(
                Address.of(Route.USAGE)
                        .with("range", "day")
                        .with("measure", "refusals")
                        .with("group", group)
                        .with("shape", shape));
    }

    private HeatPage heat(UsageQuery query) {
        HeatModel model = new HeatModel(admin, new Names(admin), AT_ONCE, FORMATS);
        model.read(query.with(UsageQuery.Tab.HEATMAP));
        if (model.stateProperty().get() instanceof Loadable.Ready<HeatPage>(HeatPage page)) {
            return page;
        }
        throw new AssertionError(model.stateProperty().get());
    }

    private static List<Long> rows(HeatPage page) {
        return LongStream.range(0, page.grid().rows())
                .mapToObj(row -> row(page, (int) row))
                .toList();
    }

    private static long row(HeatPage page, int row) {
        long sum = 0;
        for (int column = 0; column < page.grid().columns(); column++) {
            sum += Math.max(0, page.grid().value(column, row));
        }
        return sum;
    }

    @Test
    void shouldShowRefusedCallsByServiceAccountAndWeek() {
        UsageQuery query = query("service", "hour-service");
        HeatPage services = heat(query);
        assertEquals(List.of("chat", "(no such service)"), services.rows().names());
        assertEquals(List.of(4L, 2L), rows(services));
        HeatPage accounts = heat(query.with(HeatShape.HOUR_ACCOUNT));
        assertEquals(List.of("Poor", "(no account: key not recognised)"), accounts.rows().names());
        assertEquals(List.of(5L, 1L), rows(accounts));
        HeatPage week = heat(query.with(HeatShape.WEEK));
        assertEquals(6, rows(week).stream().mapToLong(Long::longValue).sum());
        assertEquals(
                List.of(2L),
                rows(
                        heat(
                                query.with(HeatShape.HOUR_ACCOUNT)
                                        .with(UsageFilter.NONE.only(Level.SERVICE, "")))));
    }

    @Test
    void shouldSumUpAllOthersToo() throws Exception {
        long now = System.currentTimeMillis();
        Buckets hours = Buckets.of(new Span(now - 7_200_000, now + 1), Step.HOUR, FORMATS.zone());
        HeatRows rows =
                new HeatRows(
                        List.of(""),
                        List.of("strangers", "all others"),
                        true,
                        Exploration.unread(hours, Level.ACCOUNT));
        HeatLook look = new HeatLook(HeatShape.HOUR_ACCOUNT, Measure.REFUSALS, UsageFilter.NONE);
        HeatReader reader = new HeatReader(new RollupReader(admin), null, new Names(admin));
        long[][][] values = reader.hours(rows, hours, look, new CallScope());
        assertEquals(1, LongStream.of(values[0][0]).sum());
        assertEquals(5, LongStream.of(values[0][1]).sum());
    }

    @Test
    void shouldLeadToWhoseCallsTheyWere() {
        UsageQuery query = query("service", "hour-service");
        HeatPage services = heat(query);
        Address accounts = services.leadsTo(query, 0, 0).orElseThrow();
        UsageQuery then = UsageQuery.of(accounts);
        assertEquals("chat", then.filter().service());
        assertEquals(Level.ACCOUNT, then.level());
        HeatPage page = heat(query.with(HeatShape.HOUR_ACCOUNT));
        Address account = page.leadsTo(query, 0, 0).orElseThrow();
        assertEquals(Address.of(Route.ACCOUNTS, poor.account()).with("tab", "refused"), account);
        assertEquals(Optional.empty(), page.leadsTo(query, 0, 1));
    }

    private Loadable<Explored> explore(UsageQuery query) {
        ExploreModel model = new ExploreModel(admin, new Names(admin), AT_ONCE, FORMATS);
        model.read(query);
        return model.stateProperty().get();
    }

    @Test
    void shouldExploreByAccountAndServiceAndSayWhyNotByKey() {
        for (String group : List.of("account", "service", "none")) {
            if (explore(query(group, "")) instanceof Loadable.Ready<Explored>(Explored read)) {
                assertEquals(6, read.exploration().total().get(Measure.REFUSALS));
                assertEquals(0, read.exploration().total().get(Measure.CALLS));
            } else {
                throw new AssertionError(group);
            }
        }
        UsageQuery byKey = query("key", "");
        assertFalse(byKey.has(Measure.REFUSALS));
        assertTrue(byKey.has(Measure.CALLS));
        assertTrue(
                explore(byKey) instanceof Loadable.Failed<Explored>(var why)
                        && why.text().contains("not by key"));
        UsageQuery ofSubject = query("service", "").with(UsageFilter.NONE.with(Level.SUBJECT, "x"));
        assertFalse(ofSubject.has(Measure.REFUSALS));
        UsageQuery minutes = query("service", "").with(TimeRange.of(TimeRange.Kind.HOUR));
        assertEquals(Step.HOUR, minutes.buckets(1_000_000_000_000L, FORMATS.zone()).step());
        UsageQuery calls = query("service", "").with(UsageFilter.NONE.only(Level.SERVICE, ""));
        assertEquals(UsageFilter.NONE, calls.with(Measure.CALLS).filter());
    }

    // Which hours are of them is the service's matter.
    @Test
    void shouldAskForTheDaysOfTheZone() throws Exception {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        long begin = Step.DAY.floor(1_795_000_000_000L, zone);
        Buckets days = Buckets.of(new Span(begin, begin + 3 * DAY_MS), Step.DAY, zone);
        RollupReader reader =
                new RollupReader(
                        new RefusalPages(
                                request -> {
                                    assertEquals(
                                            Granularity.GRANULARITY_DAY, request.getGranularity());
                                    assertEquals("Asia/Kolkata", request.getZone());
                                    assertEquals(begin, request.getFromAtMs());
                                    assertEquals(begin + 3 * DAY_MS, request.getToAtMs());
                                    return QueryRefusalsReply.newBuilder()
                                            .addSums(sum(begin, 4))
                                            .addSums(sum(begin + 2 * DAY_MS, 5))
                                            .build();
                                }),
                        RollupReader.ROWS_MAX);
        Exploration read = reader.read(days, Level.NONE, UsageFilter.NONE, new CallScope());
        assertEquals(4, read.at(0, Measure.REFUSALS));
        assertEquals(0, read.at(1, Measure.REFUSALS));
        assertEquals(5, read.at(2, Measure.REFUSALS));
    }

    private static RefusalSum sum(long bucketAtMs, long refused) {
        return RefusalSum.newBuilder().setBucketAtMs(bucketAtMs).setRefused(refused).build();
    }
}
