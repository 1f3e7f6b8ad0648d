package io.weighbridge.backend.testkit;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.SqlServiceStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// An empty store. A test gets one by [OnSqlite] or [OnPostgres], and need not close it.
public final class EmptyStore implements AutoCloseable {
    private final Database database;
    // Its own directory, which goes with it.
    private final @Nullable Path directory;

    private EmptyStore(Database database, @Nullable Path directory) {
        this.database = database;
        this.directory = directory;
    }

    static EmptyStore sqlite() {
        try {
            Path directory = Files.createTempDirectory("weighbridge-store");
            return new EmptyStore(MigratedStore.open(directory), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// SQLite in a directory.
    public static EmptyStore sqlite(Path directory) {
        return new EmptyStore(MigratedStore.open(directory), null);
    }

    /// A PostgreSQL database of its own.
    public static EmptyStore postgres() {
        return new EmptyStore(Database.open(TestPostgres.database()), null);
    }

    /// Adds accounts 1001 and 1002, accounts 1 and 2, and services 11 and 12, for rows that refer
    /// to them.
    public EmptyStore withCatalogue() {
        SqlAccountStore accounts = new SqlAccountStore(database);
        for (long id : new long[] {1, 2, 1_001, 1_002}) {
            accounts.add(new Account(id, 1, "account " + id, 0, false, "", 1), Changes.ANY);
        }
        SqlServiceStore services = new SqlServiceStore(database);
        for (long id : new long[] {11, 12}) {
            services.add(
                    new Service(id, 1, "service" + id, ServiceSettings.TEXT_DEFAULT, 1),
                    Changes.ANY);
        }
        return this;
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
