package io.weighbridge.backend.payments.btcpay;

import static io.weighbridge.backend.payments.btcpay.BtcpayTrial.RATE;
import static io.weighbridge.backend.payments.btcpay.BtcpayTrial.arrived;
import static io.weighbridge.backend.payments.btcpay.BtcpayTrial.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Told.CloseReason;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/// What each state of an invoice is in our words: what is confirmed has arrived, whatever else it
/// is.
final class BtcpayStatesTest {
    private static final long ALL = 25_000_000_000L;
    private static final BigDecimal SOME = new BigDecimal("0.00010000");

    @AutoClose private final BtcpayTrial trial = new BtcpayTrial();
    private final String invoice = trial.opened();

    private List<Told> told() {
        return trial.provider.ask(invoice);
    }

    private Told.Waiting waiting() {
        return new Told.Waiting(claim(invoice));
    }

    private Told.Closed expired(boolean partly) {
        return new Told.Closed(
                claim(invoice),
                CloseReason.EXPIRED,
                partly ? "expired before it was paid in full" : "expired");
    }

    private String pay(BigDecimal bitcoin) {
        return trial.fake.pay(invoice, bitcoin);
    }

    private String payAll() {
        return pay(trial.fake.due(invoice));
    }

    // Reckoned otherwise than by the provider: in whole hundred-millionths and hundredths.
    private static long nanos(BigDecimal bitcoin) {
        return bitcoin.movePointRight(8).toBigIntegerExact().longValueExact()
                * RATE.movePointRight(2).longValueExact()
                / 10;
    }

    @Test
    void aNewOneTellsNothing() {
        assertEquals(List.of(), told());
    }

    @Test
    void tooFewBlocksAreWaitedFor() {
        payAll();
        assertEquals(List.of(waiting(), arrived(invoice, 0)), told());
        trial.fake.mine();
        assertEquals(List.of(waiting(), arrived(invoice, 0)), told());
        trial.fake.mine();
        assertEquals(List.of(arrived(invoice, ALL)), told());
    }

    /// What is asked for in coins is rounded up; that rounding is nobody's gain.
    @Test
    void whatWasAskedForIsTheAmountExactly() {
        BigDecimal due = trial.fake.due(invoice);
        assertTrue(nanos(due) > ALL, "rounded up: " + due);
        payAll();
        trial.confirm();
        assertEquals(List.of(arrived(invoice, ALL)), told());
    }

    @Test
    void oneCoinsSmallestPartMoreIsCredited() {
        BigDecimal more = trial.fake.due(invoice).add(new BigDecimal("0.00000001"));
        pay(more);
        trial.confirm();
        assertEquals(List.of(arrived(invoice, nanos(more))), told());
    }

    @Test
    void underpaid() {
        pay(SOME);
        trial.confirm();
        assertEquals(List.of(arrived(invoice, nanos(SOME))), told());
        trial.pass(16);
        assertEquals(List.of(arrived(invoice, nanos(SOME)), expired(true)), told());
        assertEquals(6_439_223_000L, nanos(SOME));
    }

    @Test
    void paidInTwoParts() {
        pay(SOME);
        trial.confirm();
        BigDecimal rest = trial.fake.due(invoice);
        payAll();
        assertEquals(List.of(waiting(), arrived(invoice, nanos(SOME))), told());
        trial.confirm();
        assertTrue(nanos(SOME.add(rest)) >= ALL);
        assertEquals(List.of(arrived(invoice, ALL)), told());
    }

    private static final long MOST = ALL / 10 * 11;

