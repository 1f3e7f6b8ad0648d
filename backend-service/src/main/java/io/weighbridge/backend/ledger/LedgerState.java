package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Everything the ledger knows in memory. The maps and the request index are safe for sharing,
/// account states are guarded by their monitors, and the rest is the writer's own.
final class LedgerState {
    // Accounts are looked up on every call.
    private final Map<Long, AccountState> accounts = new ConcurrentHashMap<>();
    private final Map<RequestId, Quarantine> quarantines = new ConcurrentHashMap<>();
    // Operations that SQL does not have yet.
    private final Map<UUID, OperationResult> unfoldedOperations = new ConcurrentHashMap<>();
    private final HoldIndex index = new HoldIndex();
    private final SeenRequests seen = new SeenRequests();
    private final UnfoldedEnds unfoldedEnds = new UnfoldedEnds();
    private final HoldBook holds = new HoldBook();
    private final PriorityQueue<GrantExpiry> expiries =
            new PriorityQueue<>(Comparator.comparingLong(GrantExpiry::atMs));
    private final long idRetentionMs;
    private final LedgerStore store;
    private volatile Set<Long> servicesWithSteps = Set.of();
    private volatile HoldKeepers keepers = (keyId, serviceId) -> HoldKeeper.NONE;

    private record GrantExpiry(long atMs, long accountId) {}

    /// @param idRetentionMs how long request ids stay in memory, by their own time
    LedgerState(LedgerStore store, long idRetentionMs) {
        this.store = store;
        this.idRetentionMs = idRetentionMs;
    }

    void load(LedgerStore.Snapshot snapshot) {
        for (LedgerStore.AccountRow row : snapshot.accounts()) {
            add(new AccountState(row.id(), row.overdraftLimitNanos(), row.suspended()));
        }
        for (LedgerStore.BalanceRow row : snapshot.balances()) {
            AccountState account = require(row.accountId());
            synchronized (account) {
                if (row.ledger() == row.accountId()) {
                    account.setOverdraft(row.balanceNanos());
                } else {
                    account.add(
                            new GrantState(
                                    row.ledger(),
                                    row.expiresAtMs(),
                                    row.sequence(),
                                    row.balanceNanos()));
                    watchExpiry(row.expiresAtMs(), row.accountId());
                }
            }
        }
        for (Quarantine quarantine : snapshot.quarantines()) {
            quarantines.put(quarantine.requestId(), quarantine);
            AccountState account = require(quarantine.accountId());
            synchronized (account) {
                account.quarantine(quarantine.heldNanos());
            }
        }
        for (RequestId id : snapshot.recentRequests()) {
            seen.add(id.hi(), id.lo());
        }
    }

    @Nullable AccountState account(long id) {
        return accounts.get(id);
    }

    AccountState require(long id) {
        AccountState account = accounts.get(id);
        if (account == null) {
            throw new IllegalStateException("account " + id + " is in a fact but not in the store");
        }
        return account;
    }

    void add(AccountState account) {
        accounts.put(account.id(), account);
    }

    HoldIndex index() {
        return index;
    }

    SeenRequests seen() {
        return seen;
    }

    HoldBook holds() {
        return holds;
    }

    Map<RequestId, Quarantine> quarantines() {
        return quarantines;
    }

    // What was counted by an attempt that failed is forgotten.
    void countVolumes(Set<Long> services) {
        Set<Long> all = new HashSet<>(servicesWithSteps);
        if (services.stream().anyMatch(all::contains)) {
            for (AccountState account : accounts.values()) {
                synchronized (account) {
                    account.forgetVolumes(services);
                }
            }
        }
        all.addAll(services);
        servicesWithSteps = Set.copyOf(all);
    }

    void setKeepers(HoldKeepers newKeepers) {
        keepers = newKeepers;
    }

    /// How a request ended, or null when it did not or is not known at all. Memory first: an id
    /// leaves memory only after it is in SQL.
    @Nullable RequestState endedState(RequestId id) {
        RequestState ended = unfoldedEnds.get(id);
        return ended != null ? ended : store.request(id).orElse(null);
    }

    /// The same for others than the writer.
    @Nullable RequestState endedFor(RequestId id) {
        RequestState ended = unfoldedEnds.get(id);
        return ended != null ? ended : store.requestFor(id).orElse(null);
    }

