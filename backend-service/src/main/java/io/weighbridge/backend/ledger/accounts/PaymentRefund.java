package io.weighbridge.backend.ledger.accounts;

import java.util.UUID;

/// Money of a payment that goes back to who paid it, as it was asked for.
///
/// @param orderId what the payment is for
/// @param operationId made by the caller; the provider gives back once for it
/// @param amountNanos of the money, above 0
/// @param evenBelowZero whether more credit may be taken back than is there
/// @param note why, for people
public record PaymentRefund(
        long accountId,
        long orderId,
        long paymentId,
        UUID operationId,
        long amountNanos,
        boolean evenBelowZero,
        String note)
        implements Asked {
    @Override
    public String hash() {
        return RequestHash.of(
                "weighbridge refund 1\n"
                        + operationId
                        + "\nrefund "
                        + accountId
                        + ' '
                        + orderId
                        + ' '
                        + paymentId
                        + ' '
                        + amountNanos
                        + ' '
                        + evenBelowZero
                        + ' '
                        + note);
    }
}
