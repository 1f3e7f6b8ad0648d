package io.weighbridge.backend.gate;

import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

/// Admits calls for a protocol in the same process that sees only a call's beginning: its end is
/// told later, by the hold id. Safe for sharing.
public final class Admitting {
    private final Gate gate;
    private final HoldTokens tokens;
    private final Ledger ledger;

    Admitting(Gate gate, HoldTokens tokens, Ledger ledger) {
        this.gate = gate;
        this.tokens = tokens;
        this.ledger = ledger;
    }

    /// Decides about one call; see [Gate#authorize].
    public Decision authorize(AuthorizeCall call) {
        return gate.authorize(call);
    }

    /// What the call's end is told by.
    public String holdId(Decision.Admitted admitted) {
        return tokens.write(admitted.hold());
    }

    /// The service that a call was admitted for.
    ///
    /// @param holdId empty when only the request id is told
    /// @return 0 when only the request id is told, and its hold has ended
    /// @throws io.weighbridge.backend.platform.fault.Fault HOLD_FORGED
    public long serviceId(String holdId, @Nullable RequestId requestId) {
        if (!holdId.isEmpty()) {
            return tokens.read(holdId).serviceId();
        }
        Hold hold = requestId == null ? null : ledger.hold(requestId.hi(), requestId.lo());
        return hold == null ? 0 : hold.call().serviceId();
    }
}
