package io.weighbridge.backend;

import io.weighbridge.backend.gate.ShadowLog;
import io.weighbridge.backend.gate.admit.RefusalListener;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.usage.live.LiveBoard;
import io.weighbridge.backend.usage.refusals.Refusals;
import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.RefusalReason;

import java.util.List;

/// Tells the live view, who keeps refusals, and the log of what plans in shadow mode would have
/// refused.
record News(LiveBoard live, Refusals refusals, ShadowLog shadowLog) implements RefusalListener {
    @Override
    public void refused(RefusedCall call) {
        live.refused(call.keyId(), call.reason(), call.atMs());
        refusals.refused(call);
    }

    @Override
    public void unrecognised(long serviceId, RefusalReason reason, long nowMs) {
        live.refused(0, reason, nowMs);
        refusals.unrecognised(serviceId, reason, nowMs);
    }

    @Override
    public void shadowed(long keyId, long accountId, RefusalReason reason, long nowMs) {
        shadowLog.add(keyId, reason);
    }

    /// Facts are durable.
    void committed(List<Fact> facts) {
        for (Fact fact : facts) {
            switch (fact) {
                case Fact.HoldOpened f when !f.again() -> live.admitted(f.call());
                case Fact.UsageSettled f -> live.settled(f.record());
                case Fact.UsageQuarantined f -> live.settled(f.record());
                case Fact.UsageRated f ->
                        live.rated(f.keyId(), f.units().tokens(), f.charge().chargeNanos());
                default -> {}
            }
        }
    }
}
