package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresUpstreamKeyStoreTest extends UpstreamKeyStoreContract {}
