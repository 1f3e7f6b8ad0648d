package io.weighbridge.backend.keys;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresKeyStoreTest extends KeyStoreContract {}
