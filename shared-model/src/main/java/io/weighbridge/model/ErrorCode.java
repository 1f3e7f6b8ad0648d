package io.weighbridge.model;

/// Every error that a caller can get, apart from refusals. The constant's name is what goes over
/// the wire; docs/errors.md lists them with what to do. The kind says how transports map it, which
/// they do in one place each.
public enum ErrorCode {
    // What was sent is wrong; sending it again will not help.
    INVALID_FIELD(Kind.INVALID),
    INVALID_UNITS(Kind.INVALID),
    INVALID_REQUEST_ID(Kind.INVALID),
    INVALID_PAGE_TOKEN(Kind.INVALID),
    HOLD_FORGED(Kind.INVALID),
    HOLD_MISMATCH(Kind.INVALID),
    APPROVAL_MISMATCH(Kind.INVALID),

    // There is no such thing.
    ACCOUNT_UNKNOWN(Kind.NOT_FOUND),
    APPROVAL_UNKNOWN(Kind.NOT_FOUND),
    CARD_UNKNOWN(Kind.NOT_FOUND),
    CODE_BATCH_UNKNOWN(Kind.NOT_FOUND),
    CODE_UNKNOWN(Kind.NOT_FOUND),
    CREDENTIAL_UNKNOWN(Kind.NOT_FOUND),
    DELIVERY_UNKNOWN(Kind.NOT_FOUND),
    GPU_UNKNOWN(Kind.NOT_FOUND),
    GRANT_UNKNOWN(Kind.NOT_FOUND),
    HOLD_UNKNOWN(Kind.NOT_FOUND),
    KEY_UNKNOWN(Kind.NOT_FOUND),
    MODEL_UNKNOWN(Kind.NOT_FOUND),
    OPERATOR_UNKNOWN(Kind.NOT_FOUND),
    ORDER_UNKNOWN(Kind.NOT_FOUND),
    PAYMENT_UNKNOWN(Kind.NOT_FOUND),
    PLAN_UNKNOWN(Kind.NOT_FOUND),
    PRICE_BOOK_UNKNOWN(Kind.NOT_FOUND),
    RECORD_NOT_KEPT(Kind.NOT_FOUND),
    RECONCILIATION_UNKNOWN(Kind.NOT_FOUND),
    REPLAY_UNKNOWN(Kind.NOT_FOUND),
    RECORD_UNKNOWN(Kind.NOT_FOUND),
    SERVICE_UNKNOWN(Kind.NOT_FOUND),
    UPSTREAM_KEY_UNKNOWN(Kind.NOT_FOUND),

    // It exists already, with other content.
    NAME_TAKEN(Kind.EXISTS),
    OPERATION_REUSED(Kind.EXISTS),
    SETTLED_DIFFERENTLY(Kind.EXISTS),

    // Right in itself, but not in the present state.
    ADMIN_EXISTS(Kind.PRECONDITION),
    APPROVAL_CLOSED(Kind.PRECONDITION),
    AUTO_TOPUP_REFUSED(Kind.PRECONDITION),
    BASE_SUPERSEDED(Kind.PRECONDITION),
    CODES_EXPORTED(Kind.PRECONDITION),
    CODES_VOID(Kind.PRECONDITION),
    CODE_USED(Kind.PRECONDITION),
    CREDENTIAL_REVOKED(Kind.PRECONDITION),
    DELIVERY_DECIDED(Kind.PRECONDITION),
    GPU_UNPRICED(Kind.PRECONDITION),
    HOLD_RELEASED(Kind.PRECONDITION),
    INSUFFICIENT_CREDIT(Kind.PRECONDITION),
    KEYS_UNDECIDED(Kind.PRECONDITION),
    KEY_REVOKED(Kind.PRECONDITION),
    LAST_ADMIN(Kind.PRECONDITION),
    MODEL_PARTLY_KNOWN(Kind.PRECONDITION),
    NOT_UNRATED(Kind.PRECONDITION),
    OIDC_NOT_CONFIGURED(Kind.PRECONDITION),
    ORDER_CLOSED(Kind.PRECONDITION),
    PRICE_BOOK_PUBLISHED(Kind.PRECONDITION),
    PROVIDER_MISSING(Kind.PRECONDITION),
    PROVIDER_REFUSED(Kind.PRECONDITION),
    RECONCILIATION_RUNNING(Kind.PRECONDITION),
    REFUND_ABOVE_CHARGE(Kind.PRECONDITION),
    REFUND_ABOVE_PAYMENT(Kind.PRECONDITION),
    REPLAY_RUNNING(Kind.PRECONDITION),
    SERVICE_WITHOUT_MODEL(Kind.PRECONDITION),
    TOO_MANY_APPROVALS(Kind.PRECONDITION),
    TOO_MANY_PRICE_BOOKS(Kind.PRECONDITION),
    TOTP_ACTIVE(Kind.PRECONDITION),
    TOTP_NOT_ENROLLED(Kind.PRECONDITION),
    UNMEASURED(Kind.PRECONDITION),
    UNPRICED(Kind.PRECONDITION),

    // Who calls is not known.
    LOGIN_FAILED(Kind.UNAUTHENTICATED),
    SESSION_EXPIRED(Kind.UNAUTHENTICATED),
    TOTP_REQUIRED(Kind.UNAUTHENTICATED),
    UNAUTHENTICATED(Kind.UNAUTHENTICATED),

    // Somebody else's, or not for this caller.
    HOLD_OF_ANOTHER_PROXY(Kind.FORBIDDEN),
    PASSWORD_CHANGE_REQUIRED(Kind.FORBIDDEN),
    PERMISSION_DENIED(Kind.FORBIDDEN),
    SAME_PERSON(Kind.FORBIDDEN),

    // Tried too often; a later try may do.
    TOO_MANY_ATTEMPTS(Kind.EXHAUSTED),

    // Somebody changed it meanwhile: read it again.
    VERSION_CONFLICT(Kind.CONFLICT),

    // Not now. Try again, with the same ids.
    BUSY(Kind.UNAVAILABLE),
    DISK_SPACE_LOW(Kind.UNAVAILABLE),
    PROVIDER_UNAVAILABLE(Kind.UNAVAILABLE),
    SOURCE_UNREACHABLE(Kind.UNAVAILABLE),
    STORE_UNAVAILABLE(Kind.UNAVAILABLE),

    // A fault of ours.
    INTERNAL(Kind.INTERNAL);

    /// What a transport needs to know of a code.
    public enum Kind {
        INVALID,
        NOT_FOUND,
        EXISTS,
        PRECONDITION,
        UNAUTHENTICATED,
        FORBIDDEN,
        EXHAUSTED,
        CONFLICT,
        UNAVAILABLE,
        INTERNAL
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    /// How transports map it.
    public Kind kind() {
        return kind;
    }
}
