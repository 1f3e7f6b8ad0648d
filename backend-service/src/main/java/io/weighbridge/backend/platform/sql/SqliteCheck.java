package io.weighbridge.backend.platform.sql;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Finds a damaged SQLite file before anything is built on it. A large file is not read through at
/// every start: of it only what a start reads is checked, and the rest by backups.
final class SqliteCheck {
    private static final long CHECKED_MAX_BYTES = 512L << 20;
    private static final int CORRUPT = 11;
    private static final int NOT_A_DATABASE = 26;

    private SqliteCheck() {}

    /// @throws Fault STORE_UNAVAILABLE with what to do
    static void requireIntact(SQLiteDataSource source, Path file) throws SQLException {
        if (!file.toFile().isFile() || file.toFile().length() > CHECKED_MAX_BYTES) {
            return;
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (found.next() && !found.getString(1).equals("ok")) {
                throw damaged(file, found.getString(1).replace('\n', ' '), null);
            }
        }
    }

    /// What a failure means, when the file is damaged; otherwise the failure itself.
    static Fault explain(Path file, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && ((sql.getErrorCode() & 0xff) == CORRUPT
                            || (sql.getErrorCode() & 0xff) == NOT_A_DATABASE)) {
                return damaged(file, String.valueOf(sql.getMessage()), e);
            }
        }
        return Fault.storeUnavailable("cannot open " + file + ": " + e.getMessage(), e);
    }

    private static Fault damaged(Path file, String how, @Nullable Exception e) {
        return Fault.storeUnavailable(
                file
                        + " is damaged: "
                        + how
                        + ". Keep a copy of the data directory, look at the disk, and restore the"
                        + " newest good backup (weighbridge restore; docs/backup.md).",
                e);
    }
}
