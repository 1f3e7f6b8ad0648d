package io.weighbridge.backend.gate.admit;

import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.keys.KeyChecks;
import io.weighbridge.backend.gate.keys.KeyEntry;
import io.weighbridge.backend.gate.keys.KeyService;
import io.weighbridge.backend.gate.keys.KeySlots;
import io.weighbridge.backend.gate.keys.KeyTable;
import io.weighbridge.backend.gate.price.CallPrice;
import io.weighbridge.backend.gate.price.StepVolumes;
import io.weighbridge.backend.keys.KeyReader;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.limits.CallMeter;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// Decides whether a call may be made. Safe for sharing; see the package for the flow.
public final class Gate {
    /// How old a request id may be when it is first sent.
    public static final long REQUEST_ID_AGE_MS = 60_000;

    /// How far ahead of the gate's clock a request id may be.
    public static final long REQUEST_ID_AHEAD_MS = 30_000;

    private final Services services;
    private final Plans plans;
    private final Prices prices;
    private final Curves curves;
    private final KeyTable keys;
    private final Ledger ledger;
    private final TimeSource time;
    private final RefusalListener refusals;
    private final ThreadLocal<KeyReader> readers = ThreadLocal.withInitial(KeyReader::new);

    public Gate(
            Services services,
            Plans plans,
            Prices prices,
            Curves curves,
            KeyTable keys,
            Ledger ledger,
            TimeSource time,
            RefusalListener refusals) {
        this.services = services;
        this.plans = plans;
        this.prices = prices;
        this.curves = curves;
        this.keys = keys;
        this.ledger = ledger;
        this.time = time;
        this.refusals = refusals;
    }

    /// Decides about one call.
    ///
    /// @throws Fault INVALID_REQUEST_ID, INVALID_UNITS, INVALID_FIELD, BUSY, DISK_SPACE_LOW or
    ///     STORE_UNAVAILABLE; nothing was changed
    public Decision authorize(AuthorizeCall call) {
        long nanos = time.nanos();
        long nowMs = time.wallMs(nanos);
        RequestId requestId = CallChecks.requestId(call.requestId(), nowMs);
        CallChecks.require(call);
        KeyReader reader = readers.get();
        if (!reader.read(call.apiKey())) {
            return refused(call, null, Decision.Refused.of(RefusalReason.MALFORMED_KEY), nowMs);
        }
        KeySlots slots = keys.slots();
        int slot = slots.find(reader.a(), reader.b(), reader.c(), reader.d());
        if (slot < 0) {
            return refused(call, null, Decision.Refused.of(RefusalReason.UNKNOWN_KEY), nowMs);
        }
        KeyEntry key = slots.key(slot);
        if (nowMs >= slots.secret(slot).untilMs()) {
            return refused(call, key, Decision.Refused.of(RefusalReason.ROTATED_KEY), nowMs);
        }
        AccountState account = slots.account(slot);
        Service service = services.directory().byName(call.service());
        KeyService at = slots.usual(slot);
        if (service == null || at == null || at.serviceId() != service.id()) {
            RefusalReason barred =
                    service == null
                            ? KeyChecks.barred(key, call.clientAddress(), nowMs)
                            : KeyChecks.barred(key.settings(), service, nowMs);
            if (barred != null || service == null) {
                RefusalReason why = barred == null ? RefusalReason.UNKNOWN_SERVICE : barred;
                return refused(call, key, Decision.Refused.of(why), nowMs);
            }
            at = keys.service(key, service.id(), time);
        }
        Decision decision;
        synchronized (account) {
            decision = decide(call, requestId, key, account, at, service, nanos / 1_000, nowMs);
        }
        if (decision instanceof Decision.Refused refused) {
            return refused(call, key, refused, nowMs);
        }
        if (decision instanceof Decision.Admitted admitted && admitted.shadowed() != 0) {
            refusals.shadowed(key.id, key.account.id(), reasonOf(admitted.shadowed()), nowMs);
        }
        return decision;
    }

    public RefusalListener refusals() {
        return refusals;
    }

    private static long ttlMs(AuthorizeCall call, Service service) {
        return call.ttlMs() == 0 ? service.settings().holdTtlMs() : call.ttlMs();
    }

