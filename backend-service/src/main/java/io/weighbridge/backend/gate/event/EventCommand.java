package io.weighbridge.backend.gate.event;

import io.weighbridge.backend.gate.price.Charging;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Command;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Settlement;

import org.jspecify.annotations.Nullable;

/// Charges one usage event that has not come before, which who submits it knows ([EventTurns]).
final class EventCommand implements Command {
    private final Charging charging;
    private final Call call;
    private final Settlement settlement;
    private final Reply<EventResult> reply;
    // Set by decide.
    private EventResult.@Nullable Taken result;

    EventCommand(Charging charging, Call call, Settlement settlement, Reply<EventResult> reply) {
        this.charging = charging;
        this.call = call;
        this.settlement = settlement;
        this.reply = reply;
    }

    @Override
    public void decide(Posting posting) {
        AccountState account = posting.account(call.accountId());
        if (account == null) {
            throw Fault.internal("account of event " + call.id() + " is not in memory", null);
        }
        Fact.Entry fact = charging.charge(posting, account, call, null, 0, settlement);
        String reason = fact instanceof Fact.UsageQuarantined f ? f.record().unratedReason() : "";
        long charge = fact instanceof Fact.UsageSettled f ? f.record().charge().chargeNanos() : 0;
        result = new EventResult.Taken(call.id(), charge, fact.balanceAfterNanos(), reason, false);
    }

    @Override
    public void committed() {
        EventResult.Taken taken = result;
        if (taken != null) {
            reply.done(taken);
        }
    }

    @Override
    public void failed(Fault fault) {
        reply.failed(fault);
    }
}
