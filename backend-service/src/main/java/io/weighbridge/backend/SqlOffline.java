package io.weighbridge.backend;

import io.weighbridge.backend.operators.Operators;
import io.weighbridge.backend.operators.OperatorsAssembly;
import io.weighbridge.backend.operators.SqlOperatorStore;
import io.weighbridge.backend.operators.SqlSessionStore;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.SystemTime;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// What is done with an installation that is not running.
public final class SqlOffline {
    private SqlOffline() {}

    /// Makes the first administrator of an installation that is not running; makes the installation
    /// too when there is none.
    ///
    /// @param password null for one of ours
    /// @throws Fault INVALID_FIELD, ADMIN_EXISTS; STORE_UNAVAILABLE, also while it is running
    public static Operators.Made bootstrap(
            Path dataDirectory, StoreAddress store, String name, @Nullable String password) {
        StoreAssembly.makeDirectory(dataDirectory);
        return offline(dataDirectory, store, all -> all.createFirst(name, password));
    }

    /// Gives an operator of an installation that is not running another password.
    ///
    /// @param password null for one of ours
    /// @param removeFactor whether the second factor goes too
    /// @throws Fault INVALID_FIELD, OPERATOR_UNKNOWN; STORE_UNAVAILABLE, also while it is running
    public static Operators.Made resetPassword(
            Path dataDirectory,
            StoreAddress store,
            String name,
            @Nullable String password,
            boolean removeFactor) {
        if (!Files.isDirectory(dataDirectory)) {
            throw Fault.storeUnavailable(
                    dataDirectory + " is not there (expected: a data directory)", null);
        }
        return offline(dataDirectory, store, all -> all.resetOffline(name, password, removeFactor));
    }

    private static Operators.Made offline(
            Path dataDirectory, StoreAddress store, Function<Operators, Operators.Made> what) {
        MovedMark.requireNone(store);
        try (DataLock _ = DataLock.take(dataDirectory);
                Database database = Database.open(store)) {
            return what.apply(
                    OperatorsAssembly.offline(
                            new SqlOperatorStore(database),
                            new SqlSessionStore(database),
                            new SystemTime()));
        }
    }
}
