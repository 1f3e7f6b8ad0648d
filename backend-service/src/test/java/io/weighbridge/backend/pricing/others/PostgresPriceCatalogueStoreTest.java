package io.weighbridge.backend.pricing.others;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresPriceCatalogueStoreTest extends PriceCatalogueStoreContract {}
