package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteApprovalStoreTest extends ApprovalStoreContract {}
