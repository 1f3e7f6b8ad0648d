package io.weighbridge.backend.gate.admit;

import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

/// The answer to [AuthorizeCall].
public sealed interface Decision {
    /// A count that is not stated.
    long ABSENT = -1;

    /// The call may be made.
    ///
    /// @param hold what was set aside
    /// @param heldNanos credit set aside now
    /// @param expiresAtMs when the hold ends by itself
    /// @param ceilingOutputTokens how many output tokens the hold covers, [#ABSENT] when output
    ///     tokens cost and limit nothing
    /// @param limits state after this decision
    /// @param shadowed bits of [io.weighbridge.backend.limits.CallMeter] for limits in shadow mode
    ///     that would have refused
    record Admitted(
            Hold hold,
            long heldNanos,
            long expiresAtMs,
            long ceilingOutputTokens,
            LimitReadings limits,
            int shadowed)
            implements Decision {}

    /// It may not.
    ///
    /// @param reason why
    /// @param retryAfterMs 0 when waiting does not help
    /// @param affordableOutputTokens how many it could have now, [#ABSENT] when that is not the
    ///     reason
    /// @param neededNanos what it would have set aside, [#ABSENT] when credit was not looked at
    /// @param leftNanos what could be set aside: by the account, or by the key when its own limit
    ///     is the reason
    /// @param limits null when the decision fell before the limits were looked at
    record Refused(
            RefusalReason reason,
            long retryAfterMs,
            long affordableOutputTokens,
            long neededNanos,
            long leftNanos,
            @Nullable LimitReadings limits)
            implements Decision {
        static Refused of(RefusalReason reason) {
            return new Refused(reason, 0, ABSENT, ABSENT, 0, null);
        }
    }
}
