package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What an account has, in memory: the authority for every decision. Its monitor guards all of it,
/// and everything of its keys' limits as well, so that a call's limits and credit are taken all or
/// none. Every method but [#id] needs the monitor.
public final class AccountState {
    private final long id;
    private long overdraftLimitNanos;
    private boolean suspended;
    // Sum of the grants and of the overdraft (0 or below).
    private long balanceNanos;
    private long overdraftNanos;
    // Open holds and quarantine.
    private long heldNanos;
    private long quarantinedNanos;
    // In burn order; used-up ones are dropped.
    private final List<GrantState> grants = new ArrayList<>(1);
    // Of the first grant, Long.MAX_VALUE for never.
    private long nextExpiryMs = Long.MAX_VALUE;
    private @Nullable VolumeCounters volumes;

    AccountState(long id, long overdraftLimitNanos, boolean suspended) {
        this.id = id;
        this.overdraftLimitNanos = overdraftLimitNanos;
        this.suspended = suspended;
    }

    /// Its id, which is also the ledger account of its overdraft.
    public long id() {
        return id;
    }

    /// Whether new calls are refused.
    public boolean isSuspended() {
        return suspended;
    }

    void set(long newOverdraftLimitNanos, boolean nowSuspended) {
        overdraftLimitNanos = newOverdraftLimitNanos;
        suspended = nowSuspended;
    }

    /// The settled balance: grants left minus what was overrun.
    public long balanceNanos() {
        return balanceNanos;
    }

    /// Open holds and quarantine.
    public long heldNanos() {
        return heldNanos;
    }

    /// Of the held: kept for unrated usage.
    public long quarantinedNanos() {
        return quarantinedNanos;
    }

    /// What a new hold may be at most: balance minus holds, above the overdraft limit. Expired
    /// credit counts only as far as holds that were made on it are still open.
    public long spendableNanos(long nowMs) {
        return availableNanos(nowMs) + overdraftLimitNanos;
    }

    /// Balance minus holds, without expired credit that no hold needs.
    public long availableNanos(long nowMs) {
        return balanceNanos - heldNanos - Math.max(0, expiredNanos(nowMs) - heldNanos);
    }

    private long expiredNanos(long nowMs) {
        if (nowMs < nextExpiryMs) {
            return 0;
        }
        long expired = 0;
        for (GrantState grant : grants) {
            if (grant.expiresAtMs > nowMs) {
                break;
            }
            expired += grant.remainingNanos;
        }
        return expired;
    }

    void hold(long deltaNanos) {
        heldNanos = Math.addExact(heldNanos, deltaNanos);
    }

    void quarantine(long deltaNanos) {
        heldNanos = Math.addExact(heldNanos, deltaNanos);
        quarantinedNanos = Math.addExact(quarantinedNanos, deltaNanos);
    }

    /// The volume counters, or null when nothing it uses has volume steps.
    public @Nullable VolumeCounters volumes() {
        return volumes;
    }

    void forgetVolumes(Set<Long> serviceIds) {
        if (volumes != null) {
            volumes.forget(serviceIds);
        }
    }

    VolumeCounters volumesOrNew() {
        VolumeCounters counters = volumes;
        if (counters == null) {
            counters = new VolumeCounters();
            volumes = counters;
        }
        return counters;
    }

    void add(GrantState grant) {
        int at = grants.size();
        while (at > 0 && grant.burnsBefore(grants.get(at - 1))) {
            at--;
        }
        grants.add(at, grant);
        nextExpiryMs = grants.getFirst().expiresAtMs;
        balanceNanos = Math.addExact(balanceNanos, grant.remainingNanos);
    }

    /// How far it may go below zero.
    public long overdraftNanos() {
        return overdraftNanos;
    }

    void setOverdraft(long nanos) {
        balanceNanos = Math.addExact(balanceNanos, nanos - overdraftNanos);
        overdraftNanos = nanos;
    }

    /// The movements that take a price and a fee from this account: grants in burn order, then the
    /// overdraft. Changes nothing.
    List<Movement> burn(long priceNanos, long feeNanos, long toPrice, long toFee) {
        List<Movement> movements = new ArrayList<>(2);
        long price = priceNanos;
        long fee = feeNanos;
        for (GrantState grant : grants) {
            long left = grant.remainingNanos;
            long part = Math.min(left, price);
            add(movements, grant.id, toPrice, part);
            price -= part;
            left -= part;
            part = Math.min(left, fee);
            add(movements, grant.id, toFee, part);
            fee -= part;
            if (price == 0 && fee == 0) {
                return movements;
            }
        }
        add(movements, id, toPrice, price);
        add(movements, id, toFee, fee);
        return movements;
    }

