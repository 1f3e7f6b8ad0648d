package io.weighbridge.backend.platform.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.weighbridge.backend.platform.fault.Fault;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Connections to SQLite.
///
/// @param file of the store
record SqliteConnector(Path file) implements Connector {
    // Older ones can corrupt a write-ahead log that two connections write (fixed in 3.51.3).
    private static final int[] SQLITE_LEAST = {3, 51, 3};
    private static final int BUSY_TIMEOUT_MS = 10_000;
    private static final int PAGE_CACHE_KIB = 64 * 1024;
    private static final int CHECKPOINT_PAGES = 8_000;

    private SQLiteDataSource source(boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        if (!readOnly) {
            // A reader takes what it finds: a copy made by a backup has no write-ahead log.
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        }
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-PAGE_CACHE_KIB);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, "67108864");
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /// @throws Fault STORE_UNAVAILABLE when the file is damaged
    void requireIntact() throws SQLException {
        SqliteCheck.requireIntact(source(false), file);
    }

    @Override
    public void migrate() {
        Migrations.run(source(false), "sqlite");
    }

    @Override
    public Connection writer() throws SQLException {
        Connection connection = source(false).getConnection();
        requireRecent(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
        }
        return connection;
    }

    private static void requireRecent(Connection connection) throws SQLException {
        String version;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT sqlite_version()")) {
            rows.next();
            version = rows.getString(1);
        }
        requireRecent(version);
    }

    /// @throws Fault STORE_UNAVAILABLE when this version can damage a store
    static void requireRecent(String version) {
        String[] parts = version.split("\\.", -1);
        for (int i = 0; i < SQLITE_LEAST.length; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part != SQLITE_LEAST[i]) {
                if (part > SQLITE_LEAST[i]) {
                    break;
                }
                throw Fault.storeUnavailable(
                        "SQLite: " + version + " (expected: 3.51.3 or newer)", null);
            }
        }
    }

    @Override
    public Connection reader() throws SQLException {
        return source(true).getConnection();
    }

    @Override
    public Connection snapshot() throws SQLException {
        return source(true).getConnection();
    }

    @Override
    public HikariDataSource readers() {
        HikariConfig config = Migrations.pool();
        config.setDataSource(source(true));
        config.setConnectionTimeout(BUSY_TIMEOUT_MS);
        return new HikariDataSource(config);
    }
}
