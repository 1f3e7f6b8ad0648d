package io.weighbridge.backend.gate.price;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.function.LongFunction;

/// Turns what a call used into a charge, or into quarantine when it cannot be priced. On the ledger
/// writer's thread.
public final class Charging {
    private final LongFunction<@Nullable CompiledBook> books;
    private final CallCosts costs;
    private final Curves curves;

    /// @param books by their ids
    /// @param costs of the calls
    /// @param curves of the services, where prices go by them
    public Charging(LongFunction<@Nullable CompiledBook> books, CallCosts costs, Curves curves) {
        this.books = books;
        this.costs = costs;
        this.curves = curves;
    }

    /// Ends a call.
    ///
    /// @param hold null when there is none any more
    /// @param keptNanos what stays set aside if it cannot be priced
    public Fact.Entry charge(
            Posting posting,
            AccountState account,
            Call call,
            @Nullable Hold hold,
            long keptNanos,
            Settlement settlement) {
        CallCost cost = cost(costs, call, settlement);
        if (settlement.units().isEmpty()) {
            return posting.quarantine(
                    account, call, hold, settlement, cost, keptNanos, "the usage is not known");
        }
        Rating rating = rate(account, call, settlement, posting.atMs());
        return switch (rating) {
            case Rating.Rated rated when posting.canCount(account, rated.chargeNanos()) ->
                    posting.settle(account, call, hold, settlement, toCharge(call, rated), cost);
            case Rating.Rated _, Rating.TooLarge _ ->
                    posting.quarantine(
                            account,
                            call,
                            hold,
                            settlement,
                            cost,
                            keptNanos,
                            "the charge is too large");
            case Rating.Unpriced unpriced ->
                    posting.quarantine(
                            account,
                            call,
                            hold,
                            settlement,
                            cost,
                            keptNanos,
                            unpriced(call, unpriced.unit(), settlement.units()));
        };
    }

    // Who told of the past may have named an instant before there were prices.
    private static String unpriced(Call call, Unit unit, Units units) {
        String what =
                CallPrice.missing(unit, units)
                        + " at "
                        + Instant.ofEpochMilli(call.authorizedAtMs())
                        + " in tier "
                        + call.tier().name().toLowerCase(Locale.ROOT);
        return call.priceBookId() == 0
                ? what + ": no price book was in force"
                : what + ": not in price book " + IdKind.PRICE_BOOK.format(call.priceBookId());
    }

    private Rating rate(AccountState account, Call call, Settlement settlement, long atMs) {
        CompiledBook book = call.priceBookId() == 0 ? null : books.apply(call.priceBookId());
        PriceSheet sheet =
                book == null ? null : book.sheet(call.serviceId(), call.accountId(), call.tier());
        CallPrice price = CallPrice.of(sheet, curves, call.serviceId(), call.authorizedAtMs());
        if (sheet == null || price == null) {
            return new Rating.Unpriced(settlement.units().unitAt(0));
        }
        synchronized (account) {
            return price.rate(
                    settlement.units(),
                    StepVolumes.at(account, call.serviceId(), sheet, atMs),
                    settlement.countsAsRequest());
        }
    }

    /// What a call took of GPUs, by what its service ran when it was authorised.
    static CallCost cost(CallCosts costs, Call call, Settlement settlement) {
        return costs.of(
                call.serviceId(),
                call.authorizedAtMs(),
                settlement.units(),
                settlement.computeMs());
    }

    static Charge toCharge(Call call, Rating.Rated rated) {
        return new Charge(
                call.priceBookId(),
                rated.lines(),
                rated.priceNanos(),
                rated.feeNanos(),
                rated.chargeNanos());
    }
}
