package io.weighbridge.backend.pricing;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresPriceStoreTest extends PriceStoreContract {}
