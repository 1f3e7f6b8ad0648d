package io.weighbridge.console.feature.payments;

/// One thing that happened to an order.
///
/// @param style how it looks: ok, watch, over; empty for none
/// @param text what happened
/// @param detail ids and reasons, below; empty for none
/// @param delivery by which a provider told it; empty when it was not told
record OrderEvent(long atMs, String style, String text, String detail, String delivery) {}
