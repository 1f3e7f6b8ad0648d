package io.weighbridge.backend.ledger.check;

import static io.weighbridge.backend.ledger.check.LedgerProblems.account;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Compares usage records, ratings, refunds and rollups with the transfers and with each other.
final class UsageSums {
    /// What is counted in rollups, by account.
    record Totals(
            long calls,
            long unratedCalls,
            long priceNanos,
            long feeNanos,
            long chargeNanos,
            long overrunNanos,
            long refundedNanos) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

        Totals plus(Totals more) {
            return new Totals(
                    calls + more.calls,
                    unratedCalls + more.unratedCalls,
                    Math.addExact(priceNanos, more.priceNanos),
                    Math.addExact(feeNanos, more.feeNanos),
                    Math.addExact(chargeNanos, more.chargeNanos),
                    Math.addExact(overrunNanos, more.overrunNanos),
                    Math.addExact(refundedNanos, more.refundedNanos));
        }
    }

    /// A charge as it is stored, and what moved for it.
    ///
    /// @param movedNanos all of the transfers at its sequence
    record Charged(
            long priceNanos,
            long feeNanos,
            long chargeNanos,
            long movedPriceNanos,
            long movedFeeNanos,
            long movedNanos) {}

    private record RollupKey(long accountId, int granularity) {}

    private static final int GRANULARITIES = 3;
    private static final long ALL_ACCOUNTS = 0;

    private final LedgerProblems problems;
    private final LedgerSums sums;
    private final long foldedSequence;
    private final Map<Long, Totals> totals = new TreeMap<>();
    private final Map<RollupKey, Totals> rollups = new HashMap<>();
    private long records;
    private @Nullable RequestId refunded;
    private long refundedNanos;

    UsageSums(LedgerProblems problems, LedgerSums sums, long foldedSequence) {
        this.problems = problems;
        this.sums = sums;
        this.foldedSequence = foldedSequence;
    }

    /// @param endedSequence of the request's end, 0 when it has none
    void record(
            long sequence,
            RequestId id,
            long accountId,
            boolean unrated,
            long heldNanos,
            long overrunNanos,
            Charged charged,
            long endedSequence) {
        records++;
        String what = account(accountId) + ", usage record " + id;
        checkCharge(what, charged);
        if (unrated && charged.chargeNanos() != 0) {
            problems.add(what + ": unrated, but charged " + charged.chargeNanos() + " nanos");
        }
        checkOverrun(what, overrunNanos, charged, heldNanos);
        if (endedSequence != sequence) {
            problems.add(
                    what
                            + ": recorded by fact "
                            + sequence
                            + ", but the request ended with fact "
                            + endedSequence
                            + " (expected: the same, once)");
        }
        if (sequence > foldedSequence) {
            problems.add(what + ": later than the last fact, " + foldedSequence);
        }
        sums.overrun(accountId, overrunNanos);
        count(
                accountId,
                new Totals(
                        1,
                        unrated ? 1 : 0,
                        charged.priceNanos(),
                        charged.feeNanos(),
                        charged.chargeNanos(),
                        overrunNanos,
                        0));
    }

    /// @param gone what the deleted records of an account came to
    /// @param enteredNanos what the account's entries charge that have no record
    void gone(long accountId, Totals gone, long enteredNanos) {
        String what = account(accountId) + ", deleted usage records";
        records += gone.calls();
        problems.compare(
                what,
                "charge",
                gone.chargeNanos(),
                "price plus fee is",
                Math.addExact(gone.priceNanos(), gone.feeNanos()));
        problems.compare(
                what,
                "charge",
                gone.chargeNanos(),
                "entries without a record sum to",
                enteredNanos);
        sums.overrun(accountId, gone.overrunNanos());
        count(accountId, gone);
    }

    private void count(long accountId, Totals more) {
        totals.merge(accountId, more, Totals::plus);
    }

    private void checkOverrun(String what, long overrunNanos, Charged charged, long heldNanos) {
        problems.compare(
                what,
                "overrun",
                overrunNanos,
                "charge minus hold is",
                Math.max(0, charged.chargeNanos() - heldNanos));
    }

    private void checkCharge(String what, Charged charged) {
        problems.compare(
                what,
                "charge",
                charged.chargeNanos(),
                "price plus fee is",
                Math.addExact(charged.priceNanos(), charged.feeNanos()));
        problems.compare(
                what, "charge", charged.chargeNanos(), "transfers sum to", charged.movedNanos());
        problems.compare(
                what,
                "price",
                charged.priceNanos(),
                "transfers to revenue sum to",
                charged.movedPriceNanos());
        problems.compare(
                what,
                "fee",
                charged.feeNanos(),
                "transfers to fee revenue sum to",
                charged.movedFeeNanos());
    }

    /// @param accountId of the record that was rated, 0 when there is no unrated one
    /// @param heldNanos of that record
    void rating(RequestId id, long accountId, long heldNanos, long overrunNanos, Charged charged) {
        String what = accountId == 0 ? "rating of " + id : account(accountId) + ", rating of " + id;
        if (accountId == 0) {
            problems.add(what + ": no unrated record has this id");
            return;
        }
        checkCharge(what, charged);
        checkOverrun(what, overrunNanos, charged, heldNanos);
        sums.overrun(accountId, overrunNanos);
        count(
                accountId,
                new Totals(
                        0,
                        0,
                        charged.priceNanos(),
                        charged.feeNanos(),
                        charged.chargeNanos(),
                        overrunNanos,
                        0));
    }

    /// In the order of requests.
    ///
    /// @param accountId of the record, 0 when there is none
    /// @param chargedNanos of the record and its rating
    void refund(
            RequestId id, long accountId, long amountNanos, long movedNanos, long chargedNanos) {
        if (accountId == 0) {
            problems.add("refund of " + id + ": no usage record has this id");
            return;
        }
        String what = account(accountId) + ", refund of " + id;
        problems.compare(what, "amount", amountNanos, "transfers sum to", movedNanos);
        refundedNanos = id.equals(refunded) ? refundedNanos + amountNanos : amountNanos;
        refunded = id;
        if (refundedNanos > chargedNanos) {
            problems.compare(what, "refunded", refundedNanos, "charged was", chargedNanos);
        }
        count(accountId, new Totals(0, 0, 0, 0, 0, 0, amountNanos));
    }

    /// @param accountId 0 for the sums of all of them
    void rollup(long accountId, int granularity, Totals stored) {
        rollups.put(new RollupKey(accountId, granularity), stored);
        totals.putIfAbsent(accountId, Totals.NONE);
    }

    void checkRollups() {
        var _ = totals.remove(ALL_ACCOUNTS);
        totals.put(ALL_ACCOUNTS, totals.values().stream().reduce(Totals.NONE, Totals::plus));
        totals.forEach(
                (accountId, expected) -> {
                    for (int granularity = 1; granularity <= GRANULARITIES; granularity++) {
                        compare(
                                (accountId == ALL_ACCOUNTS ? "all accounts" : account(accountId))
                                        + ", rollups by "
                                        + (granularity == 1
                                                ? "minute"
                                                : granularity == 2 ? "hour" : "day"),
                                rollups.getOrDefault(
                                        new RollupKey(accountId, granularity), Totals.NONE),
                                expected);
                    }
                });
    }

    void compare(String what, Totals stored, Totals expected) {
        if (stored.calls() != expected.calls()
                || stored.unratedCalls() != expected.unratedCalls()) {
            problems.add(
                    what
                            + ": "
                            + stored.calls()
                            + " calls, "
                            + stored.unratedCalls()
                            + " unrated (expected from the records: "
                            + expected.calls()
                            + ", "
                            + expected.unratedCalls()
                            + ")");
        }
        problems.compare(
                what, "price", stored.priceNanos(), "records sum to", expected.priceNanos());
        problems.compare(what, "fee", stored.feeNanos(), "records sum to", expected.feeNanos());
        problems.compare(
                what, "charge", stored.chargeNanos(), "records sum to", expected.chargeNanos());
        problems.compare(
                what, "overrun", stored.overrunNanos(), "records sum to", expected.overrunNanos());
        problems.compare(
                what,
                "refunded",
                stored.refundedNanos(),
                "refunds sum to",
                expected.refundedNanos());
    }

    /// @param charged how many request ids are kept as charged or in quarantine
    void checkRequests(long charged) {
        if (charged != records) {
            problems.add(
                    charged
                            + " request ids ended with a usage record, but there are "
                            + records
                            + " usage records");
        }
    }

    /// What a fact in the journal says of its own charge.
    static void checkFact(LedgerProblems problems, String what, Fact.Entry fact) {
        Charge charge =
                switch (fact) {
                    case Fact.UsageSettled f -> f.record().charge();
                    case Fact.UsageQuarantined f -> f.record().charge();
                    case Fact.UsageRated f -> f.charge();
                    case Fact.UsageRefunded f -> null;
                    case Fact.CreditGranted f -> null;
                    case Fact.CreditTaken f -> null;
                    case Fact.CreditTakenBack f -> null;
                    case Fact.CreditExpired f -> null;
                };
        if (charge == null) {
            return;
        }
        long moved = 0;
        for (Movement movement : fact.movements()) {
            moved = Math.addExact(moved, movement.amountNanos());
        }
        problems.compare(what, "charge", charge.chargeNanos(), "movements sum to", moved);
        problems.compare(
                what,
                "charge",
                charge.chargeNanos(),
                "price plus fee is",
                Math.addExact(charge.priceNanos(), charge.feeNanos()));
    }
}
