package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresRefusalStoreTest extends RefusalStoreContract {}
