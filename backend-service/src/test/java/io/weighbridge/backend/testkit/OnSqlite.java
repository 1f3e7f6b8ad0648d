package io.weighbridge.backend.testkit;

/// Each test has an empty SQLite store in a directory of its own.
public final class OnSqlite extends StoreParameter {
    @Override
    EmptyStore open() {
        return EmptyStore.sqlite();
    }
}
