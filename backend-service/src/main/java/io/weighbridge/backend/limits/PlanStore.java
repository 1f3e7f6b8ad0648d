package io.weighbridge.backend.limits;

import io.weighbridge.backend.platform.audit.Change;

import java.util.List;

/// Where plans are kept.
public interface PlanStore {
    /// All of them.
    List<Plan> all();

    /// Adds one, and the audit entry. Durable when it returns.
    ///
    /// @return false when the name is taken
    boolean add(Plan plan, Change change);

    /// What came of [#replace].
    enum Replaced {
        DONE,
        VERSION_CONFLICT,
        NAME_TAKEN
    }

    /// Replaces the one with the same id if its version is one below this one's, and adds the audit
    /// entry. Durable when it returns.
    Replaced replace(Plan plan, Change change);
}
