package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Nanos;

import java.util.UUID;

/// A correction of an account's credit, as it was asked for.
///
/// @param operationId made by the caller; does its work at most once
/// @param amountNanos above 0 gives, below 0 takes
/// @param expiresAtMs of credit given; [Grant#NEVER] when taking
/// @param note for people
public record Adjustment(
        long accountId,
        UUID operationId,
        long amountNanos,
        long expiresAtMs,
        AdjustmentReason reason,
        String note)
        implements Asked {
    /// Checks what can be checked without the account.
    ///
    /// @return this
    /// @throws Fault INVALID_FIELD
    public Adjustment checked() {
        Check.range("amount_nanos", amountNanos, -Nanos.AMOUNT_MAX, Nanos.AMOUNT_MAX);
        Check.text("note", note, 1, 200);
        if (amountNanos == 0) {
            throw Fault.invalid("amount_nanos", 0, "not 0");
        }
        if (amountNanos < 0 && expiresAtMs != Grant.NEVER) {
            throw Fault.invalid("expires_at_ms", expiresAtMs, "0 when credit is taken");
        }
        return this;
    }

    /// Everything that was asked, in one fixed form: what the operation id stands for.
    String content() {
        return "adjust "
                + accountId
                + ' '
                + amountNanos
                + ' '
                + expiresAtMs
                + ' '
                + reason
                + ' '
                + note;
    }

    @Override
    public String hash() {
        return RequestHash.of("weighbridge adjustment 1\n" + operationId + '\n' + content());
    }
}