    /// The call of a record that SQL does not have yet, or null.
    @Nullable Call unfoldedCall(RequestId id) {
        return unfoldedEnds.call(id);
    }

    /// What an operation did, or null when it is new.
    @Nullable OperationResult operation(UUID id) {
        OperationResult result = unfoldedOperations.get(id);
        return result != null ? result : store.operation(id).orElse(null);
    }

    /// Changes memory as a fact says. By the writer, and by recovery. In one piece for whoever has
    /// the account's lock: nobody sees a charge whose credit is still set aside, or credit that is
    /// free before its charge.
    void apply(Fact fact) {
        if (fact instanceof Fact.Entry entry) {
            synchronized (require(entry.accountId())) {
                change(fact);
            }
            if (entry.operation() != null) {
                rememberOperation(entry, entry.operation());
            }
        } else {
            change(fact);
        }
    }

    private void change(Fact fact) {
        switch (fact) {
            case Fact.HoldOpened f -> {}
            case Fact.HoldChanged f -> {}
            case Fact.HoldDropped f -> endHold(f.requestId(), f.state(), 0);
            case Fact.UsageSettled f -> {
                move(f);
                Call call = f.record().call();
                charged(f, call.keyId(), call.serviceId(), f.record().charge());
                unfoldedEnds.keep(call);
                endHold(
                        f.requestId(),
                        RequestState.CHARGED,
                        f.record().settlement().units().tokens());
                countVolume(f, call.serviceId(), f.record().settlement().volume());
            }
            case Fact.UsageQuarantined f -> applyQuarantined(f);
            case Fact.UsageRated f -> {
                Quarantine kept = quarantines.remove(f.requestId());
                if (kept != null) {
                    quarantine(kept, -kept.heldNanos());
                }
                move(f);
                charged(f, f.keyId(), f.serviceId(), f.charge());
                countVolume(f, f.serviceId(), f.units());
            }
            case Fact.UsageRefunded f -> {
                f.grants().forEach(this::addGrant);
                move(f);
            }
            case Fact.CreditGranted f -> {
                addGrant(f.grant());
                move(f);
            }
            case Fact.CreditTaken f -> move(f);
            case Fact.CreditTakenBack f -> move(f);
            case Fact.CreditExpired f -> move(f);
        }
    }

    private void rememberOperation(Fact.Entry entry, Operation operation) {
        long amount = Movement.ownAmount(entry.movements());
        unfoldedOperations.put(
                operation.id(),
                new OperationResult(
                        operation.content(),
                        entry instanceof Fact.CreditGranted granted ? granted.grant().id() : 0,
                        amount,
                        entry.balanceAfterNanos()));
    }

    /// SQL has these facts now.
    void folded(Fact fact) {
        switch (fact) {
            case Fact.HoldDropped f -> unfoldedEnds.remove(f.requestId(), f.state());
            case Fact.UsageSettled f -> unfoldedEnds.remove(f.requestId(), RequestState.CHARGED);
            case Fact.UsageQuarantined f ->
                    unfoldedEnds.remove(f.record().call().id(), RequestState.QUARANTINED);
            case Fact.Entry entry when entry.operation() != null ->
                    unfoldedOperations.remove(entry.operation().id());
            default -> {}
        }
    }

    private void addGrant(Grant grant) {
        AccountState account = require(grant.accountId());
        synchronized (account) {
            account.add(new GrantState(grant.id(), grant.expiresAtMs(), grant.sequence(), 0));
        }
        watchExpiry(grant.expiresAtMs(), grant.accountId());
    }

    private void move(Fact.Entry entry) {
        if (entry.movements().isEmpty()) {
            return;
        }
        AccountState account = require(entry.accountId());
        synchronized (account) {
            account.apply(entry.movements(), this::usedUpGrant);
        }
    }

    private void charged(Fact.Entry entry, long keyId, long serviceId, Charge charge) {
        HoldKeeper keeper = keepers.of(keyId, serviceId);
        AccountState account = require(entry.accountId());
        synchronized (account) {
            keeper.charged(charge.chargeNanos(), entry.atMs());
        }
    }

