package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.gate.hold.HoldToken;
import io.weighbridge.backend.ledger.Command;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// Drops the hold of one call without a charge.
final class ReleaseCommand implements Command {
    private final RequestId id;
    private final @Nullable HoldToken token;
    private final String reason;
    private final String proxy;
    private final Reply<Boolean> reply;
    private final Consumer<Fault> onCharged;
    private boolean released;
    // Set by decide when it was charged before.
    private @Nullable Fault charged;

    /// @param onCharged answers instead when it was charged before, with what is to be said
    ReleaseCommand(
            RequestId id,
            @Nullable HoldToken token,
            String reason,
            String proxy,
            Reply<Boolean> reply,
            Consumer<Fault> onCharged) {
        this.id = id;
        this.token = token;
        this.reason = reason;
        this.proxy = proxy;
        this.reply = reply;
        this.onCharged = onCharged;
    }

    @Override
    public void decide(Posting posting) {
        Hold hold = posting.hold(id);
        if (hold != null) {
            if (token != null) {
                token.requireOf(hold.call());
            }
            HoldToken.requireProxy(hold.call().proxy().equals(proxy));
            posting.drop(id, RequestState.RELEASED, reason);
            released = true;
            return;
        }
        RequestState ended = posting.ended(id);
        if (ended == null) {
            // Lost in a crash: noted as released, so that it is not settled later.
            if (token == null) {
                throw Fault.of(
                        ErrorCode.HOLD_UNKNOWN,
                        "request_id: " + id + " has no open hold (expected: the hold id)");
            }
            HoldToken.requireProxy(token.isOfProxy(proxy));
            posting.drop(id, RequestState.RELEASED, reason);
            released = true;
            return;
        }
        if (token != null) {
            HoldToken.requireProxy(token.isOfProxy(proxy));
        }
        if (ended == RequestState.CHARGED || ended == RequestState.QUARANTINED) {
            charged =
                    Fault.of(
                            ErrorCode.SETTLED_DIFFERENTLY,
                            "request " + id + " was settled already; it cannot be released");
        }
    }

    @Override
    public void committed() {
        Fault fault = charged;
        if (fault == null) {
            reply.done(released);
        } else {
            onCharged.accept(fault);
        }
    }

    @Override
    public void failed(Fault fault) {
        reply.failed(fault);
    }
}
