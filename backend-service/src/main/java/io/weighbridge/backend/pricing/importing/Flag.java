package io.weighbridge.backend.pricing.importing;

/// A price that a person should look at before publishing.
///
/// @param text why, for people
record Flag(FlagKind kind, String service, RateKey key, String text) {}
