package io.weighbridge.backend.usage.refusals;

/// How many calls were refused in one bucket and group.
///
/// @param bucketMs begin of the bucket
/// @param accountId 0 when not told apart, or without one
/// @param serviceId 0 when not told apart, or without one
/// @param reason its number; 0 when not told apart
/// @param refused calls
public record RefusalSum(long bucketMs, long accountId, long serviceId, int reason, long refused) {}
