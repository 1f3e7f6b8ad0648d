package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresTopUpStoresTest extends TopUpStoresContract {}
