package io.weighbridge.backend.platform.audit;

import io.weighbridge.backend.platform.fault.Fault;

/// A change as it will stand in the audit log. Whoever stores the change stores this with it, in
/// one transaction.
///
/// @param act who, and from where
/// @param atMs when
/// @param action what was done, as `thing.verb`
/// @param target id of what was changed
/// @param before what it was, as JSON without secrets; empty when it was not there
/// @param after what it is, as JSON without secrets; empty when it is not there
/// @param reason why; empty when nobody said
public record Change(
        Act act,
        long atMs,
        String action,
        String target,
        String before,
        String after,
        String reason) {
    /// A change by whom this thread works for.
    ///
    /// @throws Fault INTERNAL when the contract says that the method changes nothing
    public static Change now(long atMs, String action, String target, String before, String after) {
        return now(atMs, action, target, before, after, "");
    }

    /// The same with a reason that the request itself names.
    ///
    /// @throws Fault INTERNAL when the contract says that the method changes nothing
    public static Change now(
            long atMs, String action, String target, String before, String after, String reason) {
        Act act = Act.current();
        return by(act, atMs, action, target, before, after, reason);
    }

    /// A change by somebody in particular.
    public static Change by(
            Act act,
            long atMs,
            String action,
            String target,
            String before,
            String after,
            String reason) {
        return new Change(
                act, atMs, action, target, before, after, reason.isEmpty() ? act.reason() : reason);
    }
}
