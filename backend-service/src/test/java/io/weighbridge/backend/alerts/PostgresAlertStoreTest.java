package io.weighbridge.backend.alerts;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresAlertStoreTest extends AlertStoreContract {}
