package io.weighbridge.backend.crash;

import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.jspecify.annotations.Nullable;

/// One call as the client knows it. Used by one thread at a time; what an answer said does not
/// change afterwards.
final class Call {
    /// How far it got. What was sent and not answered is one of the -ING.
    enum State {
        ASKING,
        REFUSED,
        OPEN,
        SETTLING,
        SETTLED,
        RELEASING,
        RELEASED
    }

    final RequestId id;
    final Catalogue.Payer payer;
    final boolean brief;
    final AuthorizeRequest request;
    final long inputTokens;
    final long outputTokens;
    volatile State state = State.ASKING;
    String holdId = "";
    String book = "";
    long heldNanos;
    // By System.nanoTime(): when the answer was here, and when the settle was sent.
    long admittedAt;
    long settleSentAt;
    // Whether a crash took its hold.
    boolean lost;
    @Nullable SettleReply reply;

    /// @param inputTokens of the estimate and of the settle
    /// @param outputTokens of the settle
    /// @param outputMax of the estimate
    Call(
            RequestId id,
            Catalogue.Payer payer,
            boolean brief,
            String proxy,
            long inputTokens,
            long outputTokens,
            long outputMax) {
        this.id = id;
        this.payer = payer;
        this.brief = brief;
        this.inputTokens = inputTokens;
        this.outputTokens = outputTokens;
        this.request =
                AuthorizeRequest.newBuilder()
                        .setRequestId(id.toString())
                        .setApiKey(payer.key())
                        .setService(brief ? Catalogue.BRIEF : Catalogue.STEADY)
                        .addEstimate(count(Unit.UNIT_INPUT_TOKENS, inputTokens))
                        .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, outputMax))
                        .setIdempotent(true)
                        .setProxy(proxy)
                        .build();
    }

    static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    /// The settle of this call, always the same.
    SettleRequest settle() {
        return SettleRequest.newBuilder()
                .setHoldId(holdId)
                .addUnits(count(Unit.UNIT_INPUT_TOKENS, inputTokens))
                .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, outputTokens))
                .setOutcome(Outcome.OUTCOME_OK)
                .setProxy(request.getProxy())
                .build();
    }

    @Override
    public String toString() {
        return "call "
                + id
                + " of "
                + payer.id()
                + " in "
                + book
                + ", "
                + state
                + (brief ? ", brief" : "");
    }
}
