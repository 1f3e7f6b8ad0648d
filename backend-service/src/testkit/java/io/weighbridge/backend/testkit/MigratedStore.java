package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.sql.Database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// An empty SQLite store whose schema is up to date: made by the migrations once in a process, and
/// copied from then on. Migrations took a quarter of all the tests' processor time.
public final class MigratedStore {
    private static final byte[] EMPTY = make();

    private MigratedStore() {}

    private static byte[] make() {
        try {
            Path directory = Files.createTempDirectory("weighbridge-migrated");
            Path file = directory.resolve(Database.FILE_NAME);
            Database.open(directory).close();
            // The last one to write closes it: nothing is left beside the file.
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(directory);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Puts one into a directory, unless there is a store.
    ///
    /// @return the directory
    public static Path in(Path directory) {
        Path file = directory.resolve(Database.FILE_NAME);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                // Whole or not at all, also for whoever looks at the same time.
                Path part = Files.createTempFile(directory, Database.FILE_NAME, ".part");
                Files.write(part, EMPTY);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Opens the store of a directory, after putting one there if there is none.
    public static Database open(Path directory) {
        return Database.open(in(directory));
    }
}
