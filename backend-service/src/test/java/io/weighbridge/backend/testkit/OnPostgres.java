package io.weighbridge.backend.testkit;

/// Each test has a PostgreSQL database of its own.
public final class OnPostgres extends StoreParameter {
    @Override
    EmptyStore open() {
        return EmptyStore.postgres();
    }
}
