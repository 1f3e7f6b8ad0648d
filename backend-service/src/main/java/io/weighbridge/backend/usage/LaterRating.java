package io.weighbridge.backend.usage;

import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import java.util.UUID;

/// Who decides what becomes of unrated usage. Each operation does its work at most once; a repeat
/// is answered with the first result.
public interface LaterRating {
    /// What rating came to.
    ///
    /// @param chargeNanos charged now
    /// @param balanceNanos the account's balance after it
    /// @param repeated whether it had been done before
    record Rated(long chargeNanos, long balanceNanos, boolean repeated) {}

    /// Charges quarantined usage.
    ///
    /// @param bookId a published book, 0 for the one that the call was authorised under
    /// @param units told now, when the record has none; else [Units#NONE]
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD, INVALID_UNITS,
    ///     RECORD_UNKNOWN, NOT_UNRATED, PRICE_BOOK_UNKNOWN, UNPRICED, OPERATION_REUSED
    Rated rate(RequestId id, UUID operationId, long bookId, Units units, String note);

    /// Drops what is kept for quarantined usage, without a charge.
    ///
    /// @return whether it had been done before
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD, RECORD_UNKNOWN,
    ///     NOT_UNRATED, OPERATION_REUSED
    boolean writeOff(RequestId id, UUID operationId, String note);
}
