package io.weighbridge.backend.gate;

import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Command;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;

import org.jspecify.annotations.Nullable;

import java.util.function.BiConsumer;

/// Charges one usage event, once: whether it came before is asked where it is decided.
final class EventCommand implements Command {
    private final Charging charging;
    private final Call call;
    private final Settlement settlement;
    private final Reply<EventResult> reply;
    private final BiConsumer<EventCommand, Reply<EventResult>> repeats;
    // Set by decide; null when it came before.
    private EventResult.@Nullable Taken result;

    /// @param repeats answers an event that came before; off the writer's thread
    EventCommand(
            Charging charging,
            Call call,
            Settlement settlement,
            Reply<EventResult> reply,
            BiConsumer<EventCommand, Reply<EventResult>> repeats) {
        this.charging = charging;
        this.call = call;
        this.settlement = settlement;
        this.reply = reply;
        this.repeats = repeats;
    }

    Call call() {
        return call;
    }

    /// Whether this is what a record says: all but the book, which follows from the instant.
    boolean isIn(UsageRecord record) {
        Call made = record.call();
        return made.accountId() == call.accountId()
                && made.keyId() == call.keyId()
                && made.serviceId() == call.serviceId()
                && made.tier() == call.tier()
                && made.subject().equals(call.subject())
                && made.tags().equals(call.tags())
                && made.proxy().equals(call.proxy())
                && made.authorizedAtMs() == call.authorizedAtMs()
                && record.settlement().equals(settlement);
    }

    @Override
    public void decide(Posting posting) {
        RequestState ended = posting.ended(call.id());
        if (ended == RequestState.CHARGED || ended == RequestState.QUARANTINED) {
            return; // Answered from the record once it can be read.
        }
        if (ended != null) {
            throw Fault.internal("event " + call.id() + " ended as " + ended, null);
        }
        AccountState account = posting.account(call.accountId());
        if (account == null) {
            throw Fault.internal("account of event " + call.id() + " is not in memory", null);
        }
        Fact.Entry fact = charging.charge(posting, account, call, null, 0, settlement);
        boolean unrated = fact instanceof Fact.UsageQuarantined;
        long charge = fact instanceof Fact.UsageSettled f ? f.record().charge().chargeNanos() : 0;
        result = new EventResult.Taken(call.id(), charge, fact.balanceAfterNanos(), unrated, false);
    }

    @Override
    public void committed() {
        EventResult.Taken taken = result;
        if (taken != null) {
            reply.done(taken);
        } else {
            repeats.accept(this, reply);
        }
    }

    @Override
    public void failed(Fault fault) {
        reply.failed(fault);
    }
}
