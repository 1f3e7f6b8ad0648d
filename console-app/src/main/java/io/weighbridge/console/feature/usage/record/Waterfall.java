package io.weighbridge.console.feature.usage.record;

import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Burn;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceLine;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Why a record was charged what it was, step by step, exact: balance before, each unit at its
/// rate, rounding, fee, charge, what was burnt, balance after.
///
/// @param before null when the statement does not say
/// @param after null when the statement does not say
/// @param fee what the price book has for the service; null for nothing, or without the book
/// @param free units without a rate of their own, which are charged within another
record Waterfall(
        @Nullable Long before,
        List<Line> lines,
        Fraction roundingNanos,
        long feeNanos,
        long chargeNanos,
        List<Burn> burns,
        @Nullable Long after,
        List<Part> free,
        @Nullable Fee fee) {
    /// One unit at one rate.
    ///
    /// @param band input tokens above which the rate applies; 0 for all
    /// @param isOwn whether the rate is this account's alone
    /// @param isStep whether it is a step by the month's volume
    /// @param parts of the unit that were taken out, because they have a rate of their own
    record Line(
            Unit unit,
            long count,
            long priceNanos,
            long per,
            Fraction amount,
            long band,
            boolean isOwn,
            boolean isStep,
            List<Part> parts) {}

    /// So many of a unit.
    record Part(Unit unit, long count) {}

    /// @param book the one the record names; null when it could not be read
    static Waterfall of(UsageRecord record, @Nullable PriceBook book, @Nullable Long after) {
        long charge =
                record.hasRatedChargeNanos()
                        ? record.getRatedChargeNanos()
                        : record.getChargeNanos();
        List<Line> lines = new ArrayList<>();
        Fraction sum = Fraction.whole(0);
        Set<Unit> charged = new HashSet<>();
        for (PriceLine line : record.getLinesList()) {
            charged.add(unit(line.getUnitValue()));
        }
        for (PriceLine line : record.getLinesList()) {
            Line read = line(line, record, book, charged);
            lines.add(read);
            sum = sum.plus(read.amount());
        }
        Fraction rounding =
                lines.isEmpty()
                        ? Fraction.whole(0)
                        : Fraction.whole(record.getPriceNanos()).minus(sum);
        return new Waterfall(
                after == null ? null : after + charge,
                List.copyOf(lines),
                rounding,
                record.getFeeNanos(),
                charge,
                record.getBurnsList(),
                after,
                free(record, charged),
                fee(record, book));
    }

    private static Line line(
            PriceLine line, UsageRecord record, @Nullable PriceBook book, Set<Unit> charged) {
        Unit unit = unit(line.getUnitValue());
        Rate rate = rate(line, record, book);
        return new Line(
                unit,
                line.getCount(),
                line.getPriceNanos(),
                line.getPer(),
                Fraction.of(line.getCount(), line.getPriceNanos(), line.getPer()),
                rate == null ? 0 : rate.getAboveInputTokens(),
                rate != null && !rate.getAccount().isEmpty(),
                rate != null && rate.getPriceNanos() != line.getPriceNanos(),
                record.getUnitsList().stream()
                        .map(Waterfall::part)
                        .filter(part -> unit.equals(part.unit().partOf()))
                        .filter(part -> charged.contains(part.unit()) && part.count() > 0)
                        .toList());
    }

    // As the contract says: an account's own before the general ones, of these the highest band
    // that the input tokens exceed.
    private static @Nullable Rate rate(
            PriceLine line, UsageRecord record, @Nullable PriceBook book) {
        if (book == null) {
            return null;
        }
        long input = count(record, Unit.INPUT_TOKENS);
        Rate best = null;
        for (Rate rate : book.getRatesList()) {
            boolean applies =
                    rate.getService().equals(record.getService())
                            && rate.getUnit() == line.getUnit()
                            && standard(rate.getTier()) == standard(record.getTier())
                            && rate.getPer() == line.getPer()
                            && (rate.getAccount().isEmpty()
                                    || rate.getAccount().equals(record.getAccount()))
                            && (rate.getAboveInputTokens() == 0
                                    || rate.getAboveInputTokens() < input);
            if (applies && (best == null || isBetter(rate, best))) {
                best = rate;
            }
        }
        return best;
    }

    private static boolean isBetter(Rate rate, Rate than) {
        if (rate.getAccount().isEmpty() != than.getAccount().isEmpty()) {
            return than.getAccount().isEmpty();
        }
        return rate.getAboveInputTokens() > than.getAboveInputTokens();
    }

    // A service's own before that of all without one.
    private static @Nullable Fee fee(UsageRecord record, @Nullable PriceBook book) {
        Fee general = null;
        if (book != null) {
            for (Fee fee : book.getFeesList()) {
                if (fee.getService().equals(record.getService())) {
                    return fee;
                }
                general = fee.getService().isEmpty() ? fee : general;
            }
        }
        return general;
    }

    private static ServiceTier standard(ServiceTier tier) {
        return tier == ServiceTier.SERVICE_TIER_UNSPECIFIED
                ? ServiceTier.SERVICE_TIER_STANDARD
                : tier;
    }

    private static List<Part> free(UsageRecord record, Set<Unit> charged) {
        return record.getLinesCount() == 0
                ? List.of()
                : record.getUnitsList().stream()
                        .map(Waterfall::part)
                        .filter(part -> part.unit().partOf() != null && part.count() > 0)
                        .filter(part -> !charged.contains(part.unit()))
                        .toList();
    }

    private static Part part(UnitCount count) {
        return new Part(unit(count.getUnitValue()), count.getCount());
    }

    private static long count(UsageRecord record, Unit unit) {
        for (UnitCount count : record.getUnitsList()) {
            if (count.getUnitValue() == unit.number()) {
                return count.getCount();
            }
        }
        return 0;
    }

    private static Unit unit(int number) {
        Unit unit = Unit.byNumber(number);
        if (unit == null) {
            throw new IllegalArgumentException("no such unit: " + number);
        }
        return unit;
    }
}
