package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

/// A call that was refused, and what stood in the way at that instant.
///
/// @param keyId whose key was recognised
/// @param accountId that it belongs to
/// @param serviceId 0 when there is none of that name
/// @param service as the caller named it
/// @param reason why
/// @param atMs when
/// @param neededNanos what the call would have set aside; -1 when credit was not looked at
/// @param leftNanos what could be set aside: by the account, or by the key when its own limit is
///     the reason; without meaning when `neededNanos` is -1
/// @param retryAfterMs 0 when waiting does not help
/// @param limits null when they were not looked at
public record RefusedCall(
        long keyId,
        long accountId,
        long serviceId,
        String service,
        RefusalReason reason,
        long atMs,
        long neededNanos,
        long leftNanos,
        long retryAfterMs,
        @Nullable LimitReadings limits) {}
