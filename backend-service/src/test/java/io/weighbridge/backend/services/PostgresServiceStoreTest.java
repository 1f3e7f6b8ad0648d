package io.weighbridge.backend.services;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresServiceStoreTest extends ServiceStoreContract {}
