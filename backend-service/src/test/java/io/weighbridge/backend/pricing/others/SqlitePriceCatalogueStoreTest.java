package io.weighbridge.backend.pricing.others;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqlitePriceCatalogueStoreTest extends PriceCatalogueStoreContract {}
