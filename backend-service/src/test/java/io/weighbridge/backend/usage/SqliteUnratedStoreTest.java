package io.weighbridge.backend.usage;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteUnratedStoreTest extends UnratedStoreContract {}
