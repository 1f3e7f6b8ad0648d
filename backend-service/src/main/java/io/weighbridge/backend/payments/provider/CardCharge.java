package io.weighbridge.backend.payments.provider;

/// A charge to a saved card.
///
/// @param order with its id, by which the provider does it once
/// @param customer as [CardOnFile#customer]
/// @param method as [CardOnFile#method]
/// @param sinceMs from when on it may have been asked for
public record CardCharge(OrderToPay order, String customer, String method, long sinceMs) {}
