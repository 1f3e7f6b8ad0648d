package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Where approvals, limits and what counts against them are kept.
public interface ApprovalStore {
    /// What somebody adjusts alone counted.
    record Use(String person, long atMs, long amountNanos) {}

    /// The one with this id.
    Optional<Approval> find(long id);

    /// The one of this operation.
    Optional<Approval> byOperation(UUID operationId);

    /// Approvals, newest first.
    ///
    /// @param pendingOnly only those that still wait and have not expired by now
    Page<Approval> list(boolean pendingOnly, long nowMs, PageKey page);

    /// Those that were approved and have not moved money yet.
    List<Approval> approved();

    /// How many of an operator wait and have not expired by now.
    long pending(long requesterId, long nowMs);

    /// Adds one, and the audit entry. Durable when it returns.
    void add(Approval approval, Change change);

    /// Replaces state, decider and outcome of one that is in another state, and adds the audit
    /// entry. Durable when it returns.
    ///
    /// @param from the state that it must be in
    /// @param change null where another entry says it
    /// @return false when it is not
    boolean replace(Approval approval, ApprovalState from, @Nullable Change change);

    /// The limits that were set.
    Map<Role, AdjustmentLimit> limits();

    /// Sets a role's, and adds the audit entry. Durable when it returns.
    void set(Role role, AdjustmentLimit limit, Change change);

    /// What counts for an operation already.
    Optional<Use> use(UUID operationId);

    /// What a person adjusted alone since an instant, without signs.
    long usedSince(String person, long fromMs);

    /// Counts an operation. Durable when it returns.
    void addUse(UUID operationId, Use use);

    /// Forgets what counted before an instant, some of it at a time.
    ///
    /// @param most so many at most
    /// @return how many
    int forgetUses(long beforeMs, int most);

    /// Takes back what was counted for an operation that moved nothing.
    void removeUse(UUID operationId);
}
