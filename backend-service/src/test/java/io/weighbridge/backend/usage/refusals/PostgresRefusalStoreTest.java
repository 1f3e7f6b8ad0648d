package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.testkit.EmptyStore;

final class PostgresRefusalStoreTest extends RefusalStoreContract {
    @Override
    EmptyStore open() {
        return EmptyStore.postgres();
    }
}
