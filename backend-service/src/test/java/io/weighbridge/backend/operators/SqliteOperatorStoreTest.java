package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteOperatorStoreTest extends OperatorStoreContract {}
