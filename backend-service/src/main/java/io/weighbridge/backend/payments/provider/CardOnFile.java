package io.weighbridge.backend.payments.provider;

/// A card that a provider keeps for us: never its number.
///
/// @param customer the provider's id of its owner
/// @param method the provider's id of the card
/// @param brand such as `visa`
/// @param last4 of its number
/// @param expiry the last month in which it can be charged, as `2031-08`
public record CardOnFile(
        String customer, String method, String brand, String last4, String expiry) {}
