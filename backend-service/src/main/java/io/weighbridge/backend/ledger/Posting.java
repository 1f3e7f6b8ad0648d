package io.weighbridge.backend.ledger;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.FactWriter;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What a command may do, on the writer's thread: look things up and post facts. A posted fact is
/// applied in memory at once and is in the group that is written next.
public final class Posting {
    private final LedgerState state;
    private final ByteWriter bytes;
    private final List<Fact> group = new ArrayList<>();
    private long nextSequence;
    private long atMs;
    private boolean broken;

    Posting(LedgerState state, ByteWriter bytes, long nextSequence, long lastAtMs) {
        this.state = state;
        this.bytes = bytes;
        this.nextSequence = nextSequence;
        this.atMs = lastAtMs;
    }

    void begin(long nowMs) {
        group.clear();
        bytes.clear();
        atMs = Math.max(atMs, nowMs);
    }

    List<Fact> group() {
        return group;
    }

    long nextSequence() {
        return nextSequence;
    }

    void post(Fact fact) {
        if (fact.sequence() != nextSequence) {
            throw new IllegalStateException(
                    "fact " + fact.sequence() + " (expected: " + nextSequence + ")");
        }
        broken = true;
        nextSequence++;
        FactWriter.write(fact, bytes);
        group.add(fact);
        state.apply(fact);
        broken = false;
    }

    /// Whether a fact was posted by half: memory is then not to be trusted any more.
    boolean isBroken() {
        return broken;
    }

    /// The instant of what is posted now; never falls.
    public long atMs() {
        return atMs;
    }

    /// The account with this id, or null.
    public @Nullable AccountState account(long id) {
        return state.account(id);
    }

    /// The open hold of a request, or null.
    public @Nullable Hold hold(RequestId id) {
        return state.index().get(id.hi(), id.lo());
    }

    /// How a request without an open hold ended, or null when it is not known.
    public @Nullable RequestState ended(RequestId id) {
        return state.endedState(id);
    }

    /// What an operation with this id did, or null when it is new.
    ///
    /// @throws Fault OPERATION_REUSED when it had other content
    public @Nullable OperationResult earlier(Operation operation) {
        OperationResult result = state.operation(operation.id());
        if (result != null && !result.content().equals(operation.content())) {
            throw Fault.of(
                    ErrorCode.OPERATION_REUSED,
                    "operation_id: "
                            + operation.id()
                            + " was used for something else (expected: a new id, or the same"
                            + " content)");
        }
        return result;
    }

    /// Whether a charge keeps the account's balance in the range that can be counted.
    public boolean canCount(AccountState account, long chargeNanos) {
        synchronized (account) {
            return BalanceRange.canCount(account, chargeNanos);
        }
    }

    /// Charges a call and ends its hold.
    ///
    /// @param hold null when it was lost in a crash, or had expired free of charge
    public Fact.UsageSettled settle(
            AccountState account,
            Call call,
            @Nullable Hold hold,
            Settlement settlement,
            Charge charge,
            CallCost cost) {
        List<Movement> movements;
        long balanceAfter;
        long held;
        synchronized (account) {
            held = hold == null ? 0 : hold.heldNanos();
            movements =
                    account.burn(
                            charge.priceNanos(),
                            charge.feeNanos(),
                            LedgerAccounts.USAGE_REVENUE,
                            LedgerAccounts.FEE_REVENUE);
            balanceAfter = account.balanceAfter(movements);
        }
        long overrun = Math.max(0, charge.chargeNanos() - held);
        UsageRecord record =
                new UsageRecord(
                        nextSequence, call, settlement, charge, cost, held, overrun, atMs, "");
        Fact.UsageSettled fact = new Fact.UsageSettled(record, movements, balanceAfter);
        post(fact);
        return fact;
    }

    /// Ends a call whose usage cannot be priced: its record is unrated and its credit stays set
    /// aside.
    ///
    /// @param hold null when it was lost in a crash
    /// @param keptNanos what stays set aside
    /// @param reason why it cannot be priced, not empty
    public Fact.UsageQuarantined quarantine(
            AccountState account,
            Call call,
            @Nullable Hold hold,
            Settlement settlement,
            CallCost cost,
            long keptNanos,
            String reason) {
        long held;
        long balance;
        synchronized (account) {
            held = hold == null ? 0 : hold.heldNanos();
            balance = account.balanceNanos();
        }
        UsageRecord record =
                new UsageRecord(
                        nextSequence, call, settlement, Charge.NONE, cost, held, 0, atMs, reason);
        Fact.UsageQuarantined fact = new Fact.UsageQuarantined(record, keptNanos, balance);
        post(fact);
        return fact;
    }

    /// Ends a hold without a charge.
    ///
    /// @param state released or expired
    public void drop(RequestId id, RequestState state, String reason) {
        post(new Fact.HoldDropped(nextSequence, atMs, id, state, reason));
    }

    /// Gives credit as a new grant; an overdraft is paid back from it first.
    ///
    /// @return the grant and the balance after it
    /// @throws Fault INVALID_FIELD when the balance would leave the range that can be counted
    public Fact.CreditGranted grant(
            AccountState account,
            long grantId,
            GrantKind kind,
            long amountNanos,
            long expiresAtMs,
            Operation operation) {
        Grant grant =
                new Grant(
                        grantId,
                        account.id(),
                        kind,
                        amountNanos,
                        expiresAtMs,
                        atMs,
                        nextSequence,
                        operation.note());
        List<Movement> movements;
        long balanceAfter;
        synchronized (account) {
            BalanceRange.requireRoom(account, amountNanos);
            movements = account.credit(kind.fromLedger(), grantId, amountNanos);
            balanceAfter = account.balanceAfter(movements);
        }
        Fact.CreditGranted fact = new Fact.CreditGranted(grant, movements, balanceAfter, operation);
        post(fact);
        return fact;
    }

