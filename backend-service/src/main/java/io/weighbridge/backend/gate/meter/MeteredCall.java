package io.weighbridge.backend.gate.meter;

import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.SettleCall;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// A call whose hold grows as tokens flow: it is opened for a slice, and extended when half a slice
/// is left, so that the new ceiling is there before the old is reached. Used by one thread at a
/// time.
public final class MeteredCall {
    private final Extending extending;
    private final Settling settling;
    private final String holdId;
    private final String proxy;
    private final long sliceTokens;
    // Where the call ends at the latest; Long.MAX_VALUE when it said nothing.
    private final long lastOutputTokens;
    private final long ttlMs;
    private long ceilingTokens;

    MeteredCall(
            Extending extending,
            Settling settling,
            String holdId,
            String proxy,
            long sliceTokens,
            long lastOutputTokens,
            long ttlMs,
            long ceilingTokens) {
        this.extending = extending;
        this.settling = settling;
        this.holdId = holdId;
        this.proxy = proxy;
        this.sliceTokens = sliceTokens;
        this.lastOutputTokens = lastOutputTokens;
        this.ttlMs = ttlMs;
        this.ceilingTokens = ceilingTokens;
    }

    public String holdId() {
        return holdId;
    }

    /// How many output tokens the hold covers now, [Decision#ABSENT] when output tokens cost and
    /// limit nothing.
    public long ceilingOutputTokens() {
        return ceilingTokens;
    }

    /// Output tokens that it is extended by at a time.
    public long sliceOutputTokens() {
        return sliceTokens;
    }

    /// Tells what was used so far, and asks for more where that is near the ceiling.
    ///
    /// @param units used so far, cumulative
    /// @throws io.weighbridge.backend.platform.fault.Fault HOLD_UNKNOWN, INVALID_UNITS, BUSY,
    ///     STORE_UNAVAILABLE
    public MeterStep progress(Units units) {
        long used = units.get(Unit.OUTPUT_TOKENS);
        long wanted = Math.min(used + sliceTokens, lastOutputTokens);
        boolean extend =
                ceilingTokens != Decision.ABSENT
                        && wanted > ceilingTokens
                        && ceilingTokens - used <= sliceTokens / 2;
        ExtendResult result = extend(units, extend ? Math.max(0, wanted - used) : 0);
        boolean shortOfWanted =
                result instanceof ExtendResult.Extended some
                        && some.ceilingOutputTokens() != Decision.ABSENT
                        && some.ceilingOutputTokens() <= used
                        && used < lastOutputTokens;
        if (shortOfWanted) {
            // It was given the last there is; asked once more, the gate says what ran out.
            ceilingTokens = ((ExtendResult.Extended) result).ceilingOutputTokens();
            result = extend(units, sliceTokens);
        }
        return switch (result) {
            case ExtendResult.Extended extended -> goOn(used, extended);
            case ExtendResult.Stop stop -> hold(used, stop);
        };
    }

    /// Lets the hold live on, and asks for nothing more.
    ///
    /// @param units used so far, cumulative; none where that is not news
    /// @throws io.weighbridge.backend.platform.fault.Fault as [#progress]
    public MeterStep keep(Units units) {
        return switch (extend(units, 0)) {
            case ExtendResult.Extended extended -> new MeterStep.GoOn(extended, false);
            case ExtendResult.Stop stop ->
                    isBarred(stop.reason())
                            ? new MeterStep.End(stop.reason(), stop.ceilingOutputTokens())
                            : new MeterStep.Warn(stop);
        };
    }

    private ExtendResult extend(Units units, long moreTokens) {
        return extending.extend(new ExtendCall(holdId, units, moreTokens, ttlMs, proxy));
    }

    private MeterStep goOn(long used, ExtendResult.Extended extended) {
        boolean raised = extended.ceilingOutputTokens() > ceilingTokens;
        ceilingTokens = extended.ceilingOutputTokens();
        // The call said itself that it would go no further.
        boolean atEnd = ceilingTokens != Decision.ABSENT && used >= ceilingTokens;
        return atEnd
                ? new MeterStep.End(RefusalReason.OUTPUT_LIMIT, ceilingTokens)
                : new MeterStep.GoOn(extended, raised);
    }

    // A barred key or account stops at once; what is only short of credit or tokens may use its
    // ceiling.
    private MeterStep hold(long used, ExtendResult.Stop stop) {
        return isBarred(stop.reason()) || used >= ceilingTokens
                ? new MeterStep.End(stop.reason(), stop.ceilingOutputTokens())
                : new MeterStep.Warn(stop);
    }

    static boolean isBarred(RefusalReason reason) {
        return switch (reason) {
            case INSUFFICIENT_CREDIT, KEY_CREDIT_LIMIT, TOKENS_PER_MINUTE -> false;
            default -> true;
        };
    }

    /// Charges it; see [Settling#settle]. May be asked again with the same settlement.
    public void settle(Settlement settlement, Reply<SettleResult> reply) {
        settling.settle(new SettleCall(holdId, null, settlement, "", proxy), reply);
    }

    /// Drops its hold without a charge; see [Settling#release].
    public void release(String reason, Reply<Boolean> reply) {
        settling.release(holdId, null, reason, proxy, reply);
    }
}
