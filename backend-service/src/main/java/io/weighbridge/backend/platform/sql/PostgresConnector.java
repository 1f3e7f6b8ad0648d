package io.weighbridge.backend.platform.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.weighbridge.backend.platform.fault.Fault;

import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/// Connections to PostgreSQL.
///
/// Each has limits of its own for how long a server may be silent: a settle waits for the owner's,
/// a person for the others.
///
/// @param address of the database
record PostgresConnector(PostgresAddress address) implements Connector {
    private static final int VERSION_LEAST = 15;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration OWNER = Duration.ofSeconds(5);
    private static final Duration WORK = Duration.ofSeconds(30);
    private static final long POOL_WAIT_MS = 5_000;
    private static final String FETCH_ROWS = "1000";
    // A server notices within seconds that the machine of its client is gone, and frees its locks;
    // its own default is two hours.
    private static final String KEEPALIVES =
            "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2;"
                    + " SET tcp_keepalives_count = 3";
    // What was answered as done must not be lost with the server's process. More than `on` stays.
    private static final String DURABLE =
            "SELECT set_config('synchronous_commit', 'on', false)"
                    + " WHERE current_setting('synchronous_commit') = 'off'";

    private Properties properties(Duration silence) {
        Properties properties = address.properties();
        properties.setProperty("ApplicationName", "weighbridge");
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(silence.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("defaultRowFetchSize", FETCH_ROWS);
        return properties;
    }

    private PGSimpleDataSource source(Duration silence) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        try {
            for (String name : properties(silence).stringPropertyNames()) {
                source.setProperty(name, properties(silence).getProperty(name));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a property that the driver does not know", e);
        }
        return source;
    }

    @Override
    public void migrate() {
        Migrations.run(source(WORK), "postgresql");
    }

    /// The connection that holds the database's lock and writes the journal.
    Connection owner() throws SQLException {
        return durable(source(OWNER).getConnection(), KEEPALIVES);
    }

    @Override
    public Connection writer() throws SQLException {
        return durable(source(WORK).getConnection(), KEEPALIVES);
    }

    private Connection durable(Connection connection, String settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            requireFit(connection, statement);
            statement.execute(settings);
            statement.execute(DURABLE);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void requireFit(Connection connection, Statement statement) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < VERSION_LEAST) {
            throw Fault.storeUnavailable(
                    address + ": PostgreSQL " + version + " (expected: 15 or newer)", null);
        }
        try (ResultSet encoding = statement.executeQuery("SHOW server_encoding")) {
            encoding.next();
            if (!encoding.getString(1).equals("UTF8")) {
                throw Fault.storeUnavailable(
                        address
                                + ": encoding "
                                + encoding.getString(1)
                                + " (expected: a database with the encoding UTF8)",
                        null);
            }
        }
    }

    @Override
    public Connection reader() throws SQLException {
        Connection connection = source(OWNER).getConnection();
        connection.setReadOnly(true);
        return connection;
    }

    @Override
    public Connection snapshot() throws SQLException {
        Connection connection = source(Duration.ZERO).getConnection();
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    @Override
    public HikariDataSource readers() {
        // The pool has no setter for it: a connection is tried before each use, because the server
        // may have been restarted since the last.
        System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "0");
        HikariConfig config = Migrations.pool();
        config.setDataSource(source(WORK));
        config.setConnectionTimeout(POOL_WAIT_MS);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return new HikariDataSource(config);
    }
}
