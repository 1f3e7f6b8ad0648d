package io.weighbridge.backend.gate;

import io.weighbridge.backend.ledger.Command;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

/// Drops the hold of one call without a charge.
final class ReleaseCommand implements Command {
    private final RequestId id;
    private final @Nullable HoldToken token;
    private final String reason;
    private final String proxy;
    private final Reply<Boolean> reply;
    private boolean released;

    ReleaseCommand(
            RequestId id,
            @Nullable HoldToken token,
            String reason,
            String proxy,
            Reply<Boolean> reply) {
        this.id = id;
        this.token = token;
        this.reason = reason;
        this.proxy = proxy;
        this.reply = reply;
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
            throw Fault.of(
                    ErrorCode.SETTLED_DIFFERENTLY,
                    "request " + id + " was settled already; it cannot be released");
        }
    }

    @Override
    public void committed() {
        reply.done(released);
    }

    @Override
    public void failed(Fault fault) {
        reply.failed(fault);
    }
}
