package io.weighbridge.backend.pricing;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqlitePriceStoreTest extends PriceStoreContract {}
