package io.weighbridge.backend.gate.price;

import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// Prices units without doing anything. Safe for sharing.
public final class Quoting {
    private final Services services;
    private final Prices prices;
    private final Curves curves;
    private final Ledger ledger;
    private final TimeSource time;

    public Quoting(
            Services services, Prices prices, Curves curves, Ledger ledger, TimeSource time) {
        this.services = services;
        this.prices = prices;
        this.curves = curves;
        this.ledger = ledger;
        this.time = time;
    }

    /// What these units cost.
    ///
    /// @param accountId 0 for list prices
    /// @param atMs the instant whose book is asked for, 0 for now
    /// @throws Fault SERVICE_UNKNOWN, ACCOUNT_UNKNOWN, INVALID_UNITS, UNPRICED
    public Charge quote(
            String serviceName, Units units, ServiceTier tier, long accountId, long atMs) {
        String problem = units.isEmpty() ? "empty (expected: at least one)" : units.problem();
        if (problem != null) {
            throw Fault.of(ErrorCode.INVALID_UNITS, "units: " + problem);
        }
        Service service = services.require(serviceName);
        long instant = atMs == 0 ? time.wallMs() : atMs;
        CompiledBook book = prices.inForceAt(instant);
        PriceSheet sheet = book == null ? null : book.sheet(service.id(), accountId, tier);
        CallPrice price = CallPrice.of(sheet, curves, service.id(), instant);
        if (book == null || price == null) {
            throw unpriced(service, "no price for any unit");
        }
        Rating rating = rate(price, units, service, accountId, instant);
        return switch (rating) {
            case Rating.Rated rated ->
                    new Charge(
                            book.id(),
                            rated.lines(),
                            rated.priceNanos(),
                            rated.feeNanos(),
                            rated.chargeNanos());
            case Rating.Unpriced without ->
                    throw unpriced(service, CallPrice.missing(without.unit(), units));
            case Rating.TooLarge _ ->
                    throw Fault.of(
                            ErrorCode.INVALID_UNITS, "units: their charge is too large to count");
        };
    }

    /// What a call of now would cost by any sheet of its service, of an account that has used
    /// nothing this month.
    public Rating rate(PriceSheet sheet, long serviceId, Units units) {
        return CallPrice.by(sheet, curves, serviceId, time.wallMs())
                .rate(units, Volumes.NONE, true);
    }

    private Rating rate(CallPrice price, Units units, Service service, long accountId, long atMs) {
        AccountState account = accountId == 0 ? null : requireAccount(accountId);
        if (account == null) {
            return price.rate(units, unit -> 0, true);
        }
        synchronized (account) {
            Volumes volumes = StepVolumes.at(account, service.id(), price.sheet(), atMs);
            return price.rate(units, volumes, true);
        }
    }

    private @Nullable AccountState requireAccount(long id) {
        AccountState account = ledger.account(id);
        if (account == null) {
            throw Fault.of(
                    ErrorCode.ACCOUNT_UNKNOWN,
                    "account: "
                            + IdKind.ACCOUNT.format(id)
                            + " (expected: the id of an account, or none)");
        }
        return account;
    }

    private static Fault unpriced(Service service, String what) {
        return Fault.of(
                ErrorCode.UNPRICED,
                "service: " + service.name() + " has " + what + " at that instant");
    }
}
