package io.weighbridge.backend.ledger;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresLedgerStoreTest extends LedgerStoreContract {}
