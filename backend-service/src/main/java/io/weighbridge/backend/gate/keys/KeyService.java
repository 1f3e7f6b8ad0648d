package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.HoldKeeper;
import io.weighbridge.backend.limits.CallMeter;
import io.weighbridge.backend.limits.Plan;
import io.weighbridge.backend.limits.PlanDirectory;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.services.Service;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.ServiceTier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One key at one service: its meter, and what its settings, its plan and the service come to for
/// it, as last resolved. Guarded by the account's monitor.
public final class KeyService extends CallMeter implements HoldKeeper {
    private final KeyEntry key;
    private final long serviceId;
    private final TimeSource time;
    // What was resolved, and from what: still right while these are the present ones.
    private KeyEntry.@Nullable Settings ofSettings;
    private @Nullable PlanDirectory ofPlans;
    private @Nullable Service ofService;
    private ServiceLimits limits = ServiceLimits.NONE;
    private @Nullable CreditLimit creditLimit;
    // What bars calls at any time, apart from money and limits; and from when on the key's expiry
    // does.
    private @Nullable RefusalReason barredFor;
    private long expiresAtMs;
    private List<IpNetwork> networks = List.of();
    // The sheet of the standard tier, and the book that it is from.
    private @Nullable PriceSheet sheet;
    private @Nullable CompiledBook sheetOfBook;

    KeyService(KeyEntry key, long serviceId, TimeSource time) {
        this.key = key;
        this.serviceId = serviceId;
        this.time = time;
    }

    public long serviceId() {
        return serviceId;
    }

    /// Brings what is resolved up to date.
    ///
    /// @param service null when it does not exist any more
    @SuppressWarnings("ReferenceEquality") // A changed service is another object.
    public void resolve(
            KeyEntry.Settings settings, PlanDirectory plans, @Nullable Service service) {
        if (ofSettings == settings && ofPlans == plans && ofService == service) {
            return;
        }
        Plan plan = plans.byId(settings.key.settings().planId());
        limits = Plan.resolve(plan, settings.key.settings().overrides(), serviceId);
        creditLimit = settings.creditLimit;
        barredFor = KeyChecks.barred(settings, service, Long.MIN_VALUE);
        networks = settings.key.settings().networks();
        expiresAtMs = settings.revoked ? Long.MAX_VALUE : settings.expiresAtMs;
        ofSettings = settings;
        ofPlans = plans;
        ofService = service;
    }

    /// What bars a call, money and limits apart, as last resolved; null when nothing does.
    ///
    /// @param clientAddress as the proxy told it, empty when it did not or is not believed
    public @Nullable RefusalReason barred(long nowMs, String clientAddress) {
        if (nowMs >= expiresAtMs) {
            return RefusalReason.EXPIRED_KEY;
        }
        if (barredFor != null || networks.isEmpty()) {
            return barredFor;
        }
        return KeyChecks.isIn(networks, clientAddress) ? null : RefusalReason.ADDRESS_NOT_ALLOWED;
    }

    /// The limits as last resolved.
    public ServiceLimits limits() {
        return limits;
    }

    /// What the key itself may still spend, by its credit limit as last resolved; Long.MAX_VALUE
    /// without one.
    public long spendableNanos(long nowMs) {
        return key.spendableNanos(creditLimit, nowMs);
    }

    /// The price sheet, or null when there is no price at all.
    public @Nullable PriceSheet sheet(CompiledBook book, ServiceTier tier) {
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
    public void open(Hold hold, boolean shadowed, long nowMicros) {
        if (shadowed) {
            hold.reserved(openShadowed(), 0);
        } else {
            long tokens = hold.covered().tokens();
            long mark = open(limits, tokens, nowMicros);
            hold.reserved(mark, limits.tokensPerMinute() < 0 ? 0 : tokens);
        }
    }

    /// Counts more tokens of this hold; of those that limits in shadow mode would not have given
    /// it, none.
    public void extend(Hold hold, long moreTokens, long nowMicros) {
        long counted = limits.tokensPerMinute() < 0 ? 0 : moreTokens;
        if (limits.shadow()) {
            boolean shadowed = hold.reservedMark() == CallMeter.SHADOWED;
            counted = shadowed ? 0 : Math.min(counted, tokensFree(limits, nowMicros));
        }
        if (counted > 0) {
            extend(limits, counted, nowMicros);
            hold.reserved(hold.reservedMark(), hold.reservedTokens() + counted);
        }
    }

    /// Counts a call that was settled before a restart.
    ///
    /// @param sure whether that was in the last minute; if not, no limit is filled beyond its brim
    public void restore(long tokens, long atMicros, boolean sure) {
        if ((sure && !limits.shadow()) || violations(limits, tokens, atMicros) == 0) {
            restore(limits, tokens, atMicros);
        }
    }

    @Override
    public void reopened(Hold hold) {
        key.hold(hold.heldNanos());
        long nowMicros = time.nanos() / 1_000;
        boolean shadowed =
                limits.shadow() && violations(limits, hold.covered().tokens(), nowMicros) != 0;
        open(hold, shadowed, nowMicros);
    }

    @Override
    public void ended(Hold hold, long usedTokens) {
        key.hold(-hold.heldNanos());
        close(
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
        key.spending().add(chargeNanos, atMs);
    }
}
