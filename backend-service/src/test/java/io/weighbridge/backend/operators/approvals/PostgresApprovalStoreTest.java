package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresApprovalStoreTest extends ApprovalStoreContract {}
