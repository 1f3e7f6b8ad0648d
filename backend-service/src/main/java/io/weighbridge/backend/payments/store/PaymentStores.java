package io.weighbridge.backend.payments.store;

/// Where everything about payments is kept.
///
/// @param orders with their checkouts
/// @param payments with their moves, disputes and receipts
/// @param deliveries of the providers
/// @param offers of refunds
public record PaymentStores(
        OrderStore orders,
        PaymentStore payments,
        DeliveryStore deliveries,
        RefundOfferStore offers) {}
