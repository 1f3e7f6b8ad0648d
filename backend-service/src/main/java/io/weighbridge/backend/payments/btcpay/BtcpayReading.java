package io.weighbridge.backend.payments.btcpay;

import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Told.CloseReason;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Nanos;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What an invoice and its payments say, in our words. All payments of an invoice are one payment,
/// which has the invoice's id.
final class BtcpayReading {
    // Of the payment that is made of what does not count by itself.
    private static final String EXCESS = "/excess";
    // A payment that was sent in the last minute of the rate still arrives.
    private static final long GRACE_S = 60 * 60;
    // Whoever pays more than that buys coins of the future at a rate of the past.
    private static final BigDecimal MOST = new BigDecimal("1.10");

    private BtcpayReading() {}

    /// From when on what comes is late, in seconds since 1970: the rate of the invoice does not
    /// bind any more.
    static long lateFromS(BtcpayInvoice invoice) {
        return invoice.expiresS() + GRACE_S;
    }

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
        BigDecimal arrived = arrived(invoice, seen);
        long arrivedNanos = Amounts.nanosDown("the sum of payments", arrived);
        if (seen.isAny() || invoice.status() == BtcpayInvoice.Status.SETTLED) {
            told.add(new Told.Arrived(claim, invoice.id(), arrivedNanos));
        }
        BigDecimal more = seen.inTime().add(seen.late()).subtract(arrived);
        if (more.signum() > 0 && more.compareTo(seen.coin()) >= 0) {
            told.add(excess(claim, more, invoice, seen));
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

    private static Told excess(
            OrderClaim claim, BigDecimal more, BtcpayInvoice invoice, PaymentsSeen seen) {
        long moreNanos = Amounts.nanosDown("the sum of payments", more);
        long lateNanos = Amounts.nanosDown("the sum of payments", seen.late().max(BigDecimal.ZERO));
        String why =
                "not credited by itself: "
                        + Nanos.toDecimal(moreNanos)
                        + ' '
                        + claim.currency()
                        + " at the invoice's rate, the last of it came at "
                        + Instant.ofEpochSecond(seen.lastS())
                        + "; "
                        + Nanos.toDecimal(lateNanos)
                        + " came late (expected: before "
                        + Instant.ofEpochSecond(lateFromS(invoice))
                        + ", and at most 110 % of the order)";
        return new Told.Excess(claim, invoice.id() + EXCESS, moreNanos, why);
    }

    /// What counts by itself, never below 0: what came in time, up to a bound. Who marks an invoice
    /// as settled says that its whole amount is there.
    private static BigDecimal arrived(BtcpayInvoice invoice, PaymentsSeen seen) {
        BigDecimal inTime = seen.inTime().max(BigDecimal.ZERO);
        BigDecimal over = inTime.subtract(invoice.amount());
        if (over.signum() >= 0) {
            // What is over by less than the smallest part of a coin comes from the rounding of what
            // was asked for.
            return over.compareTo(seen.coin()) < 0
                    ? invoice.amount()
                    : inTime.min(invoice.amount().multiply(MOST));
        }
        boolean isSaidToBeThere =
                invoice.status() == BtcpayInvoice.Status.SETTLED && invoice.isMarked();
        return isSaidToBeThere ? invoice.amount() : inTime;
    }
}