    /// Finds the used-up grants that these movements give something to and that are not in memory.
    /// Before anything is posted, as it reads SQL and may fail; without the account's lock, as only
    /// the writer, which calls this, changes grants.
    ///
    /// @param made grants that are made only now
    /// @throws Fault STORE_UNAVAILABLE; nothing was changed that counts
    List<GrantState> usedUp(AccountState account, List<Movement> movements, List<Grant> made) {
        Map<Long, GrantState> found = new HashMap<>();
        for (Movement movement : movements) {
            long ledger = movement.toLedger();
            if (made.stream().noneMatch(grant -> grant.id() == ledger) && account.lacks(ledger)) {
                var _ = found.computeIfAbsent(ledger, this::usedUpGrant);
            }
        }
        return List.copyOf(found.values());
    }

    // A refund brings back a grant that had been used up and forgotten.
    private GrantState usedUpGrant(long id) {
        Grant grant =
                store.grant(id)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "grant " + id + " is in a fact but not in SQL"));
        watchExpiry(grant.expiresAtMs(), grant.accountId());
        return new GrantState(id, grant.expiresAtMs(), grant.sequence(), 0);
    }

    private void applyQuarantined(Fact.UsageQuarantined f) {
        RequestId id = f.record().call().id();
        Quarantine kept =
                new Quarantine(
                        id,
                        f.accountId(),
                        f.record().call().keyId(),
                        f.record().call().serviceId(),
                        f.keptNanos(),
                        f.sequence());
        quarantines.put(id, kept);
        quarantine(kept, f.keptNanos());
        unfoldedEnds.keep(f.record().call());
        Settlement settlement = f.record().settlement();
        endHold(id, RequestState.QUARANTINED, settlement.units().tokens());
        countVolume(f, f.record().call().serviceId(), settlement.volume());
    }

    private void quarantine(Quarantine kept, long deltaNanos) {
        HoldKeeper keeper = keepers.of(kept.keyId(), kept.serviceId());
        AccountState account = require(kept.accountId());
        synchronized (account) {
            account.quarantine(deltaNanos);
            keeper.kept(deltaNanos);
        }
    }

    private void countVolume(Fact.Entry entry, long serviceId, Units units) {
        if (servicesWithSteps.contains(serviceId)) {
            addVolume(entry.accountId(), serviceId, units, entry.atMs());
        }
    }

    void addVolume(long accountId, long serviceId, Units units, long atMs) {
        AccountState account = require(accountId);
        synchronized (account) {
            account.volumesOrNew().add(serviceId, units, atMs);
        }
    }

    private void endHold(RequestId id, RequestState state, long usedTokens) {
        Hold hold = index.get(id.hi(), id.lo());
        if (hold != null) {
            AccountState account = hold.account();
            synchronized (account) {
                hold.end();
                account.hold(-hold.heldNanos());
                hold.keeper().ended(hold, usedTokens);
            }
            index.remove(hold);
            holds.ended(hold);
        } else {
            // Recovery, or a hold that was lost: its id must not be admitted from now on either.
            seen.add(id.hi(), id.lo());
        }
        unfoldedEnds.put(id, state);
    }

    LedgerStore store() {
        return store;
    }

    /// How long request ids stay in memory, by their own time.
    long idRetentionMs() {
        return idRetentionMs;
    }

    /// Ids that SQL does not have: those of open holds, and of calls that ended just now. By the
    /// writer, which is who ends calls.
    void forEachUnfoldedRequest(Consumer<RequestId> to) {
        index.holds().forEach(hold -> to.accept(hold.call().id()));
        unfoldedEnds.forEachId(to);
    }

    private void watchExpiry(long expiresAtMs, long accountId) {
        if (expiresAtMs != Grant.NEVER && expiresAtMs != Long.MAX_VALUE) {
            expiries.add(new GrantExpiry(expiresAtMs, accountId));
        }
    }

    /// The next account with credit that expired by now, or null. It is looked at again a second
    /// later while holds keep some of it.
    @Nullable AccountState takeExpired(long nowMs) {
        GrantExpiry next = expiries.peek();
        if (next == null || next.atMs > nowMs) {
            return null;
        }
        expiries.remove();
        return accounts.get(next.accountId);
    }

    void watchAgain(long accountId, long atMs) {
        expiries.add(new GrantExpiry(atMs, accountId));
    }

    boolean hasExpiries() {
        return !expiries.isEmpty();
    }
}
