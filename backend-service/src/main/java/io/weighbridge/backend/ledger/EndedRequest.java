package io.weighbridge.backend.ledger;

/// A request id that ended a short while ago, so that it is not admitted again.
final class EndedRequest extends RequestEntry {
    private final RequestState state;

    EndedRequest(long hi, long lo, RequestState state) {
        super(hi, lo);
        this.state = state;
    }

    RequestState state() {
        return state;
    }
}
