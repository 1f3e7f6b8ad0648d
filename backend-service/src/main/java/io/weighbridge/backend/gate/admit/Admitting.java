package io.weighbridge.backend.gate.admit;

import io.weighbridge.backend.gate.hold.HoldTokens;

/// Admits calls for a protocol in the same process that sees only a call's beginning: its end is
/// told later, by the hold id. Safe for sharing.
public final class Admitting {
    private final Gate gate;
    private final HoldTokens tokens;

    public Admitting(Gate gate, HoldTokens tokens) {
        this.gate = gate;
        this.tokens = tokens;
    }

    /// Decides about one call; see [Gate#authorize].
    public Decision authorize(AuthorizeCall call) {
        return gate.authorize(call);
    }

    /// What the call's end is told by.
    public String holdId(Decision.Admitted admitted) {
        return tokens.write(admitted.hold());
    }
}
