package io.weighbridge.backend.limits;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqlitePlanStoreTest extends PlanStoreContract {}
