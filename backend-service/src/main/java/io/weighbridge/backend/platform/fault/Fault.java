package io.weighbridge.backend.platform.fault;

import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

/// A wrong request or a fault of ours: a code, a text for the caller and one for the log.
/// Transports turn it into their own form in one place each; nothing else catches it.
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String logText;

    private Fault(ErrorCode code, String text, String logText, @Nullable Throwable cause) {
        // The stack trace is of use only for faults of ours.
        super(text, cause, false, code.kind() == ErrorCode.Kind.INTERNAL);
        this.code = code;
        this.logText = logText;
    }

    /// Something that the caller did, or must know. The text is for the caller and holds no secret.
    public static Fault of(ErrorCode code, String text) {
        return new Fault(code, text, text, null);
    }

    /// A field with a value that it may not have.
    ///
    /// @param value as sent; shown to the caller, so not for secrets
    public static Fault invalid(String field, @Nullable Object value, String expected) {
        return of(ErrorCode.INVALID_FIELD, field + ": " + value + " (expected: " + expected + ")");
    }

    /// A fault of ours: the caller learns only that there was one.
    public static Fault internal(String logText, @Nullable Throwable cause) {
        return new Fault(
                ErrorCode.INTERNAL, "an internal error; the log has the details", logText, cause);
    }

    /// The store cannot be written or read; nothing was changed.
    public static Fault storeUnavailable(String logText, @Nullable Throwable cause) {
        return new Fault(
                ErrorCode.STORE_UNAVAILABLE,
                "the store is not available; nothing was changed, try again",
                logText,
                cause);
    }

    /// The store was lost before it could say whether what was sent is done.
    public static Fault outcomeUnknown(String logText, @Nullable Throwable cause) {
        return new Fault(
                ErrorCode.STORE_UNAVAILABLE,
                "the store is not available; whether this was done is not known yet, send it again"
                        + " with the same ids",
                logText,
                cause);
    }

    /// What it is.
    public ErrorCode code() {
        return code;
    }

    /// The text for the caller.
    public String text() {
        String message = getMessage();
        return message == null ? code.name() : message;
    }

    /// The text for the log.
    public String logText() {
        return logText;
    }
}
