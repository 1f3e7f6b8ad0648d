package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// What every [UsageStore] and [KeyHistory] does, with a [LedgerStore] on the same data.
abstract class UsageStoreContract {
    private static final long DAY_MS = 86_400_000L;
    private static final long OTHER_ACCOUNT = 1_002;
    private static final long OTHER_SERVICE = 12;

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    /// @param sliceRows how many rows a page looks through at most
    private UsageStore store(int sliceRows) {
        return new SqlUsageStore(database, sliceRows);
    }

    private UsageStore store() {
        return store(SqlUsageSlice.ROWS_MAX);
    }

    private KeyHistory history() {
        return new SqlKeyHistory(database);
    }

    private LedgerStore ledger() {
        return new SqlLedgerStore(database);
    }

    @Test
    void shouldReadBackEveryFieldOfARecord() {
        RequestId rated = Facts.request(200, 1);
        RequestId unrated = Facts.request(200, 2);
        var settled = Facts.settled(2, 200, rated, 2_001, 14, 930);
        var quarantined = Facts.quarantined(3, 201, unrated, 7, 40, 930);
        ledger().fold(
                        List.of(
                                Facts.granted(1, 100, 2_001, 1_000, 0, 1_000),
                                settled,
                                quarantined),
                        3);
        assertEquals(Optional.of(settled.record()), store().find(rated));
        assertEquals(Optional.of(quarantined.record()), store().find(unrated));
        assertEquals(Optional.empty(), store().find(Facts.request(200, 3)));
        for (long sequence = 4; sequence <= 6; sequence++) {
            RequestId id = Facts.request(202, sequence);
            var costed = Facts.settled(sequence, 202, id, 2_001, 14, 930);
            ledger().fold(List.of(costed), sequence);
            assertEquals(Optional.of(costed.record()), store().find(id));
        }
        // Of what basis says nothing, what the upstream told: 4.
        assertEquals(
                List.of(4L, 12L, 4L, 15L, 4L),
                new SqlUsageScan(database)
                        .next(2, 10).stream().map(UsageScan.Scanned::costNanos).toList());
    }

    @Test
    void shouldTellWhatUnitsALaterRatingTold() {
        RequestId id = Facts.request(200, 2);
        var waiting = Facts.quarantined(2, 200, id, 7, 40, 930);
        ledger().fold(List.of(Facts.granted(1, 100, 2_001, 1_000, 0, 1_000), waiting), 2);
        assertEquals(Units.NONE, store().details(id).orElseThrow().ratedUnits());
        Units told = Units.of(Unit.IMAGES, 3).with(Unit.PIXELS, 0);
        ledger().fold(List.of(Facts.rated(3, 201, waiting.record(), told)), 3);
        assertEquals(told, store().details(id).orElseThrow().ratedUnits());
    }

    // One call on each of 40 days, 14 tokens and 70 nanos each; the last on day 40.
    private void foldDays() {
        LedgerStore ledger = ledger();
        ledger.fold(List.of(Facts.granted(1, 100, 2_001, 1_000_000, 0, 1_000_000)), 1);
        for (int day = 1; day <= 40; day++) {
            long atMs = day * DAY_MS + 5;
            ledger.fold(
                    List.of(
                            Facts.settled(
                                    day + 1,
                                    atMs,
                                    Facts.request(atMs, day),
                                    2_001,
                                    14,
                                    1_000_000 - day * 70)),
                    day + 1);
        }
    }

    @Test
    void shouldSumWhatAKeyWasCharged() {
        foldDays();
        List<KeyHistory.Spent> spent = new ArrayList<>();
        history().spent(40 * DAY_MS, 31 * DAY_MS, spent::add);
        assertEquals(List.of(new KeyHistory.Spent(Facts.KEY, 70, 700, 2_800)), spent);
    }

    @Test
    void shouldTellTheCallsOfTheRecentPastOldestFirst() {
        foldDays();
        long since = 39 * DAY_MS + 5;
        assertEquals(
                List.of(
                        new KeyHistory.Recent(Facts.KEY, Facts.SERVICE, 16, since),
                        new KeyHistory.Recent(Facts.KEY, Facts.SERVICE, 16, since + DAY_MS)),
                history().recent(since));
        assertEquals(List.of(), history().recent(since + DAY_MS + 1));
    }

    @Test
    void shouldSumTheVolumesOfTheMonth() {
        foldDays();
        assertEquals(List.of(), history().volumes(Set.of(), _ -> 31 * DAY_MS));
        assertEquals(List.of(), volumes(12L));
        List<KeyHistory.Volume> volumes = volumes(11L, 12L);
        Units expected =
                Units.tokens(140, 20)
                        .with(Unit.CACHED_INPUT_TOKENS, 0)
                        .with(Unit.REASONING_TOKENS, 10)
                        .with(Unit.REQUESTS, 10);
        assertEquals(
                List.of(new KeyHistory.Volume(Facts.ACCOUNT, Facts.SERVICE, expected)), volumes);
    }

