package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresAccountStoreTest extends AccountStoreContract {}
