package io.weighbridge.backend.keys;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteKeyStoreTest extends KeyStoreContract {}