    private Told.Excess excess(List<Told> told, long nanos) {
        Told.Excess excess =
                told.stream()
                        .filter(Told.Excess.class::isInstance)
                        .map(Told.Excess.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertEquals(nanos, excess.totalNanos());
        assertEquals(claim(invoice), excess.claim());
        assertEquals(invoice + "/excess", excess.payment());
        return excess;
    }

    @Test
    void overpaidByALittleIsCredited() {
        BigDecimal more = trial.fake.due(invoice).multiply(new BigDecimal("1.09"));
        BigDecimal coins = more.setScale(8, RoundingMode.DOWN);
        pay(coins);
        trial.confirm();
        assertEquals(List.of(arrived(invoice, nanos(coins))), told());
    }

    /// Else who pays when coins have fallen buys as much as he likes at the old rate.
    @Test
    void muchOverpaidIsLeftToAnOperator() {
        BigDecimal twice = trial.fake.due(invoice).multiply(BigDecimal.TWO);
        pay(twice);
        trial.confirm();
        List<Told> told = told();
        Told.Excess excess = excess(told, nanos(twice) - MOST);
        assertEquals(List.of(arrived(invoice, MOST), excess), told);
        assertTrue(excess.why().contains("; 0.00 came late"), excess.why());
        assertTrue(excess.why().contains("110 %"), excess.why());
    }

    /// The rate that was recorded binds for an hour after the invoice, and not for the time in
    /// which the server still looks.
    @Test
    void paidTooLateIsLeftToAnOperator() {
        pay(SOME);
        trial.pass(74);
        pay(SOME);
        trial.pass(1);
        BigDecimal due = trial.fake.due(invoice);
        payAll();
        trial.confirm();
        List<Told> told = told();
        Told.Excess excess = excess(told, nanos(due));
        BigDecimal twice = SOME.multiply(BigDecimal.TWO);
        assertEquals(List.of(arrived(invoice, nanos(twice)), excess, expired(true)), told);
        String at = Instant.ofEpochMilli(BtcpayTrial.BEGIN_MS + 75 * 60_000).toString();
        assertTrue(excess.why().contains("the last of it came at " + at), excess.why());
        assertTrue(excess.why().contains("expected: before " + at), excess.why());
    }

    /// The server's own status says nothing of it any more.
    @Test
    void paidAgainAfterItWasSettled() {
        BigDecimal due = trial.fake.due(invoice);
        payAll();
        trial.confirm();
        pay(SOME);
        assertEquals(List.of(arrived(invoice, ALL)), told());
        trial.confirm();
        List<Told> told = told();
        Told.Excess excess = excess(told, nanos(due.add(SOME)) - MOST);
        assertEquals(List.of(arrived(invoice, MOST), excess), told);
    }

    @Test
    void expiredWithoutAPayment() {
        trial.pass(16);
        assertEquals(List.of(expired(false)), told());
    }

    @Test
    void paidLate() {
        trial.pass(16);
        payAll();
        assertEquals(List.of(waiting(), arrived(invoice, 0)), told());
        trial.confirm();
        assertEquals(List.of(arrived(invoice, ALL), expired(true)), told());
    }

    /// A payment that the server does not look for any more is not waited for.
    @Test
    void lateAndNeverConfirmed() {
        trial.pass(16);
        payAll();
        trial.pass(10_080);
        assertEquals(List.of(arrived(invoice, 0), expired(true)), told());
    }

    @Test
    void neverConfirmed() {
        payAll();
        trial.pass(10_096);
        assertEquals(
                List.of(
                        arrived(invoice, 0),
                        new Told.Closed(
                                claim(invoice),
                                CloseReason.INVALID,
                                "its payments were not confirmed in time")),
                told());
    }

    @Test
    void markedAsSettledIsThere() {
        pay(SOME);
        trial.confirm();
        trial.fake.mark(invoice, "Settled");
        assertEquals(List.of(arrived(invoice, ALL)), told());
    }

    @Test
    void markedAsSettledButPaidOver() {
        trial.pass(16);
        BigDecimal twice = trial.fake.due(invoice).multiply(BigDecimal.TWO);
        pay(twice);
        trial.confirm();
        trial.fake.mark(invoice, "Settled");
        List<Told> told = told();
        Told.Excess excess = excess(told, nanos(twice) - MOST);
        assertEquals(List.of(arrived(invoice, MOST), excess), told);
    }

    /// What is on the chain stays there.
    @Test
    void markedAsInvalidKeepsWhatIsConfirmed() {
        pay(SOME);
        trial.confirm();
        trial.fake.mark(invoice, "Invalid");
        assertEquals(
                List.of(
                        arrived(invoice, nanos(SOME)),
                        new Told.Closed(
                                claim(invoice), CloseReason.FAILED, "marked as invalid in BTCPay")),
                told());
    }

    @Test
    void aPartThatIsConfirmedOutlivesTheRest() {
        pay(SOME);
        trial.confirm();
        payAll();
        trial.pass(10_096);
        assertEquals(
                List.of(
                        arrived(invoice, nanos(SOME)),
                        new Told.Closed(
                                claim(invoice),
                                CloseReason.FAILED,
                                "its payments were not confirmed in time")),
                told());
    }

    @Test
    void reorganisedAndMinedAgain() {
        String payment = payAll();
        trial.confirm();
        trial.fake.reorganise(invoice, payment, false);
        assertEquals(List.of(arrived(invoice, 0)), told());
        trial.confirm();
        assertEquals(List.of(arrived(invoice, ALL)), told());
    }

    @Test
    void reorganisedAndSpentOtherwise() {
        pay(SOME);
        String second = payAll();
        trial.confirm();
        assertEquals(List.of(arrived(invoice, ALL)), told());
        trial.fake.reorganise(invoice, second, true);
        assertEquals(List.of(arrived(invoice, nanos(SOME))), told());
    }

    @Test
    void replacedBeforeItWasConfirmed() {
        String payment = payAll();
        trial.fake.reorganise(invoice, payment, true);
        assertEquals(List.of(arrived(invoice, 0)), told());
        trial.pass(16);
        assertEquals(List.of(arrived(invoice, 0), expired(true)), told());
    }

    @Test
    void theStoresFeeIsNotCredit() {
        BigDecimal fee = new BigDecimal("0.00000300");
        trial.fake.pay(invoice, SOME, fee);
        trial.confirm();
        assertEquals(List.of(arrived(invoice, nanos(SOME.subtract(fee)))), told());
    }

    @Test
    void aFeeAboveThePaymentIsNotLessThanNothing() {
        trial.fake.pay(invoice, SOME, SOME.multiply(BigDecimal.TEN));
        trial.confirm();
        assertEquals(List.of(arrived(invoice, 0)), told());
    }

    @Test
    void roundsTheSumOnceAndDown() {
        BigDecimal part = new BigDecimal("0.00000001");
        pay(part);
        pay(part);
        pay(part);
        trial.confirm();
        BigDecimal exact = part.multiply(new BigDecimal(3)).multiply(RATE).movePointRight(9);
        long down = exact.setScale(0, RoundingMode.DOWN).longValueExact();
        // Each rounded by itself, they would be less.
        assertEquals(1_931_766, down);
        assertEquals(List.of(arrived(invoice, down)), told());
    }

    @Test
    void anUnknownInvoiceIsRefused() {
        Fault unknown =
                assertThrows(Fault.class, () -> trial.provider.ask("1111111111111111111111"));
        assertEquals(ErrorCode.PROVIDER_REFUSED, unknown.code());
        Fault odd = assertThrows(Fault.class, () -> trial.provider.ask("../../../stores"));
        assertEquals(ErrorCode.PROVIDER_REFUSED, odd.code());
    }
}
