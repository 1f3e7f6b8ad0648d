package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.ChangeLog;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

/// Failed logins in the audit log. How many there can be is limited by [Attempts]; what it turns
/// away is no attempt and leaves no entry.
final class FailedLogins {
    private final ChangeLog log;
    private final Attempts attempts;
    private final TimeSource time;

    FailedLogins(ChangeLog log, Attempts attempts, TimeSource time) {
        this.log = log;
        this.attempts = attempts;
        this.time = time;
    }

    /// Appends one.
    ///
    /// @param name that was typed; kept only when it is an operator's, as some type their password
    /// @param operator null when nobody has the name
    void add(String name, @Nullable Operator operator) {
        Attempts.Standing standing = attempts.standing(name);
        log.append(
                Change.now(
                        time.wallMs(),
                        standing.lockedMs() > 0 ? "login.lock" : "login.fail",
                        operator == null ? "" : IdKind.OPERATOR.format(operator.id()),
                        "",
                        JsonText.object()
                                .add("name", operator == null ? "" : name)
                                .add("failures", standing.failures())
                                .add("lockedMs", standing.lockedMs())
                                .toString()));
    }
}
