package io.weighbridge.backend.demo.btcpay;

import java.math.BigDecimal;

/// The store of a fake server.
///
/// @param apiKey that its API wants
/// @param webhookSecret that it signs with
/// @param rate what a bitcoin costs
public record FakeShop(String id, String apiKey, String webhookSecret, BigDecimal rate) {}