    // Under the account's lock.
    private Decision decide(
            AuthorizeCall call,
            RequestId requestId,
            KeyEntry key,
            AccountState account,
            KeyService at,
            Service service,
            long nowMicros,
            long nowMs) {
        at.resolve(key.settings(), plans.directory(), service);
        RefusalReason barred = at.barred(nowMs, call.clientAddress());
        if (barred != null || account.isSuspended()) {
            return Decision.Refused.of(barred == null ? RefusalReason.ACCOUNT_SUSPENDED : barred);
        }
        ServiceLimits limits = at.limits();
        if (call.idempotent()) {
            Hold earlier = ledger.hold(requestId.hi(), requestId.lo());
            if (earlier != null) {
                return repeat(call, key, service, at, earlier);
            }
        }
        CompiledBook book = prices.inForce(nowMs);
        PriceSheet sheet = book == null ? null : at.sheet(book, call.tier());
        long expiresAtMs = nowMs + ttlMs(call, service);
        Volumes volumes = StepVolumes.ofHold(account, service.id(), sheet, nowMs, expiresAtMs);
        CallPrice price = CallPrice.of(sheet, curves, service.id(), nowMs);
        Units units = withDefaults(call, service, price);
        long amount = amount(price, units, volumes, service);
        if (amount == PriceSheet.UNPRICED) {
            return Decision.Refused.of(RefusalReason.UNPRICED);
        }
        int violations = at.violations(limits, units.tokens(), nowMicros);
        long spendable = account.spendableNanos(nowMs);
        long ofKey = at.spendableNanos(nowMs);
        int shadowed = limits.shadow() ? violations : 0;
        violations -= shadowed;
        if (amount > spendable || amount > ofKey || violations != 0) {
            Shortage shortage =
                    new Shortage(
                            units,
                            price,
                            volumes,
                            at,
                            limits,
                            violations,
                            spendable,
                            ofKey,
                            amount,
                            nowMicros);
            units = shortage.within(call.leastOutputTokens());
            if (units == null) {
                return shortage.refusal(key.settings(), nowMs);
            }
            amount = price == null ? amount : price.holdNanos(units, volumes);
        }
        return admit(
                call, requestId, key, at, book, service, units, amount, limits, shadowed, nowMicros,
                nowMs, price);
    }

    // What to set aside. For what has no price the service's ceiling, if it has one, and where
    // nothing that is named has one, such as one request to a service priced by audio; what no long
    // can count is more than anybody has.
    public static long amount(
            @Nullable CallPrice price, Units units, Volumes volumes, Service service) {
        long amount = price == null ? PriceSheet.UNPRICED : price.holdNanos(units, volumes);
        if (amount == PriceSheet.UNPRICED) {
            long ceiling = service.settings().unpricedCeilingNanos();
            return ceiling == 0 ? PriceSheet.UNPRICED : ceiling;
        }
        return amount == PriceSheet.TOO_LARGE ? Long.MAX_VALUE : amount;
    }

    private Decision admit(
            AuthorizeCall call,
            RequestId requestId,
            KeyEntry key,
            KeyService at,
            @Nullable CompiledBook book,
            Service service,
            Units units,
            long amount,
            ServiceLimits limits,
            int shadowed,
            long nowMicros,
            long nowMs,
            @Nullable CallPrice price) {
        Call made =
                new Call(
                        requestId,
                        key.account.id(),
                        key.id,
                        service.id(),
                        call.tier(),
                        book == null ? 0 : book.id(),
                        call.subject(),
                        call.tags(),
                        call.proxy(),
                        nowMs);
        long expiresAtMs = nowMs + ttlMs(call, service);
        long endsAtMs = nowMicros / 1_000 + ttlMs(call, service);
        Hold hold = new Hold(key.account, made, amount, units, expiresAtMs, endsAtMs, at);
        switch (ledger.open(hold)) {
            case DUPLICATE -> {
                return Decision.Refused.of(RefusalReason.DUPLICATE_REQUEST);
            }
            case BUSY -> throw ledger.refusal();
            case DISK_LOW ->
                    throw Fault.of(
                            ErrorCode.DISK_SPACE_LOW,
                            "the disk is nearly full: no new call is admitted until there is"
                                    + " space; calls in flight are settled");
            case DONE -> {
                at.open(hold, shadowed != 0, nowMicros);
                key.hold(amount);
                key.used(nowMs);
            }
        }
        return new Decision.Admitted(
                hold,
                amount,
                expiresAtMs,
                ceiling(units, price, limits),
                at.readings(limits),
                shadowed);
    }

    /// Output tokens that a metered call of a service holds at a time.
    public long meterSliceTokens(String serviceName) {
        Service service = services.directory().byName(serviceName);
        return service == null
                ? ServiceSettings.METER_SLICE_DEFAULT
                : service.settings().meterSliceTokens();
    }

    /// Whether output tokens cost anything where this call goes.
    public boolean pricesOutput(AuthorizeCall call) {
        CallPrice price = price(call.apiKey(), call.service(), call.tier());
        return price == null || price.pricesOutput();
    }

    /// Whether a unit of a service has a price now for a key's account, in the standard tier.
    public boolean prices(String apiKey, String serviceName, Unit unit) {
        CallPrice price = price(apiKey, serviceName, ServiceTier.STANDARD);
        return price != null && price.sheet().prices(unit);
    }

