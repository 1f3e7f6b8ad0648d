package io.weighbridge.backend.replay;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresReplayStoreTest extends ReplayStoreContract {}
