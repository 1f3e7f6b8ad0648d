package io.weighbridge.backend.ledger;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteLedgerStoreTest extends LedgerStoreContract {}
