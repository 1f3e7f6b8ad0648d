package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteRefusalStoreTest extends RefusalStoreContract {}
