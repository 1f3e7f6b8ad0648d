package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// One PostgreSQL server for all tests of this JVM, from binaries that Maven brings, and a database
/// of its own for each who asks. The server ends with the JVM.
public final class TestPostgres {
    private static final String TEMPLATE = "weighbridge_template";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();
    }

    private TestPostgres() {}

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder()
                            .setServerConfig("max_connections", "200")
                            .setServerConfig("synchronous_commit", "on")
                            .start();
            execute(server, "CREATE DATABASE " + TEMPLATE);
            Database.open(address(server, TEMPLATE)).close();
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("PostgreSQL could not be started", e);
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static PostgresAddress address(EmbeddedPostgres server, String database) {
        return new PostgresAddress(
                "localhost",
                server.getPort(),
                database,
                "postgres",
                "postgres",
                Map.of("sslmode", "disable"));
    }

    /// A fresh database with an up-to-date schema and nothing in it.
    public static PostgresAddress database() {
        return make(" TEMPLATE " + TEMPLATE);
    }

    /// A fresh database without a schema.
    public static PostgresAddress bareDatabase() {
        return make(" TEMPLATE template0");
    }

    private static PostgresAddress make(String how) {
        String name = "test_" + COUNT.incrementAndGet();
        try {
            execute(Holder.SERVER, "CREATE DATABASE " + name + how);
        } catch (SQLException e) {
            throw new IllegalStateException("a database could not be made", e);
        }
        return address(Holder.SERVER, name);
    }

    /// A connection to a database, beside whatever else uses it.
    public static Connection connect(PostgresAddress address) throws SQLException {
        return Holder.SERVER.getDatabase(address.user(), address.database()).getConnection();
    }

    /// Runs one statement on the server.
    public static void execute(String sql) {
        try {
            execute(Holder.SERVER, sql);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
