package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.feature.usage.sums.Explored;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.text.Formats;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Usage by tag: what is asked for, and what comes.
final class TagModelsTest {
    private static final Background AT_ONCE = new Background(Runnable::run, Runnable::run);
    private static final Formats FORMATS = new Formats(InstantSource.system(), ZoneOffset.UTC, "$");

    @AutoClose
    private static final Installation installation =
            Installation.start(config -> config.with(ConfigTable.USAGE_TAG_KEYS, "team run"));

    private static final BackendClient admin = installation.owning(installation.admin());

    private static final Traffic traffic = installation.owning(new Traffic(installation));

    @SuppressWarnings("NullAway.Init")
    private static Traffic.Customer acme;

    @BeforeAll
    static void start() {
        traffic.service("chat");
        acme = traffic.customer("Acme", Traffic.everyService("prod"), 100_000_000_000L);
        for (String team : List.of("red", "blue", "red", "green", "red")) {
            var _ = traffic.taggedCall(acme, "chat", "team", team);
        }
        var _ = traffic.call(acme, "chat");
    }

    private static UsageQuery query() {
        return UsageQuery.of(Address.of(Route.USAGE).with("range", "hour"));
    }

    private static Map<String, Long> calls(UsageQuery query) {
        ExploreModel model = new ExploreModel(admin, new Names(admin), AT_ONCE, FORMATS);
        model.read(query);
        assertEquals(List.of("run", "team"), model.tagKeysProperty().get());
        if (!(model.stateProperty().get() instanceof Loadable.Ready<Explored>(Explored read))) {
            throw new AssertionError(model.stateProperty().get());
        }
        Map<String, Long> calls = new TreeMap<>();
        read.ordered().forEach(group -> calls.put(group.id(), group.total().get(Measure.CALLS)));
        return calls;
    }

    @Test
    void shouldReadSumsByTagAndByAccountOfATagAndItsRecords() {
        UsageQuery byTag = query().byTag("team");
        assertEquals(Map.of("red", 3L, "blue", 1L, "green", 1L), calls(byTag));
        UsageQuery ofRed = byTag.drill("red", byTag.buckets(now(), ZoneOffset.UTC).span());
        assertEquals(Level.ACCOUNT, ofRed.level());
        assertEquals(Map.of(acme.account(), 3L), calls(ofRed));
        UsageQuery records = ofRed.drill(acme.account(), ofRed.range().span(0, ZoneOffset.UTC));
        assertEquals(UsageQuery.Tab.RECORDS, records.tab());
        assertEquals(records, UsageQuery.of(records.address()));
        RecordsModel list = new RecordsModel(admin, new Names(admin), AT_ONCE, FORMATS);
        list.read(records);
        if (!(list.paging().stateProperty().get() instanceof Loadable.Ready<?>(var shown))) {
            throw new AssertionError(list.paging().stateProperty().get());
        }
        assertEquals(3, ((List<?>) shown).size());
        assertEquals(Map.of("chat", 6L), calls(query()));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    @Test
    void shouldTakeOutWhatThereAreNoSumsOf() {
        UsageQuery ofChat = query().with(query().filter().with(Level.SERVICE, "chat"));
        UsageQuery byTag = ofChat.byTag("team").answerable(ofChat);
        assertEquals(Level.TAG, byTag.level());
        assertEquals("", byTag.filter().service());
        UsageQuery again = byTag.with(ofChat.filter().withTag("team", "")).answerable(byTag);
        assertEquals(Level.SERVICE, again.level());
        assertEquals("chat", again.filter().service());
        UsageQuery ofRed = query().with(query().filter().withTag("team", "red"));
        UsageQuery byAccount = ofRed.answerable(query());
        assertEquals(Level.ACCOUNT, byAccount.level());
        assertTrue(byAccount.filter().hasTag());
        assertFalse(byAccount.with(Level.KEY).answerable(byAccount).filter().hasTag());
        assertFalse(byAccount.with(UsageQuery.Tab.HEATMAP).answerable(byAccount).filter().hasTag());
        UsageQuery records = byAccount.with(UsageQuery.Tab.RECORDS);
        assertEquals(records, records.answerable(byAccount));
    }

    @Test
    void shouldAskForHoursAndDaysAlone() {
        assertEquals(Step.HOUR, query().byTag("team").buckets(now(), ZoneOffset.UTC).step());
    }
}
