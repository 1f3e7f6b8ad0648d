package io.weighbridge.benchmarks.replay;

import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.SqlPriceStore;
import io.weighbridge.backend.replay.Replay;
import io.weighbridge.backend.replay.ReplayState;
import io.weighbridge.backend.replay.Replays;
import io.weighbridge.backend.replay.SqlReplayStore;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.usage.SqlUsageScan;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// How many records a second a replay prices again: chats of 1,000 accounts at 50 services, on
/// SQLite, on one thread. The first round is not counted.
public final class ReplaySpeed {
    private static final int SERVICES = 50;
    private static final int ACCOUNTS = 1_000;
    private static final int ROUNDS = 4;
    private static final int BATCH = 100_000;
    private static final String RECORD =
            """
            INSERT INTO usage_record (sequence, request_id, account_id, key_id, service_id, subject,
                tags, outcome, tier, units, price_book_id, lines, price_nanos, fee_nanos,
                charge_nanos, held_nanos, overrun_nanos, authorized_at_ms, settled_at_ms, queue_ms,
                compute_ms, upstream_cost_nanos, proxy, unrated_reason)
            VALUES (?, ?, ?, 1, ?, '', '', 1, 1, ?, 1, '', 5, 0, 5, 5, 0, ?, ?, -1, -1, -1, 'p', '')
            """;
    private static final String ENTRY =
            """
            INSERT INTO account_entry (sequence, account_id, at_ms, kind, amount_nanos,
                balance_after_nanos) VALUES (?, ?, ?, 1, -5, 1000000000)
            """;

    private ReplaySpeed() {}

    /// @param args how many records; default 1,000,000
    public static void main(String[] args) throws IOException, InterruptedException {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path directory = Files.createTempDirectory("weighbridge-replay");
        try (Database database = Database.open(directory)) {
            TimeSource time = new SystemTime();
            long[] services = services(database, time);
            fill(database, services, records, time.wallMs() - records - 1);
            run(database, services, records, time);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static long[] services(Database database, TimeSource time) {
        Services made = new Services(new SqlServiceStore(database), new IdSource(time), time);
        long[] ids = new long[SERVICES];
        for (int i = 0; i < SERVICES; i++) {
            ids[i] = made.create("service-" + i, ServiceSettings.TEXT_DEFAULT).id();
        }
        return ids;
    }

    private static void fill(Database database, long[] services, int records, long fromMs) {
        for (int from = 0; from < records; from += BATCH) {
            int first = from;
            int end = Math.min(from + BATCH, records);
            var _ =
                    database.write(
                            connection -> {
                                try (PreparedStatement record =
                                                connection.prepareStatement(RECORD);
                                        PreparedStatement entry =
                                                connection.prepareStatement(ENTRY)) {
                                    for (int i = first; i < end; i++) {
                                        add(
                                                record,
                                                entry,
                                                services[(int) (i * 13L % SERVICES)],
                                                i,
                                                fromMs + i);
                                    }
                                    return record.executeBatch().length
                                            + entry.executeBatch().length;
                                }
                            });
        }
        var _ =
                database.inTransaction(
                        handle ->
                                handle.execute(
                                        "UPDATE ledger_state SET folded_sequence = ?",
                                        records + 1));
    }

    private static void add(
            PreparedStatement record, PreparedStatement entry, long service, int i, long atMs)
            throws SQLException {
        long account = i * 7L % ACCOUNTS + 1;
        record.setLong(1, i + 1);
        record.setBytes(2, new byte[16]);
        record.setLong(3, account);
        record.setLong(4, service);
        record.setString(5, "input_tokens=" + i % 4_000 + " output_tokens=" + i % 700);
        record.setLong(6, atMs);
        record.setLong(7, atMs);
        record.addBatch();
        entry.setLong(1, i + 1);
        entry.setLong(2, account);
        entry.setLong(3, atMs);
        entry.addBatch();
    }

    private static void run(Database database, long[] services, int records, TimeSource time)
            throws InterruptedException {
        IdSource ids = new IdSource(time);
        Prices prices = new Prices(new SqlPriceStore(database), ids, time);
        List<Rate> rates = new ArrayList<>();
        for (long service : services) {
            for (Unit unit : List.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS)) {
                rates.add(
                        new Rate(
                                service,
                                unit,
                                ServiceTier.STANDARD,
                                0,
                                0,
                                2_500_000_000L,
                                1_000_000,
                                List.of()));
            }
        }
        PriceBook draft = prices.createDraft(0, "");
        PriceBook book = prices.updateDraft(draft.id(), draft.version(), rates, List.of(), "");
        try (Replays replays =
                new Replays(
                        new SqlReplayStore(database),
                        new SqlUsageScan(database),
                        prices,
                        Curves.NONE,
                        (_, _) -> null,
                        () -> {},
                        ids,
                        time)) {
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                long id = replays.begin(book.id(), 0, 0).id();
                Replay replay = replays.require(id);
                while (replay.endedAtMs() == 0) {
                    Thread.sleep(1);
                    replay = replays.require(id);
                }
                long tookMs = (System.nanoTime() - began) / 1_000_000;
                if (replay.state() != ReplayState.DONE || replay.sums().calls() != records) {
                    throw new IllegalStateException(replay.toString());
                }
                System.out.printf(
                        "%s%,d records in %,d ms: %,d a second%n",
                        round == 0 ? "warm-up: " : "", records, tookMs, records * 1_000L / tookMs);
            }
        }
    }
}
