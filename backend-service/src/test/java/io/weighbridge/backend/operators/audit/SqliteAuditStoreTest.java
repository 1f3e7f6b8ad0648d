package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteAuditStoreTest extends AuditStoreContract {}
