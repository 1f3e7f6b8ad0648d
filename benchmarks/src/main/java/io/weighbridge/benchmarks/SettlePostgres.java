package io.weighbridge.benchmarks;

import io.weighbridge.model.RequestId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// PostgreSQL on this machine, one charge a transaction: a guarded update of the balance and the
/// insert of the charge in one statement and one round trip, with every commit forced. Ids are
/// ordered by time, balances are many: nothing holds it back but itself.
final class SettlePostgres implements SettleStore {
    private static final int SECONDS = 4;
    private static final String CHARGE =
            """
            WITH paid AS (
                UPDATE account SET balance_nanos = balance_nanos - ?
                WHERE id = ? AND balance_nanos >= ? RETURNING id)
            INSERT INTO charge (id, account_id, amount_nanos) SELECT ?, id, ? FROM paid
            """;

    private final EmbeddedPostgres server;
    private final int accounts;
    private final List<Session> sessions = new ArrayList<>();

    SettlePostgres(int accounts, int connections) throws IOException, SQLException {
        this.accounts = accounts;
        // The library's own defaults are for tests and do not force commits.
        server =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("shared_buffers", "512MB")
                        .setServerConfig("max_wal_size", "4GB")
                        .start();
        try (Connection sql = server.getPostgresDatabase().getConnection();
                Statement statement = sql.createStatement()) {
            requireOn(statement, "fsync");
            requireOn(statement, "synchronous_commit");
            statement.execute(
                    "CREATE TABLE account (id bigint PRIMARY KEY, balance_nanos bigint NOT NULL)");
            statement.execute(
                    "CREATE TABLE charge (id uuid PRIMARY KEY, account_id bigint NOT NULL,"
                            + " amount_nanos bigint NOT NULL)");
            statement.execute(
                    "INSERT INTO account SELECT i, 1000000000000000000 FROM generate_series(1, "
                            + accounts
                            + ") i");
        }
        for (int i = 0; i < connections; i++) {
            sessions.add(new Session(server.getPostgresDatabase().getConnection()));
        }
    }

    private static void requireOn(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            if (!row.getString(1).equals("on")) {
                throw new IllegalStateException(setting + " is " + row.getString(1));
            }
        }
    }

    private final class Session implements ClosedLoop.Caller {
        private final Connection connection;
        private final PreparedStatement charge;

        Session(Connection connection) throws SQLException {
            this.connection = connection;
            this.charge = connection.prepareStatement(CHARGE);
        }

        @Override
        public void once() throws SQLException {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            RequestId id = RequestId.next(System.currentTimeMillis());
            charge.setLong(1, 4_750_000);
            charge.setLong(2, random.nextLong(1, accounts + 1L));
            charge.setLong(3, 4_750_000);
            charge.setObject(4, new UUID(id.hi(), id.lo()));
            charge.setLong(5, 4_750_000);
            if (charge.executeUpdate() != 1) {
                throw new IllegalStateException("not charged");
            }
        }
    }

    @Override
    public String name() {
        return "PostgreSQL, " + sessions.size() + " connections";
    }

    @Override
    public SettleRound round() throws Exception {
        return ClosedLoop.run(sessions, SECONDS);
    }

    @Override
    public void close() throws IOException, SQLException {
        for (Session session : sessions) {
            session.connection.close();
        }
        server.close();
    }
}
