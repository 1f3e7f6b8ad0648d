package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.usage.Granularity;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Series are what [Costs] reckons anew, whatever was reckoned before and changed since.
abstract class CostSeriesContract extends CostChanges {
    private static final List<CostBy> BYS = List.of(CostBy.GPU, CostBy.SERVICE);
    private static final List<Granularity> LENGTHS = List.of(Granularity.HOUR, Granularity.DAY);

    private List<CostRow> rows(CostQuery query) {
        List<CostRow> rows = new ArrayList<>();
        String token = "";
        do {
            Page<CostRow> page =
                    new Costs(hours)
                            .query(
                                    query.by(),
                                    query.length(),
                                    query.fromMs(),
                                    query.toMs(),
                                    PageKey.of(1_000, token, "f"));
            rows.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return rows;
    }

    private Map<Owner, List<Long>> expected(CostQuery query) {
        Map<Owner, long[]> expected = new TreeMap<>();
        int buckets = query.buckets();
        for (CostRow row : rows(query)) {
            int bucket = (int) ((row.bucketMs() - query.fromMs()) / query.length().lengthMs());
            long[] own =
                    expected.computeIfAbsent(
                            row.owner(), _ -> new long[buckets * query.sums().size()]);
            for (int i = 0; i < query.sums().size(); i++) {
                own[i * buckets + bucket] = query.sums().get(i).of(row.amounts());
            }
        }
        return listed(expected);
    }

    private static Map<Owner, List<Long>> listed(Map<Owner, long[]> series) {
        Map<Owner, List<Long>> listed = new TreeMap<>();
        series.forEach(
                (owner, values) -> listed.put(owner, Arrays.stream(values).boxed().toList()));
        return listed;
    }

    private static CostQuery asked(CostBy by, Granularity length, long fromMs, long toMs) {
        return new CostQuery(by, length, fromMs, toMs, List.of(CostSum.values()));
    }

    private void assertAnew(CostQuery query) {
        CostAnswer answer = series.read(query);
        assertEquals(query, answer.told());
        assertEquals(expected(query), listed(answer.series()), query::toString);
    }

    private void assertAllAnew() {
        for (CostBy by : BYS) {
            for (Granularity length : LENGTHS) {
                assertAnew(asked(by, length, 0, DAYS * DAY_MS));
            }
        }
    }

    @Test
    void areWhatIsReckonedAnewAfterAnyChange() {
        fill();
        assertAllAnew();
        for (int i = 0; i < 27; i++) {
            CostQuery query = asked(BYS.get(i % 2), LENGTHS.get(i / 2 % 2), 0, DAYS * DAY_MS);
            // So that nothing but this change is what was not seen.
            var _ = series.read(query);
            change(i % 9);
            assertAnew(query);
        }
        assertAllAnew();
        long firstMs = 5 * Hour.LENGTH_MS;
        assertAnew(asked(CostBy.GPU, Granularity.HOUR, firstMs, firstMs));
        assertAnew(asked(CostBy.GPU, Granularity.HOUR, firstMs, firstMs + Hour.LENGTH_MS));
        assertAnew(asked(CostBy.SERVICE, Granularity.HOUR, firstMs, 60 * Hour.LENGTH_MS));
    }

    @Test
    void nothingIsReckonedAgainThatWasNotChanged() {
        fill();
        CostQuery all = asked(CostBy.SERVICE, Granularity.HOUR, 0, DAYS * DAY_MS);
        var _ = series.read(all);
        reads = 0;
        var _ = series.read(all);
        var _ = series.read(asked(CostBy.SERVICE, Granularity.DAY, DAY_MS, 2 * DAY_MS));
        assertEquals(0, reads);
        change(0);
        assertEquals(listed(series.read(all).series()), expected(all));
        // Of the one day by the series, and by what they are compared with of each.
        assertEquals(1 + DAYS, reads);
    }

    @Test
    void anAnswerThatWouldBeTooLongEndsEarly() {
        fill();
        long toMs = 40_000 * Hour.LENGTH_MS;
        CostQuery query = asked(CostBy.SERVICE, Granularity.HOUR, 0, toMs);
        CostAnswer first = series.read(query);
        // Of nobody, and two services.
        assertEquals(CostSeries.NUMBERS_MAX / 9 / 3 * Hour.LENGTH_MS, first.told().toMs());
        assertEquals(3, first.series().size());
        CostAnswer next =
                series.read(asked(CostBy.SERVICE, Granularity.HOUR, first.told().toMs(), toMs));
        // Nor does one look further where there is nothing.
        long nextMs = (first.told().toMs() / DAY_MS + CostSeries.DAYS_MAX) * DAY_MS;
        assertEquals(nextMs, next.told().toMs());
        CostAnswer rest = series.read(asked(CostBy.SERVICE, Granularity.HOUR, nextMs, toMs));
        assertEquals(toMs, rest.told().toMs());
        assertEquals(0, rest.series().size());
    }

    @Test
    void aRebuildIsSeenAlsoWhereItOnlyTakesAway() {
        measure();
        var _ =
                database()
                        .inTransaction(
                                handle ->
                                        handle.execute(
                                                "INSERT INTO rollup_total (granularity,"
                                                        + " bucket_at_ms, service_id, calls,"
                                                        + " failed_calls, unrated_calls, input_tokens,"
                                                        + " cached_input_tokens, output_tokens,"
                                                        + " price_nanos, fee_nanos, charge_nanos,"
                                                        + " overrun_nanos, refunded_nanos,"
                                                        + " implicit_requests)"
                                                        + " VALUES (2, 0, 11, 1, 0, 0, 0, 0, 0,"
                                                        + " 70, 0, 70, 0, 0, 0)"));
        CostQuery day = asked(CostBy.SERVICE, Granularity.HOUR, 0, DAY_MS);
        assertEquals(1, series.read(day).series().tailMap(new Owner("", 11, 0, 0)).size());
        change(7);
        assertEquals(0, series.read(day).series().tailMap(new Owner("", 11, 0, 0)).size());
        assertAnew(day);
    }
}
