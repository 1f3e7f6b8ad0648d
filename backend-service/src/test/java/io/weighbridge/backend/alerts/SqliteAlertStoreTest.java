package io.weighbridge.backend.alerts;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteAlertStoreTest extends AlertStoreContract {}
