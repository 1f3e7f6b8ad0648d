package io.weighbridge.backend.attribution;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresAssignmentStoreTest extends AssignmentStoreContract {}
