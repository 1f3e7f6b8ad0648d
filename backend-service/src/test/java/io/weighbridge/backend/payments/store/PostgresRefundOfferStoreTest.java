package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresRefundOfferStoreTest extends RefundOfferStoreContract {}