    // As it is for the key's account; the list prices for a key that there is not.
    private @Nullable CallPrice price(String apiKey, String serviceName, ServiceTier tier) {
        Service service = services.directory().byName(serviceName);
        long nowMs = time.wallMs();
        CompiledBook book = prices.inForce(nowMs);
        if (service == null || book == null) {
            return null;
        }
        KeyReader reader = readers.get();
        KeySlots slots = keys.slots();
        int slot =
                reader.read(apiKey)
                        ? slots.find(reader.a(), reader.b(), reader.c(), reader.d())
                        : -1;
        long accountId = slot < 0 ? 0 : slots.account(slot).id();
        PriceSheet sheet = book.sheet(service.id(), accountId, tier);
        return CallPrice.of(sheet, curves, service.id(), nowMs);
    }

    /// How many output tokens these units cover, or [Decision#ABSENT].
    public static long ceiling(Units units, @Nullable CallPrice price, ServiceLimits limits) {
        boolean counts = price != null && price.pricesOutput();
        return units.has(Unit.OUTPUT_TOKENS) || counts || limits.tokensPerMinute() >= 0
                ? units.get(Unit.OUTPUT_TOKENS)
                : Decision.ABSENT;
    }

    // A call without a stated maximum is held for the service's default. An estimate that names
    // nothing that costs anything would be a hold of nothing.
    private static Units withDefaults(
            AuthorizeCall call, Service service, @Nullable CallPrice price) {
        Units units = call.estimate();
        long defaultOutput = service.settings().defaultOutputTokens();
        if (defaultOutput > 0 && !units.has(Unit.OUTPUT_TOKENS)) {
            units = units.with(Unit.OUTPUT_TOKENS, defaultOutput);
        }
        if (units.isEmpty() && price != null && !price.sheet().pricesOnlyRequests()) {
            throw Fault.of(
                    ErrorCode.INVALID_UNITS,
                    "estimate: empty (expected: the units that "
                            + service.name()
                            + " is priced by, at least its input)");
        }
        return call.isMeasured() && price != null ? price.measured(units) : units;
    }

    // The same request id again, from a proxy that says it may repeat itself.
    private Decision repeat(
            AuthorizeCall call, KeyEntry key, Service service, KeyService at, Hold earlier) {
        Call made = earlier.call();
        boolean same =
                made.keyId() == key.id
                        && made.serviceId() == service.id()
                        && made.tier() == call.tier()
                        && made.subject().equals(call.subject())
                        && made.tags().equals(call.tags())
                        && made.proxy().equals(call.proxy())
                        && covers(earlier.covered(), call.estimate());
        if (!same || earlier.isEnded()) {
            return Decision.Refused.of(RefusalReason.DUPLICATE_REQUEST);
        }
        CompiledBook book = made.priceBookId() == 0 ? null : prices.compiled(made.priceBookId());
        PriceSheet sheet = book == null ? null : at.sheet(book, made.tier());
        CallPrice price = CallPrice.of(sheet, curves, service.id(), made.authorizedAtMs());
        return new Decision.Admitted(
                earlier,
                earlier.heldNanos(),
                earlier.expiresAtMs(),
                ceiling(earlier.covered(), price, at.limits()),
                at.readings(at.limits()),
                0);
    }

    // Output may have been cut to what was affordable, or extended since.
    private static boolean covers(Units covered, Units estimate) {
        return covered.with(Unit.OUTPUT_TOKENS, 0).equals(estimate.with(Unit.OUTPUT_TOKENS, 0));
    }

    private Decision refused(
            AuthorizeCall call, @Nullable KeyEntry key, Decision.Refused refused, long nowMs) {
        Service service = services.directory().byName(call.service());
        long serviceId = service == null ? 0 : service.id();
        if (key == null) {
            refusals.unrecognised(serviceId, refused.reason(), nowMs);
        } else {
            refusals.refused(
                    new RefusedCall(
                            key.id,
                            key.account.id(),
                            serviceId,
                            call.service(),
                            refused.reason(),
                            nowMs,
                            refused.neededNanos(),
                            refused.leftNanos(),
                            refused.retryAfterMs(),
                            refused.limits()));
        }
        return refused;
    }

    /// The reason to tell for bits of [CallMeter]: the one that time mends last.
    public static RefusalReason reasonOf(int violations) {
        if ((violations & CallMeter.ABOVE_TOKEN_LIMIT) != 0) {
            return RefusalReason.ABOVE_TOKEN_LIMIT;
        }
        if ((violations & CallMeter.TOKENS) != 0) {
            return RefusalReason.TOKENS_PER_MINUTE;
        }
        return (violations & CallMeter.REQUESTS) != 0
                ? RefusalReason.REQUESTS_PER_MINUTE
                : RefusalReason.CONCURRENT_CALLS;
    }
}
