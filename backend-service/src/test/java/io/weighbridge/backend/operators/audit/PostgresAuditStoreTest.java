package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresAuditStoreTest extends AuditStoreContract {}
