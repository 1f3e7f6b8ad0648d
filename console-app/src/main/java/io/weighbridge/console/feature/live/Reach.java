package io.weighbridge.console.feature.live;

/// What a stop would reach.
///
/// @param keys that are live
/// @param requestsPerMinute of them
/// @param openHolds calls in flight, which go on
record Reach(int keys, long requestsPerMinute, long openHolds) {}
