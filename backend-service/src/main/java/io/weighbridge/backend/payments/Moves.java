package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.payments.store.Move;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Brings planned moves into the ledger, in the order of their steps. A fault between any two
/// writes leaves a move that is planned and not done: done again it moves nothing twice, because
/// the ledger knows its operation. In the turn of the payment's order only.
final class Moves {
    private final PaymentStore store;
    private final Purchases purchases;
    private final Accounts accounts;
    private final PaymentMeters meters;
    private final IdSource ids;
    private final TimeSource time;

    Moves(
            PaymentStore store,
            Purchases purchases,
            Accounts accounts,
            PaymentMeters meters,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.purchases = purchases;
        this.accounts = accounts;
        this.meters = meters;
        this.ids = ids;
        this.time = time;
    }

    /// Does what is planned for a payment and not done.
    ///
    /// @throws Fault BUSY, STORE_UNAVAILABLE: to be done later
    void finish(Payment payment) {
        List<Move> all = new ArrayList<>(store.moves(payment.id()));
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).doneAtMs() == 0) {
                all.set(i, carryOut(payment, all.get(i), all));
            }
        }
    }

    // As done. Those before it say which grants the credit is in.
    private Move carryOut(Payment payment, Move move, List<Move> all) {
        Act act = act(payment);
        String note =
                "order "
                        + IdKind.ORDER.format(payment.orderId())
                        + ", payment "
                        + IdKind.PAYMENT.format(payment.id())
                        + ", step "
                        + move.step();
        Purchases.Moved moved =
                move.amountNanos() > 0
                        ? purchases.give(
                                payment.accountId(),
                                move.operationId(),
                                move.amountNanos(),
                                note,
                                act)
                        : purchases.takeBack(
                                payment.accountId(),
                                move.operationId(),
                                -move.amountNanos(),
                                all.stream()
                                        .mapToLong(Move::grantId)
                                        .filter(grant -> grant != 0)
                                        .boxed()
                                        .toList(),
                                note,
                                act);
        List<Notice> notices = new ArrayList<>();
        notices.add(notice(payment, kind(payment, move), moved(move)));
        // Before the move counts as done, so that no crash leaves it out.
        if (move.amountNanos() < 0 && isOverdrawn(payment.accountId(), moved.balanceNanos())) {
            suspend(payment);
            notices.add(notice(payment, NoticeKind.ACCOUNT_SUSPENDED, "the credit was used"));
        }
        long nowMs = time.wallMs();
        int year = Instant.ofEpochMilli(nowMs).atZone(ZoneOffset.UTC).getYear();
        Move done = move.done(moved.grantId(), moved.balanceNanos(), nowMs);
        var _ = store.done(done, year, notices);
        meters.moves()
                .add(
                        move.amountNanos() > 0
                                ? PaymentMeters.Direction.GIVEN
                                : PaymentMeters.Direction.TAKEN_BACK);
        return done;
    }

    private static NoticeKind kind(Payment payment, Move move) {
        if (move.amountNanos() > 0) {
            return NoticeKind.PAYMENT_RECEIVED;
        }
        return payment.disputedNanos() > 0
                ? NoticeKind.PAYMENT_DISPUTED
                : NoticeKind.PAYMENT_REFUNDED;
    }

    private static String moved(Move move) {
        return move.amountNanos() > 0
                ? Nanos.toDecimal(move.amountNanos()) + " of credit were added"
                : Nanos.toDecimal(-move.amountNanos()) + " of credit were taken back";
    }

    private Notice notice(Payment payment, NoticeKind kind, String what) {
        return new Notice(
                ids.next(),
                payment.accountId(),
                time.wallMs(),
                kind,
                0,
                IdKind.PAYMENT.format(payment.id())
                        + " for "
                        + IdKind.ORDER.format(payment.orderId())
                        + ": "
                        + what);
    }

    // Who refunds or assigns moves the credit; else it follows from what the provider told.
    static Act act(Payment payment) {
        Act current = Act.current();
        return current.kind() == ActorKind.OPERATOR ? current : ourAct(payment);
    }

    private static Act ourAct(Payment payment) {
        return new Act(ActorKind.LOCAL, 0, "payments/" + payment.provider(), 0, 0, "", "", "");
    }

    // Whether what it may spend is less than nothing, its overdraft included. What calls hold it
    // has spent already.
    private boolean isOverdrawn(long accountId, long balanceNanos) {
        long available = accounts.balance(accountId, 0).availableNanos().orElse(balanceNanos);
        return Math.min(available, balanceNanos)
                < -accounts.require(accountId).overdraftLimitNanos();
    }

    private void suspend(Payment payment) {
        if (!accounts.require(payment.accountId()).suspended()) {
            var _ =
                    accounts.suspend(
                            payment.accountId(),
                            "payment "
                                    + IdKind.PAYMENT.format(payment.id())
                                    + " was refunded or disputed after its credit was used",
                            ourAct(payment));
        }
    }
}
