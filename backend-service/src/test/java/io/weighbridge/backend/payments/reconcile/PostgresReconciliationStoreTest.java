package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresReconciliationStoreTest extends ReconciliationStoreContract {}
