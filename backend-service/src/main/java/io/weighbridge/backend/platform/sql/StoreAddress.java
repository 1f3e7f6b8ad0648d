package io.weighbridge.backend.platform.sql;

import java.nio.file.Path;

/// Where a store is. Its text names it for people and logs, without a secret.
public sealed interface StoreAddress permits StoreAddress.Embedded, PostgresAddress {
    /// SQLite in a file of this directory.
    record Embedded(Path directory) implements StoreAddress {
        @Override
        public String toString() {
            return directory.toString();
        }
    }
}
