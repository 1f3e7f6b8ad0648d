package io.weighbridge.backend.gate;

import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.HoldKeeper;
import io.weighbridge.backend.limits.CallMeter;
import io.weighbridge.backend.limits.Plan;
import io.weighbridge.backend.limits.PlanDirectory;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.model.ServiceTier;

import org.jspecify.annotations.Nullable;

/// One key at one service: its meter, and its limits and price sheet as last resolved. Guarded by
/// the account's monitor.
final class KeyService implements HoldKeeper {
    private final KeyEntry key;
    private final long serviceId;
    private final TimeSource time;
    private final CallMeter meter = new CallMeter();
    // The limits, and what they were resolved from: still right while both are the present ones.
    private ServiceLimits limits = ServiceLimits.NONE;
    private KeyEntry.@Nullable Settings limitsOfSettings;
    private @Nullable PlanDirectory limitsOfPlans;
    // The sheet of the standard tier, and the book that it is from.
    private @Nullable PriceSheet sheet;
    private @Nullable CompiledBook sheetOfBook;

    KeyService(KeyEntry key, long serviceId, TimeSource time) {
        this.key = key;
        this.serviceId = serviceId;
        this.time = time;
    }

    long serviceId() {
        return serviceId;
    }

    CallMeter meter() {
        return meter;
    }

    /// The limits in force.
    ServiceLimits limits(KeyEntry.Settings settings, PlanDirectory plans) {
        if (limitsOfSettings != settings || limitsOfPlans != plans) {
            Plan plan = plans.byId(settings.key.settings().planId());
            limits = Plan.resolve(plan, settings.key.settings().overrides(), serviceId);
            limitsOfSettings = settings;
            limitsOfPlans = plans;
        }
        return limits;
    }

    /// The limits as last resolved.
    ServiceLimits limits() {
        return limits;
    }

    /// The price sheet, or null when there is no price at all.
    @Nullable PriceSheet sheet(CompiledBook book, ServiceTier tier) {
        if (tier != ServiceTier.STANDARD) {
            return book.sheet(serviceId, key.account.id(), tier);
        }
        if (sheetOfBook != book) {
            sheet = book.sheet(serviceId, key.account.id(), tier);
            sheetOfBook = book;
        }
        return sheet;
    }

    /// Counts a call of this hold.
    ///
    /// @param shadowed whether limits in shadow mode would have refused it: then it fills no level,
    ///     because it would not have been made
    void open(Hold hold, boolean shadowed, long nowMicros) {
        if (shadowed) {
            hold.reserved(meter.openShadowed(), 0);
        } else {
            long tokens = hold.covered().tokens();
            long mark = meter.open(limits, tokens, nowMicros);
            hold.reserved(mark, limits.tokensPerMinute() < 0 ? 0 : tokens);
        }
    }

    /// Counts more tokens of this hold; of those that limits in shadow mode would not have given
    /// it, none.
    void extend(Hold hold, long moreTokens, long nowMicros) {
        long counted = limits.tokensPerMinute() < 0 ? 0 : moreTokens;
        if (limits.shadow()) {
            boolean shadowed = hold.reservedMark() == CallMeter.SHADOWED;
            counted = shadowed ? 0 : Math.min(counted, meter.tokensFree(limits, nowMicros));
        }
        if (counted > 0) {
            meter.extend(limits, counted, nowMicros);
            hold.reserved(hold.reservedMark(), hold.reservedTokens() + counted);
        }
    }

    /// Counts a call that was settled before a restart.
    void restore(long tokens, long atMicros) {
        if (!limits.shadow() || meter.violations(limits, tokens, atMicros) == 0) {
            meter.restore(limits, tokens, atMicros);
        }
    }

    @Override
    public void reopened(Hold hold) {
        key.hold(hold.heldNanos());
        long nowMicros = time.nanos() / 1_000;
        boolean shadowed =
                limits.shadow()
                        && meter.violations(limits, hold.covered().tokens(), nowMicros) != 0;
        open(hold, shadowed, nowMicros);
    }

    @Override
    public void ended(Hold hold, long usedTokens) {
        key.hold(-hold.heldNanos());
        meter.close(
                limits,
                hold.reservedMark(),
                hold.reservedTokens(),
                hold.covered().tokens(),
                usedTokens,
                time.nanos() / 1_000);
    }

    @Override
    public void kept(long deltaNanos) {
        key.hold(deltaNanos);
    }

    @Override
    public void charged(long chargeNanos, long atMs) {
        key.charged(chargeNanos, atMs);
    }
}
