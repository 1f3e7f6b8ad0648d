package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteRefusalStoreTest extends RefusalStoreContract {
    @TempDir Path directory;

    @Override
    EmptyStore open() {
        return EmptyStore.sqlite(directory);
    }
}
