package io.weighbridge.backend.gate.meter;

import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.admit.CallChecks;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.hold.HoldToken;
import io.weighbridge.backend.gate.hold.HoldTokens;
import io.weighbridge.backend.gate.keys.KeyChecks;
import io.weighbridge.backend.gate.keys.KeyEntry;
import io.weighbridge.backend.gate.keys.KeyService;
import io.weighbridge.backend.gate.keys.KeyTable;
import io.weighbridge.backend.gate.price.CallPrice;
import io.weighbridge.backend.gate.price.StepVolumes;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.HoldChange;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Moves the ceiling of running calls: takes more credit and tokens if there are any, remembers
/// what was used so far, and says stop when the call must not go on. Safe for sharing.
public final class Extending {
    private final Services services;
    private final Plans plans;
    private final Prices prices;
    private final Curves curves;
    private final KeyTable keys;
    private final Ledger ledger;
    private final HoldTokens tokens;
    private final TimeSource time;

    public Extending(
            Services services,
            Plans plans,
            Prices prices,
            Curves curves,
            KeyTable keys,
            Ledger ledger,
            HoldTokens tokens,
            TimeSource time) {
        this.services = services;
        this.plans = plans;
        this.prices = prices;
        this.curves = curves;
        this.keys = keys;
        this.ledger = ledger;
        this.tokens = tokens;
        this.time = time;
    }

    /// Extends a hold.
    ///
    /// @throws Fault HOLD_FORGED, HOLD_UNKNOWN, HOLD_OF_ANOTHER_PROXY, INVALID_UNITS,
    ///     INVALID_FIELD, BUSY, STORE_UNAVAILABLE; nothing was changed
    public ExtendResult extend(ExtendCall call) {
        String problem = call.units().problem();
        if (problem != null) {
            throw Fault.of(ErrorCode.INVALID_UNITS, "units: " + problem);
        }
        Check.range("more_output_tokens", call.moreOutputTokens(), 0, Unit.COUNT_MAX);
        if (call.ttlMs() != 0) {
            CallChecks.requireTtl(call.ttlMs());
        }
        HoldToken token = tokens.read(call.holdId());
        Hold hold = ledger.hold(token.requestId().hi(), token.requestId().lo());
        KeyEntry key = hold == null ? null : keys.byId(hold.call().keyId());
        if (hold == null || key == null) {
            throw unknown(token);
        }
        token.requireOf(hold.call());
        HoldToken.requireProxy(hold.call().proxy().equals(call.proxy()));
        long nanos = time.nanos();
        synchronized (hold.account()) {
            if (hold.isEnded()) {
                throw unknown(token);
            }
            return extend(call, hold, key, nanos / 1_000, time.wallMs(nanos));
        }
    }

    private static Fault unknown(HoldToken token) {
        return Fault.of(
                ErrorCode.HOLD_UNKNOWN,
                "hold_id: request "
                        + token.requestId()
                        + " has no open hold (expected: one that was not settled, released, expired"
                        + " or lost in a crash)");
    }

    // Under the account's lock.
    private ExtendResult extend(
            ExtendCall call, Hold hold, KeyEntry key, long nowMicros, long nowMs) {
        KeyEntry.Settings settings = key.settings();
        Service service = services.directory().byId(hold.call().serviceId());
        KeyService at = key.service(hold.call().serviceId(), time);
        at.resolve(settings, plans.directory(), service);
        ServiceLimits limits = at.limits();
        CallPrice price = price(hold);
        Units heard = newest(hold.heard(), call.units());
        long ttlMs = call.ttlMs();
        if (ttlMs == 0) {
            ttlMs = service == null ? 0 : service.settings().holdTtlMs();
        }
        Lifetime lifetime = Lifetime.of(hold, ttlMs, nowMicros / 1_000, nowMs);
        RefusalReason barred =
                hold.account().isSuspended()
                        ? RefusalReason.ACCOUNT_SUSPENDED
                        : KeyChecks.barred(settings, service, nowMs);
        if (barred != null || service == null) {
            return stop(
                    barred == null ? RefusalReason.UNKNOWN_SERVICE : barred, hold, lifetime, heard);
        }
        Extension wanted = new Extension(hold, heard, call.moreOutputTokens());
        return grow(wanted, hold, key, at, service, limits, price, lifetime, nowMicros, nowMs);
    }

