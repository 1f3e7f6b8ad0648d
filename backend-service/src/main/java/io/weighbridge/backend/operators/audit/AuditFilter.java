package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

/// Which entries are asked for.
///
/// @param actorName empty for all
/// @param target empty for all
/// @param actionPrefix empty for all
/// @param fromMs first instant
/// @param toMs first instant after it; 0 for now
/// @param sequence 0 for all
public record AuditFilter(
        String actorName,
        String target,
        String actionPrefix,
        long fromMs,
        long toMs,
        long sequence) {
    /// Of every entry.
    public static final AuditFilter ALL = new AuditFilter("", "", "", 0, 0);

    private static final int TEXT_MAX = 100;

    /// Whatever their sequence is.
    public AuditFilter(
            String actorName, String target, String actionPrefix, long fromMs, long toMs) {
        this(actorName, target, actionPrefix, fromMs, toMs, 0);
    }

    boolean isOfATime() {
        return fromMs > 0 || toMs > 0;
    }

    /// Before which instant.
    long beforeMs() {
        return toMs == 0 ? Long.MAX_VALUE : toMs;
    }

    /// The same, whatever was done.
    AuditFilter ofAnyAction() {
        return new AuditFilter(actorName, target, "", fromMs, toMs, sequence);
    }

    /// Checks what a caller sent.
    ///
    /// @throws Fault INVALID_FIELD
    AuditFilter checked() {
        Check.text("actor_name", actorName, 0, TEXT_MAX);
        Check.text("target", target, 0, TEXT_MAX);
        Check.text("action_prefix", actionPrefix, 0, TEXT_MAX);
        if (fromMs < 0) {
            throw Fault.invalid("from_at_ms", fromMs, "0, or an instant");
        }
        if (toMs < 0 || (toMs != 0 && toMs < fromMs)) {
            throw Fault.invalid("to_at_ms", toMs, "0, or an instant not before from_at_ms");
        }
        if (sequence < 0) {
            throw Fault.invalid("sequence", sequence, "0, or the sequence of an entry");
        }
        return this;
    }
}
