package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteAccountStoreTest extends AccountStoreContract {}
