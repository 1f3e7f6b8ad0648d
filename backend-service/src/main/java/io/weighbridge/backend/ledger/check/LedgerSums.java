package io.weighbridge.backend.ledger.check;

import static io.weighbridge.backend.ledger.check.LedgerProblems.account;
import static io.weighbridge.backend.ledger.check.LedgerProblems.nanos;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Adds the ledger up anew, one sum for each ledger account and for each account, and compares.
/// Rows come in the order of the calls in [LedgerCheck].
final class LedgerSums {
    private static final class Place {
        final long accountId;
        long stored;
        long moved;
        boolean grant;

        Place(long accountId) {
            this.accountId = accountId;
        }
    }

    private static final class Owner {
        final long overdraftLimitNanos;
        final boolean changed;
        long balance;
        long entries;
        long held;
        // Of what is held, was charged or taken back: what no check of the limit stood before.
        long explained;

        Owner(long overdraftLimitNanos, boolean changed) {
            this.overdraftLimitNanos = overdraftLimitNanos;
            this.changed = changed;
        }
    }

    private final LedgerProblems problems;
    private final long foldedSequence;
    private final Map<Long, Place> places = new TreeMap<>();
    private final Map<Long, Owner> owners = new HashMap<>();
    private final Map<RequestId, Long> quarantined = new HashMap<>();
    private long transfers;
    private long transferFacts;
    private long movingEntries;
    private long lastSequence = -1;
    private long lastOwner;

    LedgerSums(LedgerProblems problems, long foldedSequence) {
        this.problems = problems;
        this.foldedSequence = foldedSequence;
    }

    void addAccount(long id, long overdraftLimitNanos, long version) {
        owners.put(id, new Owner(overdraftLimitNanos, version > 1));
    }

    private Owner owner(long id) {
        return owners.computeIfAbsent(
                id,
                unknown -> {
                    problems.add(account(id) + ": the ledger names it, but it does not exist");
                    return new Owner(0, true);
                });
    }

    void balance(long ledger, long accountId, long nanos) {
        Place place = new Place(accountId);
        place.stored = nanos;
        places.put(ledger, place);
        if (accountId > 0) {
            Owner owner = owner(accountId);
            owner.balance = Math.addExact(owner.balance, nanos);
        }
    }

    void grant(long id, long accountId, long grantedNanos, long movedNanos) {
        Place place = places.computeIfAbsent(id, missing -> new Place(accountId));
        place.grant = true;
        String what = account(accountId) + ", grant " + IdKind.GRANT.format(id);
        if (place.accountId != accountId) {
            problems.add(what + ": its balance is kept for " + account(place.accountId));
        }
        problems.compare(what, "granted", grantedNanos, "transfers bring", movedNanos);
        if (place.stored > grantedNanos) {
            problems.add(
                    what
                            + ": balance "
                            + nanos(place.stored)
                            + " (expected: at most what was granted, "
                            + nanos(grantedNanos)
                            + ")");
        }
    }

    void transfer(long sequence, long from, long to, long amountNanos) {
        transfers++;
        if (sequence != lastSequence) {
            transferFacts++;
            lastSequence = sequence;
            lastOwner = 0;
        }
        if (sequence > foldedSequence) {
            problems.add("transfer " + sequence + ": later than the last fact, " + foldedSequence);
        }
        move(sequence, from, -amountNanos);
        move(sequence, to, amountNanos);
    }

    private void move(long sequence, long ledger, long nanos) {
        Place place = places.get(ledger);
        if (place == null) {
            place = new Place(ledger <= LedgerAccounts.LAST ? 0 : lastOwner);
            places.put(ledger, place);
        }
        place.moved = Math.addExact(place.moved, nanos);
        if (place.accountId > 0) {
            if (lastOwner > 0 && lastOwner != place.accountId) {
                problems.add(
                        account(place.accountId)
                                + ": transfer "
                                + sequence
                                + " also moves credit of "
                                + account(lastOwner));
            }
            lastOwner = place.accountId;
        }
    }

    /// In the order of accounts and sequences.
    ///
    /// @param takenBack whether it may go below the limit
    void entry(
            long accountId,
            long sequence,
            long amountNanos,
            long balanceAfter,
            boolean takenBack,
            long movedNanos) {
        Owner owner = owner(accountId);
        owner.explained += takenBack ? -amountNanos : 0;
        String what = account(accountId) + ", statement entry " + sequence;
        problems.compare(what, "amount", amountNanos, "transfers sum to", movedNanos);
        owner.entries = Math.addExact(owner.entries, amountNanos);
        problems.compare(what, "balance", balanceAfter, "entries sum to", owner.entries);
        // One wrong running balance is one problem, not one for each entry after it.
        owner.entries = balanceAfter;
        if (movedNanos != 0) {
            movingEntries++;
        }
    }

    /// Credit kept for unrated usage, and what had been held for it.
    void quarantine(RequestId id, long accountId, long keptNanos, long heldNanos) {
        Owner owner = owner(accountId);
        quarantined.put(id, keptNanos);
        owner.held = Math.addExact(owner.held, keptNanos);
        // A hold that was lost in a crash: its credit may have been held again meanwhile.
        owner.explained += heldNanos == 0 ? keptNanos : 0;
    }

    /// A charge above what was set aside for it, or what was taken back.
    void overrun(long accountId, long nanos) {
        Owner owner = owner(accountId);
        owner.explained = Math.addExact(owner.explained, nanos);
    }

    void hold(long accountId, long nanos) {
        Owner owner = owner(accountId);
        owner.held = Math.addExact(owner.held, nanos);
    }

