package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresOperatorStoreTest extends OperatorStoreContract {}