    /// Takes credit, in burn order; the overdraft limit is for calls only.
    ///
    /// @throws Fault INSUFFICIENT_CREDIT when more than what is available
    public Fact.CreditTaken take(AccountState account, long amountNanos, Operation operation) {
        return Taking.take(this, account, amountNanos, operation);
    }

    /// Takes bought credit back whose money went, also below zero.
    ///
    /// @param bought grants to take it from first; the rest in burn order
    /// @throws Fault INVALID_FIELD when the balance would leave the range that can be counted
    public Fact.CreditTakenBack takeBack(
            AccountState account, long amountNanos, List<Long> bought, Operation operation) {
        return Taking.takeBack(this, account, amountNanos, bought, operation);
    }

    /// Gives back part of a charge.
    ///
    /// @param back where to: the movements of the charge turned round, already cut to the amount
    /// @param grants made for what cannot go back to where it came from
    /// @throws Fault INVALID_FIELD when the balance would leave the range that can be counted
    public Fact.UsageRefunded refund(
            AccountState account,
            UsageRecord record,
            long amountNanos,
            List<Movement> back,
            List<Grant> grants,
            Operation operation) {
        List<Movement> movements;
        long balanceAfter;
        List<GrantState> usedUp = state.usedUp(account, back, grants);
        synchronized (account) {
            BalanceRange.requireRoom(account, amountNanos);
            account.bringBack(usedUp);
            movements = account.giveBack(back);
            balanceAfter = account.balanceAfter(movements);
        }
        Fact.UsageRefunded fact =
                new Fact.UsageRefunded(
                        nextSequence,
                        atMs,
                        account.id(),
                        record.call().keyId(),
                        record.call().serviceId(),
                        record.call().subject(),
                        record.call().id(),
                        amountNanos,
                        grants.stream().map(grant -> grant.madeAt(nextSequence, atMs)).toList(),
                        movements,
                        balanceAfter,
                        operation);
        post(fact);
        return fact;
    }

    /// The credit kept for unrated usage, or null when there is none.
    public @Nullable Quarantine quarantined(RequestId id) {
        return state.quarantines().get(id);
    }

    /// Charges quarantined usage, or writes it off.
    ///
    /// @param record that it is about; its hold is what was set aside for it
    /// @param units told only now; [Units#NONE] when the record has them
    /// @param charge [Charge#NONE] to write off
    public Fact.UsageRated rate(
            AccountState account,
            Quarantine kept,
            UsageRecord record,
            Units units,
            Charge charge,
            boolean writtenOff,
            Operation operation) {
        List<Movement> movements;
        long balanceAfter;
        synchronized (account) {
            movements =
                    account.burn(
                            charge.priceNanos(),
                            charge.feeNanos(),
                            LedgerAccounts.USAGE_REVENUE,
                            LedgerAccounts.FEE_REVENUE);
            balanceAfter = account.balanceAfter(movements);
        }
        Fact.UsageRated fact =
                new Fact.UsageRated(
                        nextSequence,
                        atMs,
                        account.id(),
                        kept.keyId(),
                        kept.serviceId(),
                        record.call().subject(),
                        kept.requestId(),
                        writtenOff,
                        units,
                        charge,
                        Math.max(0, charge.chargeNanos() - record.heldNanos()),
                        movements,
                        balanceAfter,
                        operation);
        post(fact);
        return fact;
    }

    /// Moves out what expired and no hold needs.
    ///
    /// @param nowMs the clock as it is
    /// @return whether some is left because holds need it
    boolean expire(AccountState account, long nowMs) {
        synchronized (account) {
            for (Movement movement : account.expired(nowMs)) {
                post(
                        new Fact.CreditExpired(
                                nextSequence,
                                atMs,
                                account.id(),
                                movement.fromLedger(),
                                movement.amountNanos(),
                                account.balanceAfter(List.of(movement))));
            }
            return account.nextExpiryMs() <= nowMs;
        }
    }

    /// @param again whether it was noted before
    void note(Hold hold, boolean again) {
        Fact.HoldOpened fact;
        synchronized (hold.account()) {
            if (hold.isEnded()) {
                // By request id, before its note came up: noted now, it would come back to life at
                // the next start.
                return;
            }
            fact =
                    new Fact.HoldOpened(
                            nextSequence,
                            atMs,
                            hold.call(),
                            hold.heldNanos(),
                            hold.covered(),
                            hold.expiresAtMs(),
                            hold.heard(),
                            again);
            state.holds().noted(hold, nextSequence, hold.endsAtSteadyMs());
        }
        post(fact);
    }

    void note(HoldChange change) {
        if (change.hold().isEnded()) {
            return;
        }
        state.holds().endsAt(change.hold(), change.endsAtSteadyMs());
        post(
                new Fact.HoldChanged(
                        nextSequence,
                        atMs,
                        change.hold().call().id(),
                        change.heldNanos(),
                        change.covered(),
                        change.expiresAtMs(),
                        change.heard()));
    }
}
