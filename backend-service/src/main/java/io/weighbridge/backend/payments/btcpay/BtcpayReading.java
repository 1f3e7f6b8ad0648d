package io.weighbridge.backend.payments.btcpay;

import io.weighbridge.backend.payments.OrderClaim;
import io.weighbridge.backend.payments.Told;
import io.weighbridge.backend.payments.Told.CloseReason;
import io.weighbridge.backend.platform.fault.Fault;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// What an invoice and its payments say, in our words. All payments of an invoice are one payment,
/// which has the invoice's id.
final class BtcpayReading {
    private BtcpayReading() {}

    /// Reads them.
    ///
    /// @param nowMs milliseconds since 1970
    /// @throws Fault PROVIDER_UNAVAILABLE when it is more than can be counted
    static List<Told> told(BtcpayInvoice invoice, PaymentsSeen seen, long nowMs) {
        OrderClaim claim = invoice.claim();
        boolean isMonitored = nowMs < invoice.monitoredS() * 1_000;
        List<Told> told = new ArrayList<>();
        if (isWaiting(invoice, seen, isMonitored)) {
            told.add(new Told.Waiting(claim));
        }
        long arrivedNanos = Amounts.nanosDown("the sum of payments", arrived(invoice, seen));
        if (seen.isAny() || invoice.status() == BtcpayInvoice.Status.SETTLED) {
            told.add(new Told.Arrived(claim, invoice.id(), arrivedNanos));
        }
        switch (invoice.status()) {
            case EXPIRED -> {
                if (!seen.isWaiting() || !isMonitored) {
                    String why = seen.isAny() ? "expired before it was paid in full" : "expired";
                    told.add(new Told.Closed(claim, CloseReason.EXPIRED, why));
                }
            }
            case INVALID -> {
                String why =
                        invoice.isMarked()
                                ? "marked as invalid in BTCPay"
                                : "its payments were not confirmed in time";
                // What is confirmed stays there, whatever the whole is called.
                CloseReason reason = arrivedNanos == 0 ? CloseReason.INVALID : CloseReason.FAILED;
                told.add(new Told.Closed(claim, reason, why));
            }
            case NEW, PROCESSING, SETTLED -> {}
        }
        return told;
    }

    private static boolean isWaiting(
            BtcpayInvoice invoice, PaymentsSeen seen, boolean isMonitored) {
        return switch (invoice.status()) {
            case PROCESSING -> true;
            case NEW -> seen.isWaiting();
            case EXPIRED -> seen.isWaiting() && isMonitored;
            case INVALID, SETTLED -> false;
        };
    }

    /// All that arrived, never below 0. Who marks an invoice as settled says that its whole amount
    /// is there.
    private static BigDecimal arrived(BtcpayInvoice invoice, PaymentsSeen seen) {
        BigDecimal confirmed = seen.confirmed().max(BigDecimal.ZERO);
        BigDecimal over = confirmed.subtract(invoice.amount());
        if (over.signum() >= 0) {
            // What is over by less than the smallest part of a coin comes from the rounding of what
            // was asked for.
            return over.compareTo(seen.coin()) < 0 ? invoice.amount() : confirmed;
        }
        boolean isSaidToBeThere =
                invoice.status() == BtcpayInvoice.Status.SETTLED && invoice.isMarked();
        return isSaidToBeThere ? invoice.amount() : confirmed;
    }
}
