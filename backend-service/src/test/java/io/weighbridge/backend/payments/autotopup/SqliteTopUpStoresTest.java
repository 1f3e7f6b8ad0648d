package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteTopUpStoresTest extends TopUpStoresContract {}
