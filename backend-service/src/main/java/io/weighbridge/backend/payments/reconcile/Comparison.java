package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.payments.provider.ListedPayment;
import io.weighbridge.backend.payments.reconcile.OurPayment.LedgerMove;
import io.weighbridge.backend.payments.reconcile.OurPayment.OurMove;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The rules of what is a difference: each neighbour of the chain provider, payment, credit, moves,
/// ledger is compared with the next, and one thing that is wrong is named once. Asks nobody.
///
/// @param provider of the payments
/// @param pendingMs how long a move may wait
record Comparison(String provider, long pendingMs) {
    private static final int DETAIL_LENGTH_MAX = 200;

    /// Compares all of it.
    ///
    /// @param there as the provider has it; null when it knows none
    /// @param here null when we know none
    List<Difference> of(@Nullable ListedPayment there, @Nullable OurPayment here, long nowMs) {
        if (here == null) {
            return there == null || !hasMoney(there) ? List.of() : List.of(missingHere(there));
        }
        List<Difference> found = new ArrayList<>();
        List<Long> due = new ArrayList<>();
        due.add(dueNanos(here));
        if (there == null) {
            if (here.arrivedNanos() != 0) {
                found.add(of(DifferenceKind.MISSING_THERE, here, 0, here.arrivedNanos(), ""));
            }
        } else if (!there.currency().equals(here.currency())) {
            found.add(currency(there, here));
        } else {
            add(
                    found,
                    DifferenceKind.ARRIVED_DIFFERS,
                    here,
                    there.arrivedNanos(),
                    here.arrivedNanos());
            add(
                    found,
                    DifferenceKind.REFUNDED_DIFFERS,
                    here,
                    there.refundedNanos(),
                    here.refundedNanos());
            add(
                    found,
                    DifferenceKind.DISPUTED_DIFFERS,
                    here,
                    there.disputedNanos(),
                    here.disputedNanos());
            // Where only the payment says otherwise, its credit is right by what the provider says.
            due.add(
                    dueNanos(
                            here,
                            kept(
                                    there.arrivedNanos(),
                                    there.refundedNanos(),
                                    there.disputedNanos())));
        }
        books(found, here, due, nowMs);
        return found;
    }

    /// Compares what can be compared without the provider.
    List<Difference> ofBooks(OurPayment here, long nowMs) {
        List<Difference> found = new ArrayList<>();
        books(found, here, List.of(dueNanos(here)), nowMs);
        return found;
    }

    private static boolean hasMoney(ListedPayment there) {
        return there.arrivedNanos() != 0
                || there.refundedNanos() != 0
                || there.disputedNanos() != 0;
    }

    private Difference missingHere(ListedPayment there) {
        return new Difference(
                DifferenceKind.MISSING_HERE,
                provider,
                there.reference(),
                0,
                IdKind.ORDER.parse(there.order()).orElse(0),
                0,
                there.currency(),
                there.arrivedNanos(),
                0,
                there.order().isEmpty() ? "names no order" : shortened("names " + there.order()));
    }

    private static String shortened(String text) {
        return text.length() <= DETAIL_LENGTH_MAX ? text : text.substring(0, DETAIL_LENGTH_MAX);
    }

    private Difference currency(ListedPayment there, OurPayment here) {
        return of(
                DifferenceKind.CURRENCY_DIFFERS,
                here,
                there.arrivedNanos(),
                here.arrivedNanos(),
                there.currency() + " (expected: " + here.currency() + ")");
    }

    private void add(
            List<Difference> found, DifferenceKind kind, OurPayment here, long expected, long is) {
        if (expected != is) {
            found.add(of(kind, here, expected, is, ""));
        }
    }

    private Difference of(
            DifferenceKind kind, OurPayment here, long expected, long is, String detail) {
        return new Difference(
                kind,
                provider,
                here.reference(),
                here.id(),
                here.orderId(),
                here.accountId(),
                here.currency(),
                expected,
                is,
                detail);
    }

    private static long kept(long arrived, long refunded, long disputed) {
        return Math.max(0, arrived - refunded - disputed);
    }

    /// The credit that the account must have got by what the payment says.
    static long dueNanos(OurPayment here) {
        return dueNanos(
                here, kept(here.arrivedNanos(), here.refundedNanos(), here.disputedNanos()));
    }

    private static long dueNanos(OurPayment here, long keptNanos) {
        return here.orderTotalNanos() <= 0
                ? 0
                : Order.creditNanos(keptNanos, here.orderAmountNanos(), here.orderTotalNanos());
    }

    private void books(List<Difference> found, OurPayment here, List<Long> due, long nowMs) {
        if (here.arrivedNanos() > 0 && !here.isPaid()) {
            found.add(
                    of(
                            DifferenceKind.ORDER_DIFFERS,
                            here,
                            here.arrivedNanos(),
                            0,
                            "its order is not paid"));
        }
        boolean isRightlyMoved = here.movedNanos() == here.creditedNanos();
        if (!due.contains(here.creditedNanos())) {
            found.add(
                    of(
                            DifferenceKind.CREDIT_DIFFERS,
                            here,
                            due.getLast(),
                            here.creditedNanos(),
                            ""));
        } else if (!isRightlyMoved) {
            found.add(
                    of(
                            DifferenceKind.CREDIT_DIFFERS,
                            here,
                            here.creditedNanos(),
                            here.movedNanos(),
                            "by its moves"));
        }
        // Where the ledger has what is due, it is the moves that are wrong, and they are named.
        boolean isLedgerRight = !isRightlyMoved && here.ledgerNanos() == here.creditedNanos();
        for (OurMove move : here.moves()) {
            if (move.doneAtMs() == 0) {
                pending(found, here, move, nowMs);
            } else {
                ledger(found, here, move, isLedgerRight);
            }
        }
    }

    private void pending(List<Difference> found, OurPayment here, OurMove move, long nowMs) {
        if (nowMs - move.plannedAtMs() > pendingMs) {
            found.add(
                    of(
                            DifferenceKind.MOVE_PENDING,
                            here,
                            move.amountNanos(),
                            0,
                            "step "
                                    + move.step()
                                    + ", since "
                                    + Instant.ofEpochMilli(move.plannedAtMs())));
        }
    }

    private void ledger(
            List<Difference> found, OurPayment here, OurMove move, boolean isLedgerRight) {
        LedgerMove ledger = move.ledger();
        String step = "step " + move.step();
        if (ledger == null) {
            found.add(of(DifferenceKind.LEDGER_MISSING, here, move.amountNanos(), 0, step));
        } else if (ledger.accountId() != here.accountId()) {
            String account =
                    step
                            + ", of "
                            + IdKind.ACCOUNT.formatOrNone(ledger.accountId())
                            + " (expected: "
                            + IdKind.ACCOUNT.format(here.accountId())
                            + ")";
            found.add(
                    of(
                            DifferenceKind.LEDGER_DIFFERS,
                            here,
                            move.amountNanos(),
                            ledger.entryNanos(),
                            account));
        } else if (ledger.entryNanos() != ledger.transferredNanos()) {
            found.add(
                    of(
                            DifferenceKind.LEDGER_DIFFERS,
                            here,
                            ledger.entryNanos(),
                            ledger.transferredNanos(),
                            step + ", by its transfers"));
        } else if (ledger.entryNanos() != move.amountNanos() && !isLedgerRight) {
            found.add(
                    of(
                            DifferenceKind.LEDGER_DIFFERS,
                            here,
                            move.amountNanos(),
                            ledger.entryNanos(),
                            step));
        }
    }
}
