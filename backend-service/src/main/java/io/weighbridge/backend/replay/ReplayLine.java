package io.weighbridge.backend.replay;

/// What a replay says of an account or a service.
///
/// @param id of the account or the service
/// @param sums of its calls
/// @param dryAtMs when an account's credit would first not have sufficed; 0: it would have, or it
///     is a service
public record ReplayLine(long id, Sums sums, long dryAtMs) {}
