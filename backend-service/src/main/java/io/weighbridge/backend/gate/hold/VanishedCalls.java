package io.weighbridge.backend.gate.hold;

import io.weighbridge.backend.gate.price.Charging;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.HoldExpiry;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// Ends calls whose proxy was not heard of again, by their service's policy.
public final class VanishedCalls implements HoldExpiry {
    private final Services services;
    private final Charging charging;

    public VanishedCalls(Services services, Charging charging) {
        this.services = services;
        this.charging = charging;
    }

    @Override
    public void expired(Posting posting, Hold hold) {
        Service service = services.directory().byId(hold.call().serviceId());
        VanishedPolicy policy =
                service == null
                        ? VanishedPolicy.BILL_DELIVERED
                        : service.settings().vanishedPolicy();
        if (policy == VanishedPolicy.BILL_NOTHING) {
            posting.drop(hold.call().id(), RequestState.EXPIRED, "the proxy vanished");
            return;
        }
        Settlement settlement =
                new Settlement(
                        Outcome.PROXY_VANISHED,
                        billed(policy, hold),
                        Settlement.UNKNOWN,
                        Settlement.UNKNOWN,
                        Settlement.UNKNOWN);
        charging.charge(posting, hold.account(), hold.call(), hold, hold.heldNanos(), settlement);
    }

    // What was heard last; if no input was, also the input that was expected, as it was read before
    // anything came of it. A call that has neither is a request all the same: where requests have
    // no price it goes into quarantine rather than for free.
    private static Units billed(VanishedPolicy policy, Hold hold) {
        Units heard = hold.heard();
        Units billed = policy == VanishedPolicy.BILL_DELIVERED ? heard : inputOf(heard);
        return heard.has(Unit.INPUT_TOKENS) ? billed : billed.max(inputOf(hold.covered()));
    }

    private static Units inputOf(Units units) {
        Units input = Units.NONE;
        for (Unit unit : units.units()) {
            if (unit == Unit.INPUT_TOKENS || unit.partOf() == Unit.INPUT_TOKENS) {
                input = input.with(unit, units.get(unit));
            }
        }
        return input;
    }
}
