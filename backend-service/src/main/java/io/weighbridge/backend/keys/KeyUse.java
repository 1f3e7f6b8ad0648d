package io.weighbridge.backend.keys;

/// How a key was used.
///
/// @param spentNanos charged to it in the present period of its credit limit, or ever
/// @param lastUsedAtMs its last admitted call, 0 for never
public record KeyUse(long spentNanos, long lastUsedAtMs) {}
