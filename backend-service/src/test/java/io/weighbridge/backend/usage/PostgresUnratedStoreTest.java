package io.weighbridge.backend.usage;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresUnratedStoreTest extends UnratedStoreContract {}
