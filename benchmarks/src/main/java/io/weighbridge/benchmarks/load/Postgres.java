package io.weighbridge.benchmarks.load;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A PostgreSQL of its own that does what a billing table does for one call: a guarded update of a
/// balance and an insert of a row with a unique id, in one statement and one durable transaction.
final class Postgres implements AutoCloseable {
    private static final String DEBIT =
            """
            with debit as (
              update account set balance = balance - ? where id = ? and balance >= ? returning id)
            insert into charge (request_id, account_id, amount) select ?, id, ? from debit""";

    private final EmbeddedPostgres server;
    private final int accounts;

    Postgres(Path under, int accounts) throws IOException, SQLException {
        this.accounts = accounts;
        // The library turns durability off for tests; this is about durability.
        server =
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(under.toAbsolutePath().toFile())
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("shared_buffers", "512MB")
                        .setServerConfig("max_wal_size", "8GB")
                        .setServerConfig("max_connections", "100")
                        .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table account (id bigint primary key, balance bigint not null)"
                            + " with (fillfactor = 50)");
            statement.execute(
                    "create table charge (request_id uuid primary key, account_id bigint not null,"
                            + " amount bigint not null)");
            statement.execute(
                    "insert into account select i, 1000000000000000 from generate_series(0, "
                            + (accounts - 1)
                            + ") i");
            statement.execute("vacuum analyze account");
        }
    }

    /// Makes a database on the same server for a service, and returns its URL and password.
    Map<String, String> serviceDatabase() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database weighbridge");
        }
        String url =
                "postgresql://postgres@localhost:"
                        + server.getPort()
                        + "/weighbridge?sslmode=disable";
        return Map.of(url, "postgres");
    }

    /// Debits accounts at random.
    ///
    /// @return debits a second
    double debitsPerSecond(int connections, double seconds)
            throws InterruptedException, ExecutionException {
        return debitsPerSecond(connections, seconds, accounts);
    }

    /// Debits so many of the accounts at random.
    ///
    /// @return debits a second
    double debitsPerSecond(int connections, double seconds, int among)
            throws InterruptedException, ExecutionException {
        long startedNanos = System.nanoTime();
        long endNanos = startedNanos + (long) (seconds * 1e9);
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                counts.add(threads.submit(() -> debit(endNanos, among)));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum / ((System.nanoTime() - startedNanos) / 1e9);
        }
    }

    private long debit(long endNanos, int among) throws SQLException {
        SplittableRandom random = new SplittableRandom();
        long debits = 0;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(DEBIT)) {
            while (System.nanoTime() < endNanos) {
                statement.setLong(1, 6_750_000);
                statement.setLong(2, random.nextInt(among));
                statement.setLong(3, 6_750_000);
                // Rising in time, as ours are: kinder to the index than random ones.
                statement.setObject(
                        4, new UUID(System.currentTimeMillis() << 16 | 0x7000, random.nextLong()));
                statement.setLong(5, 6_750_000);
                debits += statement.executeUpdate();
            }
        }
        return debits;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