    private List<KeyHistory.Volume> volumes(Long... serviceIds) {
        return history()
                .volumes(
                        Set.of(serviceIds),
                        look -> {
                            look.run();
                            return 31 * DAY_MS;
                        });
    }

    private List<Long> listed(long accountId, long keyId, long fromMs, long toMs) {
        return listed(
                store(),
                new RecordFilter(accountId, keyId, 0, "", null, fromMs, toMs, TagFilter.NONE),
                7,
                40);
    }

    private static List<Long> listed(
            UsageStore store, RecordFilter filter, int pageSize, int pagesMax) {
        List<Long> sequences = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            var page = store.list(filter, PageKey.of(pageSize, token, ""));
            page.items().forEach(details -> sequences.add(details.record().sequence()));
            token = page.nextToken();
            pages++;
        } while (!token.isEmpty());
        assertTrue(pages <= pagesMax, "pages: " + pages);
        return sequences;
    }

    // Ten calls and two grants that are no calls, again and again: every 5th call of account 1002,
    // every 7th by "rare", every 11th another service, every 13th not ok.
    private List<UsageRecord> foldMany(int facts) {
        List<UsageRecord> records = new ArrayList<>();
        List<Fact> all = new ArrayList<>();
        for (int i = 1; i <= facts; i++) {
            if (i % 12 < 2) {
                all.add(Facts.granted(i, i, 2_000 + i, 100, 0, 100L * i));
                continue;
            }
            Fact.UsageSettled fact =
                    changed(
                            Facts.settled(
                                    i, i, Facts.request(i, i), i % 5 == 0 ? 2_002 : 2_001, 1, 0));
            records.add(fact.record());
            all.add(fact);
        }
        ledger().fold(all, facts);
        return records.reversed();
    }

    private static Fact.UsageSettled changed(Fact.UsageSettled fact) {
        UsageRecord record = fact.record();
        Call call = record.call();
        long i = record.sequence();
        return new Fact.UsageSettled(
                new UsageRecord(
                        i,
                        new Call(
                                call.id(),
                                i % 5 == 0 ? OTHER_ACCOUNT : Facts.ACCOUNT,
                                call.keyId(),
                                i % 11 == 0 ? OTHER_SERVICE : Facts.SERVICE,
                                call.tier(),
                                call.priceBookId(),
                                i % 7 == 0 ? "rare" : "usual",
                                call.tags(),
                                call.proxy(),
                                call.authorizedAtMs()),
                        new Settlement(
                                i % 13 == 0 ? Outcome.CLIENT_GONE : Outcome.OK,
                                record.settlement().units(),
                                0,
                                0,
                                0),
                        record.charge(),
                        record.cost(),
                        0,
                        0,
                        record.settledAtMs(),
                        ""),
                fact.movements(),
                0);
    }

    private static List<Long> matching(List<UsageRecord> records, RecordFilter filter) {
        return records.stream()
                .filter(
                        record ->
                                (filter.accountId() == 0
                                                || filter.accountId() == record.call().accountId())
                                        && (filter.serviceId() == 0
                                                || filter.serviceId() == record.call().serviceId())
                                        && (filter.subject().isEmpty()
                                                || filter.subject().equals(record.call().subject()))
                                        && (filter.outcome() == null
                                                || filter.outcome()
                                                        == record.settlement().outcome())
                                        && record.settledAtMs() >= filter.fromMs()
                                        && (filter.toMs() == 0
                                                || record.settledAtMs() < filter.toMs()))
                .map(UsageRecord::sequence)
                .toList();
    }

    // Whole tags alone match, whatever stands in the values of others.
    @Test
    void shouldFindByTag() {
        List<String> tags =
                List.of("team=a\nrun=b", "team=ab", "xteam=a", "run=team=a", "run=b\nteam=a", "");
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < tags.size(); i++) {
            Fact.UsageSettled made =
                    Facts.settled(i + 1, i + 1, Facts.request(1, i + 1), 2_001, 1, 0);
            facts.add(
                    new Fact.UsageSettled(
                            Facts.tagged(made.record(), Facts.ACCOUNT, tags.get(i)),
                            made.movements(),
                            0));
        }
        ledger().fold(facts, tags.size());
        assertEquals(List.of(5L, 1L), tagged("team", "a"));
        assertEquals(List.of(5L, 2L, 1L), tagged("team", ""));
        assertEquals(List.of(5L, 1L), tagged("run", "b"));
        assertEquals(List.of(), tagged("team", "A"));
        assertEquals(List.of(), tagged("t_am", "a"));
    }

    private List<Long> tagged(String key, String value) {
        TagFilter tag = new TagFilter(key, value);
        return listed(store(), new RecordFilter(0, 0, 0, "", null, 0, 0, tag), 7, 1);
    }

    @Test
    void shouldListEachOnceWhateverTheSlices() {
        int facts = 150;
        List<UsageRecord> records = foldMany(facts);
        List<RecordFilter> filters = new ArrayList<>();
        for (long account : new long[] {0, Facts.ACCOUNT, OTHER_ACCOUNT}) {
            for (String subject : List.of("", "rare", "nobody")) {
                for (long service : new long[] {0, OTHER_SERVICE}) {
                    filters.add(
                            new RecordFilter(
                                    account, 0, service, subject, null, 0, 0, TagFilter.NONE));
                    filters.add(
                            new RecordFilter(
                                    account,
                                    0,
                                    service,
                                    subject,
                                    Outcome.CLIENT_GONE,
                                    37,
                                    120,
                                    TagFilter.NONE));
                }
            }
        }
        for (int slice : new int[] {1, 9, 100, 149, 150, 151}) {
            for (RecordFilter filter : filters) {
                List<Long> expected = matching(records, filter);
                for (int size : new int[] {4, 1_000}) {
                    // A page ends where it is full, or where its slice does.
                    int pages = 2 + expected.size() / size + facts / slice;
                    assertEquals(
                            expected,
                            listed(store(slice), filter, size, pages),
                            () -> filter + " in slices of " + slice);
                }
            }
        }
    }

    @Test
    void shouldGoOnBehindAnEmptyPage() {
        foldMany(300);
        RecordFilter nobody = new RecordFilter(0, 0, 0, "nobody", null, 0, 0, TagFilter.NONE);
        var page = store(100).list(nobody, PageKey.of(10, "", ""));
        assertEquals(List.of(), page.items());
        assertFalse(page.nextToken().isEmpty());
        RecordFilter unknownKey = new RecordFilter(0, 999, 0, "", null, 0, 0, TagFilter.NONE);
        assertEquals("", store(100).list(unknownKey, PageKey.of(10, "", "")).nextToken());
    }

    // Entries of an account stay when its records are deleted.
    @Test
    void shouldEndWhereTheOldestRecordIs() {
        foldDays();
        RetentionStore retention = new SqlRetentionStore(database);
        var _ = retention.delete(31 * DAY_MS, 0, 100);
        List<Long> left = LongStream.rangeClosed(32, 41).boxed().toList().reversed();
        for (long account : new long[] {0, Facts.ACCOUNT}) {
            RecordFilter filter = new RecordFilter(account, 0, 0, "", null, 0, 0, TagFilter.NONE);
            assertEquals(left, listed(store(5), filter, 7, 3));
        }
    }

    @Test
    void shouldListRecordsNewestFirstByWhatIsAskedFor() {
        foldDays();
        List<Long> all = LongStream.rangeClosed(2, 41).boxed().toList().reversed();
        assertEquals(all, listed(0, 0, 0, 0));
        assertEquals(all, listed(Facts.ACCOUNT, 0, 0, 0));
        assertEquals(List.of(), listed(1_002, 0, 0, 0));
        assertEquals(List.of(5L, 4L), listed(0, 0, 3 * DAY_MS, 5 * DAY_MS));
        assertEquals(List.of(5L, 4L), listed(Facts.ACCOUNT, 0, 3 * DAY_MS, 5 * DAY_MS));
        RecordDetails details = store().details(Facts.request(DAY_MS + 5, 1)).orElseThrow();
        assertEquals(List.of(new RecordDetails.Burn(2_001, 70)), details.burns());
    }

    @Test
    void shouldDeleteOldRecordsInBatchesAndKeepWhatTheyCameTo() {
        foldDays();
        RetentionStore retention = new SqlRetentionStore(database);
        assertEquals(new RetentionStore.Batch(8, 7, true), retention.delete(11 * DAY_MS, 0, 7));
        assertEquals(new RetentionStore.Batch(11, 3, false), retention.delete(11 * DAY_MS, 8, 7));
        assertEquals(30, listed(0, 0, 0, 0).size());
        assertTrue(store().isGone(Facts.request(DAY_MS + 5, 1)));
        assertFalse(store().isGone(Facts.request(11 * DAY_MS + 5, 11)));
        assertEquals(10, number("SELECT calls FROM usage_record_gone"));
        assertEquals(700, number("SELECT charge_nanos FROM usage_record_gone"));
        assertEquals(11 * DAY_MS, number("SELECT kept_from_ms FROM usage_retention"));
        for (String sql :
                List.of(
                        "DELETE FROM usage_record",
                        "DELETE FROM request",
                        "DELETE FROM account_entry",
                        "UPDATE usage_retention SET kept_from_ms = 0")) {
            assertThrows(
                    Fault.class, () -> database.inTransaction(handle -> handle.execute(sql)), sql);
        }
        assertEquals(30, listed(0, 0, 0, 0).size());
    }

    private long number(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
