package io.weighbridge.backend.payments.provider;

import java.net.URI;

/// A provider's page where an order is paid.
///
/// @param reference the provider's id of it
/// @param page where to send the customer
/// @param expiresAtMs when it closes by itself
public record Checkout(String reference, URI page, long expiresAtMs) {}
