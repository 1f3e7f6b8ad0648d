package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteReconciliationStoreTest extends ReconciliationStoreContract {}
