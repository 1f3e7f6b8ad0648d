package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/// What the calls of a cell cost, as far as that is known. Of no others is anything in cost and
/// charge: what is not known is not 0.
///
/// @param calls all of them
/// @param costedCalls those whose cost is known
/// @param costNanos what those cost
/// @param chargeNanos what those were charged
public record CellCost(long calls, long costedCalls, long costNanos, long chargeNanos) {
    /// The columns of [#figures].
    public static final List<String> NAMES =
            List.of("calls", "costed_calls", "cost", "costed_charge", "margin", "margin_percent");

    private static final BigInteger WHOLE = BigInteger.valueOf(1_000_000);
    // Of a charge of one nano-unit, a loss can be more than a long.
    private static final BigInteger SHARE_MOST = BigInteger.valueOf(Long.MAX_VALUE / 2);

    /// Of the sums that [Measure#parts] of a cost names, in that order.
    public static CellCost of(long[] parts) {
        return new CellCost(parts[0], parts[1], parts[2], parts[3]);
    }

    /// Whether any cost is known. A call that is priced later leaves its charge in a later hour,
    /// without being a call of it.
    boolean isKnown() {
        return costedCalls > 0 || costNanos != 0 || chargeNanos != 0;
    }

    public long marginNanos() {
        return Math.subtractExact(chargeNanos, costNanos);
    }

    /// The margin in millionths of the charge, rounded towards 0; a [HeatGrid#GAP] where nothing
    /// was charged.
    public long marginMillionths() {
        return chargeNanos <= 0
                ? HeatGrid.GAP
                : BigInteger.valueOf(marginNanos())
                        .multiply(WHOLE)
                        .divide(BigInteger.valueOf(chargeNanos))
                        .max(SHARE_MOST.negate())
                        .longValue();
    }

    /// The value of a cell.
    long value(Measure measure) {
        if (!isKnown()) {
            return calls > 0 ? HeatGrid.GAP : HeatGrid.NOTHING;
        }
        return switch (measure) {
            case MARGIN -> marginNanos();
            case MARGIN_SHARE -> marginMillionths();
            default -> costNanos;
        };
    }

    /// Of how many calls the cost is known.
    private String known(Formats formats) {
        return Texts.of("usage.heat.costed", formats.count(calls), formats.count(costedCalls));
    }

    /// The figures for a file; empty where not known.
    public List<String> figures() {
        long share = value(Measure.MARGIN_SHARE);
        return List.of(
                Long.toString(calls),
                Long.toString(costedCalls),
                isKnown() ? Nanos.toDecimal(costNanos) : "",
                isKnown() ? Nanos.toDecimal(chargeNanos) : "",
                isKnown() ? Nanos.toDecimal(marginNanos()) : "",
                HeatGrid.isValue(share) ? BigDecimal.valueOf(share, 4).toPlainString() : "");
    }

    /// All of it in words; empty where nothing happened.
    String note(Formats formats) {
        if (calls == 0 && !isKnown()) {
            return "";
        }
        return isKnown()
                ? Texts.of(
                        "usage.heat.cost",
                        formats.exactMoney(chargeNanos),
                        formats.exactMoney(costNanos),
                        formats.exactMoney(marginNanos()),
                        known(formats))
                : known(formats);
    }
}
