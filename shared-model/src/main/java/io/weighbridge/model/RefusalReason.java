package io.weighbridge.model;

/// Why a call was refused or must stop: a closed list, the same as in the contract.
public enum RefusalReason {
    MALFORMED_KEY(1, "the API key is not a key of this installation"),
    UNKNOWN_KEY(2, "the API key is not known"),
    REVOKED_KEY(3, "the API key was revoked"),
    EXPIRED_KEY(4, "the API key has expired"),
    ACCOUNT_SUSPENDED(5, "the account is suspended"),
    UNKNOWN_SERVICE(6, "there is no such service"),
    SERVICE_DISABLED(7, "the service is switched off"),
    SERVICE_NOT_IN_SCOPE(8, "the API key is not for this service"),
    UNPRICED(9, "the service has no price for this call; Quote says what is missing"),
    INSUFFICIENT_CREDIT(10, "the account's credit does not cover the call"),
    KEY_CREDIT_LIMIT(11, "the API key's own credit limit does not cover the call"),
    REQUESTS_PER_MINUTE(12, "the limit of requests per minute is reached"),
    TOKENS_PER_MINUTE(13, "the limit of tokens per minute is reached"),
    CONCURRENT_CALLS(14, "the limit of calls at the same time is reached"),
    ABOVE_TOKEN_LIMIT(15, "the call alone is above the limit of tokens per minute"),
    DUPLICATE_REQUEST(16, "the request id was used before"),
    /// Only of a stop, never of a refusal.
    OUTPUT_LIMIT(17, "the call has reached its own most output tokens"),
    ROTATED_KEY(18, "the API key's secret was replaced by a newer one"),
    ADDRESS_NOT_ALLOWED(19, "the API key may not be used from this address"),
    BLOCKED_KEY(20, "the API key is blocked for now");

    private final int number;
    private final String text;

    RefusalReason(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /// The number in the protobuf contract.
    public int number() {
        return number;
    }

    /// One sentence for people, without a full stop.
    public String text() {
        return text;
    }
}