    // For each unit the most that was told. Parts that were told anew, as other kinds of the same
    // tokens, would then be above their whole and be charged twice: of these the newest count.
    private static Units newest(Units before, Units told) {
        Units units = before.max(told);
        for (Unit whole : List.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS)) {
            long parts = 0;
            for (Unit unit : units.units()) {
                parts += unit.partOf() == whole ? units.get(unit) : 0;
            }
            if (parts > units.get(whole)) {
                for (Unit unit : units.units()) {
                    units = unit.partOf() == whole ? units.with(unit, told.get(unit)) : units;
                }
            }
        }
        return units;
    }

    /// When a hold ends by itself: as it is told, and on the monotonic clock.
    private record Lifetime(long expiresAtMs, long endsAtSteadyMs) {
        /// At least so long from now on, and no shorter than before.
        static Lifetime of(Hold hold, long ttlMs, long steadyMs, long nowMs) {
            long endsAtMs = Math.max(hold.endsAtSteadyMs(), steadyMs + ttlMs);
            return new Lifetime(nowMs + endsAtMs - steadyMs, endsAtMs);
        }
    }

    /// What a call would have covered if it got all that it asks for.
    private record Extension(Hold hold, Units heard, long moreOutputTokens) {
        Units units() {
            // Output is not named where nobody named it: it has no ceiling there.
            Units units = hold.covered();
            for (Unit unit : heard.units()) {
                if (unit != Unit.OUTPUT_TOKENS && units.get(unit) <= heard.get(unit)) {
                    units = units.with(unit, heard.get(unit));
                }
            }
            long output = heard.get(Unit.OUTPUT_TOKENS) + moreOutputTokens;
            return output > units.get(Unit.OUTPUT_TOKENS)
                    ? units.with(Unit.OUTPUT_TOKENS, Math.min(output, Unit.COUNT_MAX))
                    : units;
        }
    }

    private ExtendResult grow(
            Extension wanted,
            Hold hold,
            KeyEntry key,
            KeyService at,
            Service service,
            ServiceLimits limits,
            @Nullable CallPrice price,
            Lifetime lifetime,
            long nowMicros,
            long nowMs) {
        long expiresAtMs = lifetime.expiresAtMs;
        AccountState account = hold.account();
        long serviceId = service.id();
        PriceSheet sheet = price == null ? null : price.sheet();
        Volumes volumes = StepVolumes.ofHold(account, serviceId, sheet, nowMs, expiresAtMs);
        Units units = wanted.units();
        long ceilingBefore = hold.covered().get(Unit.OUTPUT_TOKENS);
        long amount = Gate.amount(price, units, volumes, service);
        if (amount == PriceSheet.UNPRICED) {
            return stop(RefusalReason.UNPRICED, hold, lifetime, wanted.heard());
        }
        long ofAccount = hold.heldNanos() + account.spendableNanos(nowMs);
        long ofKey = add(hold.heldNanos(), at.spendableNanos(nowMs));
        long ofTokens = tokens(hold, at, limits, nowMicros);
        RefusalReason reason = null;
        if (amount > Math.min(ofAccount, ofKey)) {
            reason =
                    amount > ofAccount
                            ? RefusalReason.INSUFFICIENT_CREDIT
                            : RefusalReason.KEY_CREDIT_LIMIT;
        } else if (units.tokens() > ofTokens) {
            reason = RefusalReason.TOKENS_PER_MINUTE;
        }
        if (reason != null) {
            // As far as it goes, but never below what is covered already.
            long credit = Math.min(ofAccount, ofKey);
            long byCredit =
                    price == null
                            ? ceilingBefore
                            : price.affordable(units, Unit.OUTPUT_TOKENS, credit, volumes);
            long byTokens = ofTokens - units.get(Unit.INPUT_TOKENS);
            long ceiling = Math.max(ceilingBefore, Math.min(byCredit, byTokens));
            units =
                    ceiling > ceilingBefore
                            ? units.with(Unit.OUTPUT_TOKENS, ceiling)
                            : hold.covered();
            amount = ceiling > ceilingBefore ? Gate.amount(price, units, volumes, service) : 0;
        }
        amount = Math.max(amount, hold.heldNanos());
        long heldBefore = hold.heldNanos();
        long moreTokens = units.tokens() - hold.covered().tokens();
        change(hold, amount, units, lifetime, wanted.heard());
        key.hold(amount - heldBefore);
        at.extend(hold, moreTokens, nowMicros);
        if (reason != null && units.get(Unit.OUTPUT_TOKENS) == ceilingBefore) {
            return new ExtendResult.Stop(reason, ceilingBefore);
        }
        return new ExtendResult.Extended(Gate.ceiling(units, price, limits), expiresAtMs, amount);
    }

    private ExtendResult stop(RefusalReason reason, Hold hold, Lifetime lifetime, Units heard) {
        change(hold, hold.heldNanos(), hold.covered(), lifetime, heard);
        return new ExtendResult.Stop(reason, hold.covered().get(Unit.OUTPUT_TOKENS));
    }

    // How many tokens the call may have in all by the token limit.
    private static long tokens(Hold hold, KeyService at, ServiceLimits limits, long nowMicros) {
        return limits.shadow()
                ? Long.MAX_VALUE
                : add(hold.covered().tokens(), at.tokensFree(limits, nowMicros));
    }

    private static long add(long some, long spendable) {
        return spendable == Long.MAX_VALUE ? Long.MAX_VALUE : some + spendable;
    }

    private @Nullable CallPrice price(Hold hold) {
        Call call = hold.call();
        CompiledBook book = call.priceBookId() == 0 ? null : prices.compiled(call.priceBookId());
        PriceSheet sheet =
                book == null
                        ? null
                        : book.sheet(call.serviceId(), hold.account().id(), call.tier());
        return CallPrice.of(sheet, curves, call.serviceId(), call.authorizedAtMs());
    }

    private void change(Hold hold, long heldNanos, Units covered, Lifetime lifetime, Units heard) {
        HoldChange change =
                new HoldChange(
                        hold,
                        heldNanos,
                        covered,
                        lifetime.expiresAtMs,
                        lifetime.endsAtSteadyMs,
                        heard);
        if (!ledger.change(change)) {
            throw ledger.refusal();
        }
    }
}