    /// After all rows of SQL.
    void checkBalances() {
        places.forEach(
                (ledger, place) ->
                        problems.compare(
                                name(ledger, place),
                                "balance",
                                place.stored,
                                "transfers sum to",
                                place.moved));
        new TreeMap<>(owners)
                .forEach(
                        (id, owner) ->
                                problems.compare(
                                        account(id),
                                        "balance",
                                        owner.balance,
                                        "its statement ends with",
                                        owner.entries));
        if (transferFacts != movingEntries) {
            problems.add(
                    transferFacts
                            + " facts have transfers, but "
                            + movingEntries
                            + " statement entries move credit");
        }
    }

    private static String name(long ledger, Place place) {
        if (ledger <= LedgerAccounts.LAST) {
            return "installation account " + installation(ledger);
        }
        return account(place.accountId)
                + (place.grant ? ", grant " + IdKind.GRANT.format(ledger) : ", overdraft");
    }

    private static String installation(long ledger) {
        if (ledger == LedgerAccounts.USAGE_REVENUE) {
            return "usage revenue";
        } else if (ledger == LedgerAccounts.FEE_REVENUE) {
            return "fee revenue";
        } else if (ledger == LedgerAccounts.PURCHASES) {
            return "purchases";
        } else if (ledger == LedgerAccounts.PROMOTIONS) {
            return "promotions";
        } else if (ledger == LedgerAccounts.ADJUSTMENTS) {
            return "adjustments";
        }
        return ledger == LedgerAccounts.BREAKAGE ? "breakage" : Long.toString(ledger);
    }

    /// A fact that only the journal has.
    void apply(Fact.Entry fact) {
        Owner owner = owner(fact.accountId());
        markGrants(fact);
        long delta = 0;
        for (Movement movement : fact.movements()) {
            transfers++;
            delta -= change(fact, movement.fromLedger(), -movement.amountNanos());
            delta += change(fact, movement.toLedger(), movement.amountNanos());
        }
        owner.balance = Math.addExact(owner.balance, delta);
        String what = account(fact.accountId()) + ", fact " + fact.sequence() + " in the journal";
        problems.compare(
                what, "balance", fact.balanceAfterNanos(), "movements sum to", owner.balance);
        owner.balance = fact.balanceAfterNanos();
        UsageSums.checkFact(problems, what, fact);
        switch (fact) {
            case Fact.UsageSettled f -> overrun(f.accountId(), f.record().overrunNanos());
            case Fact.UsageQuarantined f ->
                    quarantine(f.requestId(), f.accountId(), f.keptNanos(), f.record().heldNanos());
            case Fact.UsageRated f -> {
                overrun(f.accountId(), f.overrunNanos());
                Long kept = quarantined.remove(f.requestId());
                hold(f.accountId(), kept == null ? 0 : -kept);
            }
            case Fact.UsageRefunded f -> {}
            case Fact.CreditGranted f -> {}
            case Fact.CreditTaken f -> {}
            case Fact.CreditTakenBack f -> overrun(f.accountId(), f.amountNanos());
            case Fact.CreditExpired f -> {}
        }
    }

    private void markGrants(Fact.Entry fact) {
        if (fact instanceof Fact.CreditGranted granted) {
            places.computeIfAbsent(granted.grant().id(), id -> new Place(fact.accountId())).grant =
                    true;
        } else if (fact instanceof Fact.UsageRefunded refunded) {
            for (Grant made : refunded.grants()) {
                places.computeIfAbsent(made.id(), id -> new Place(fact.accountId())).grant = true;
            }
        }
    }

    /// @return the size of the change if it is the account's own, else 0
    private long change(Fact.Entry fact, long ledger, long nanos) {
        boolean own = ledger > LedgerAccounts.LAST;
        Place place = places.computeIfAbsent(ledger, id -> new Place(own ? fact.accountId() : 0));
        place.stored = Math.addExact(place.stored, nanos);
        return own ? Math.abs(nanos) : 0;
    }

    /// After the journal and the open holds.
    void checkEnd() {
        long sum = 0;
        for (Map.Entry<Long, Place> each : places.entrySet()) {
            Place place = each.getValue();
            sum = Math.addExact(sum, place.stored);
            if (place.grant && place.stored < 0) {
                problems.add(
                        name(each.getKey(), place)
                                + ": balance "
                                + nanos(place.stored)
                                + " (expected: 0 or more)");
            } else if (!place.grant && place.accountId > 0 && place.stored > 0) {
                problems.add(
                        name(each.getKey(), place)
                                + ": balance "
                                + nanos(place.stored)
                                + " (expected: 0 or less)");
            }
        }
        problems.compare("all ledger accounts", "balances sum to", sum, "expected", 0);
        new TreeMap<>(owners).forEach(this::checkAvailable);
    }

    // An account that was changed may have had a higher limit when it spent.
    private void checkAvailable(long id, Owner owner) {
        long below = -(owner.balance - owner.held + owner.overdraftLimitNanos);
        if (below > owner.explained && !owner.changed) {
            problems.add(
                    account(id)
                            + ": balance "
                            + nanos(owner.balance)
                            + " minus holds "
                            + nanos(owner.held)
                            + " is below its limit of "
                            + nanos(-owner.overdraftLimitNanos)
                            + "; overruns and take-backs explain "
                            + nanos(owner.explained)
                            + ": off by "
                            + nanos(below - owner.explained));
        }
    }

    long accountCount() {
        return owners.size();
    }

    long transferCount() {
        return transfers;
    }
}
