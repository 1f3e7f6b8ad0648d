package io.weighbridge.console.feature.usage.sums;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.TimeRange;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.Rollup;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Test;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;

/// Adding rollups up, and what a chart draws of them.
final class FoldingTest {
    private static final long HOUR = 3_600_000;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private static Rollup rollup(long atMs, String service, long charge) {
        return Rollup.newBuilder()
                .setBucketAtMs(atMs)
                .setService(service)
                .setCalls(1)
                .setChargeNanos(charge)
                .addUnits(UnitCount.newBuilder().setUnit(Unit.UNIT_INPUT_TOKENS).setCount(10))
                .addUnits(UnitCount.newBuilder().setUnit(Unit.UNIT_CACHED_INPUT_TOKENS).setCount(4))
                .addUnits(UnitCount.newBuilder().setUnit(Unit.UNIT_OUTPUT_TOKENS).setCount(5))
                .build();
    }

    @Test
    void shouldSumALocalDayAloneAndCountNoTokenTwice() {
        // The day on which Berlin has 25 hours.
        long midnight = TimeInput.begin("2026-10-25", ZONE).orElseThrow();
        Buckets days = Buckets.of(new Span(midnight, midnight + 25 * HOUR), Step.DAY, ZONE);
        Folding folding = new Folding(Exploration.unread(days, Level.SERVICE));
        for (long at : new long[] {midnight - 24 * HOUR, midnight, midnight + 25 * HOUR}) {
            for (int service = 0; service < 25; service++) {
                folding.add(SumRow.of(Level.SERVICE, rollup(at, "chat" + service, 7)));
            }
        }
        Exploration read = folding.done();
        assertEquals(1, days.size());
        assertEquals(25, read.at(0, Measure.CALLS));
        assertEquals(25 * 7, read.total().get(Measure.CHARGE));
        assertEquals(25 * 15, read.total().get(Measure.TOKENS));
    }

    // As of a service that sums by days of UTC, whatever it is asked for.
    @Test
    void shouldRefuseSumsOfOtherBuckets() {
        long midnight = TimeInput.begin("2026-10-25", ZONE).orElseThrow();
        Buckets days = Buckets.of(new Span(midnight, midnight + 25 * HOUR), Step.DAY, ZONE);
        Folding folding = new Folding(Exploration.unread(days, Level.SERVICE));
        SumRow other = SumRow.of(Level.SERVICE, rollup(midnight + 2 * HOUR, "chat", 7));
        ClientException failure = assertThrows(ClientException.class, () -> folding.add(other));
        assertEquals("OTHER_BUCKETS", Failure.of(failure).code());
        assertEquals(0, folding.done().total().get(Measure.CALLS));
    }

    @Test
    void shouldKeepTheLargestAndSumTheRest() {
        Buckets hours = Buckets.of(new Span(0, 3 * HOUR), Step.HOUR, ZONE);
        Folding folding = new Folding(Exploration.unread(hours, Level.SERVICE));
        for (int service = 0; service < 9; service++) {
            folding.add(SumRow.of(Level.SERVICE, rollup(HOUR, "s" + service, 100 + service)));
        }
        Exploration read = folding.done();
        UsageQuery query = UsageQuery.of(Address.of(Route.USAGE)).with(Measure.CHARGE);
        Layers layers = Layers.of(Explored.of(query, read), 5);
        assertEquals(6, layers.size());
        assertEquals("s8", layers.id(0));
        assertTrue(layers.isRest(5));
        assertEquals(100 + 101 + 102 + 103, layers.at(5, 1));
        long together = 0;
        for (int layer = 0; layer < layers.size(); layer++) {
            together += layers.at(layer, 1);
        }
        assertEquals(read.at(1, Measure.CHARGE), together);
        assertEquals(0, layers.at(0, 0));
    }

    @Test
    void shouldLeadFromAnAccountToItsKeysAndAtLastToRecords() {
        UsageQuery query = UsageQuery.of(Address.of(Route.USAGE)).with(Level.ACCOUNT);
        Span span = new Span(1, 2);
        UsageQuery keys = query.drill("acc_1", span);
        assertEquals(Level.KEY, keys.level());
        assertEquals("acc_1", keys.filter().account());
        UsageQuery services = keys.drill("key_1", span);
        assertEquals(Level.SERVICE, services.level());
        UsageQuery records = services.drill("chat", span);
        assertEquals(UsageQuery.Tab.RECORDS, records.tab());
        assertEquals(new UsageFilter("acc_1", "key_1", "chat", "", "", ""), records.filter());
        assertEquals(TimeRange.own(span), records.range());
    }

    @Test
    void shouldThinWithoutLosingAPeak() {
        long[] values = new Random(7).longs(10_000, 0, 1_000).toArray();
        values[4_321] = 1_000_000;
        values[8_765] = -5;
        int[] chosen = Thinning.of(values.length, 500, i -> values[i]);
        assertTrue(chosen.length <= 500, () -> "points: " + chosen.length);
        assertTrue(Arrays.stream(chosen).anyMatch(i -> i == 4_321));
        assertTrue(Arrays.stream(chosen).anyMatch(i -> i == 8_765));
        assertEquals(0, chosen[0]);
        assertEquals(9_999, chosen[chosen.length - 1]);
        int[] sorted = chosen.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, chosen);
    }
}