    /// The movements that take bought credit back: out of what is left of these grants first, then
    /// like a charge. Changes nothing.
    List<Movement> takeBack(long nanos, List<Long> bought, long to) {
        List<Movement> movements = new ArrayList<>(2);
        long left = nanos;
        for (long each : bought) {
            GrantState grant = grant(each);
            long part = grant == null ? 0 : Math.min(left, grant.remainingNanos);
            add(movements, each, to, part);
            left -= part;
        }
        for (GrantState grant : grants) {
            long part = bought.contains(grant.id) ? 0 : Math.min(left, grant.remainingNanos);
            add(movements, grant.id, to, part);
            left -= part;
        }
        add(movements, id, to, left);
        return movements;
    }

    private static void add(List<Movement> movements, long from, long to, long nanos) {
        if (nanos > 0) {
            movements.add(new Movement(from, to, nanos));
        }
    }

    /// The movements that bring credit into a ledger account of this one: where there is an
    /// overdraft, as much of it as the credit covers is paid back at once. Changes nothing.
    List<Movement> credit(long fromLedger, long toLedger, long nanos) {
        List<Movement> movements = new ArrayList<>(2);
        movements.add(new Movement(fromLedger, toLedger, nanos));
        if (toLedger != id) {
            add(movements, toLedger, id, Math.min(nanos, -overdraftNanos));
        }
        return movements;
    }

    /// The movements that bring back what a charge took: where there is an overdraft, what comes
    /// back to a grant pays it first. Changes nothing.
    ///
    /// @param back the movements of the charge turned round
    List<Movement> giveBack(List<Movement> back) {
        List<Movement> movements = new ArrayList<>();
        long overdraft = overdraftNanos;
        for (Movement movement : back) {
            movements.add(movement);
            if (movement.toLedger() == id) {
                overdraft += movement.amountNanos();
            } else {
                long repaid = Math.min(movement.amountNanos(), -overdraft);
                add(movements, movement.toLedger(), id, repaid);
                overdraft += Math.max(0, repaid);
            }
        }
        return movements;
    }

    /// What of the expired grants no hold needs: the amount to move out, for each grant. Changes
    /// nothing.
    List<Movement> expired(long nowMs) {
        long spare = Math.max(0, expiredNanos(nowMs) - heldNanos);
        List<Movement> movements = new ArrayList<>();
        for (int i = grants.size() - 1; i >= 0 && spare > 0; i--) {
            GrantState grant = grants.get(i);
            if (grant.expiresAtMs <= nowMs) {
                long part = Math.min(spare, grant.remainingNanos);
                add(movements, grant.id, LedgerAccounts.BREAKAGE, part);
                spare -= part;
            }
        }
        return movements;
    }

    /// The balance that these movements lead to. Changes nothing.
    long balanceAfter(List<Movement> movements) {
        long balance = balanceNanos;
        for (Movement movement : movements) {
            if (owns(movement.toLedger())) {
                balance = Math.addExact(balance, movement.amountNanos());
            }
            if (owns(movement.fromLedger())) {
                balance = Math.subtractExact(balance, movement.amountNanos());
            }
        }
        return balance;
    }

    private boolean owns(long ledger) {
        return ledger > LedgerAccounts.LAST;
    }

    /// Carries movements out. A grant that they name and that is not here was used up before: it
    /// comes back with `fallback`.
    void apply(List<Movement> movements, GrantLookup fallback) {
        for (Movement movement : movements) {
            change(movement.fromLedger(), -movement.amountNanos(), fallback);
            change(movement.toLedger(), movement.amountNanos(), fallback);
        }
        grants.removeIf(grant -> grant.remainingNanos == 0);
        nextExpiryMs = grants.isEmpty() ? Long.MAX_VALUE : grants.getFirst().expiresAtMs;
    }

    /// Finds a grant that is not in memory.
    @FunctionalInterface
    interface GrantLookup {
        /// The grant, with nothing remaining.
        GrantState find(long id);
    }

    /// Whether this is a grant of the account that is not in memory.
    synchronized boolean lacks(long ledger) {
        return owns(ledger) && ledger != id && grant(ledger) == null;
    }

    /// Has grants in memory again that had been used up and forgotten.
    void bringBack(Collection<GrantState> usedUp) {
        usedUp.forEach(this::add);
    }

    private void change(long ledger, long deltaNanos, GrantLookup fallback) {
        if (!owns(ledger)) {
            return;
        }
        if (ledger == id) {
            overdraftNanos = Math.addExact(overdraftNanos, deltaNanos);
        } else {
            GrantState grant = grant(ledger);
            if (grant == null) {
                grant = fallback.find(ledger);
                add(grant);
            }
            grant.remainingNanos = Math.addExact(grant.remainingNanos, deltaNanos);
        }
        balanceNanos = Math.addExact(balanceNanos, deltaNanos);
    }

    private @Nullable GrantState grant(long grantId) {
        for (GrantState grant : grants) {
            if (grant.id == grantId) {
                return grant;
            }
        }
        return null;
    }

    /// When the next grant expires, Long.MAX_VALUE for never.
    long nextExpiryMs() {
        return nextExpiryMs;
    }
}
