package io.weighbridge.backend.usage.refusals;

import io.weighbridge.model.RefusalReason;

/// What refused calls are counted by.
///
/// @param hourMs begin of the hour of UTC
/// @param accountId 0 for calls whose key was not recognised, and for those that are not told apart
/// @param serviceId 0 when there is no service of the name, and for those that are not told apart
public record RefusalCell(long hourMs, long accountId, long serviceId, RefusalReason reason) {}
