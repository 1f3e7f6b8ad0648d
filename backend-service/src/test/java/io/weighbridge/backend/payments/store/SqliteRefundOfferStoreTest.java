package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteRefundOfferStoreTest extends RefundOfferStoreContract {}
