package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.MinorUnits;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.util.List;

/// What orders may be for, and what they cost.
///
/// @param currency ISO 4217, the installation's
/// @param leastNanos of credit in an order
/// @param mostNanos of credit in an order
/// @param presetsNanos that customers are offered
/// @param feePartsPerMillion of the amount
/// @param feeFixedNanos on top of that
/// @param lifeMs how long an order can be paid
/// @param savesCards whether customers may have a card saved for automatic top-ups
public record OrderTerms(
        String currency,
        long leastNanos,
        long mostNanos,
        List<Long> presetsNanos,
        long feePartsPerMillion,
        long feeFixedNanos,
        long lifeMs,
        boolean savesCards) {
    private static final long MILLION = 1_000_000;

    public OrderTerms {
        presetsNanos = List.copyOf(presetsNanos);
    }

    /// The fee for an amount, rounded up to what can be paid.
    ///
    /// @param amountNanos a multiple of the currency's smallest unit
    public long feeNanos(long amountNanos) {
        long unit = MinorUnits.nanosPerUnit(currency);
        // In smallest units, so that the product stays far from overflowing.
        long parts = amountNanos / unit * feePartsPerMillion;
        long percent = Math.ceilDiv(parts, MILLION);
        return Math.addExact(percent, Math.ceilDiv(feeFixedNanos, unit)) * unit;
    }

    /// An amount that can be ordered.
    ///
    /// @throws Fault INVALID_FIELD
    public long checked(long amountNanos) {
        Check.range("amount_nanos", amountNanos, leastNanos, mostNanos);
        long unit = MinorUnits.nanosPerUnit(currency);
        if (amountNanos % unit != 0) {
            throw Fault.invalid("amount_nanos", amountNanos, "a multiple of " + unit);
        }
        return amountNanos;
    }
}
