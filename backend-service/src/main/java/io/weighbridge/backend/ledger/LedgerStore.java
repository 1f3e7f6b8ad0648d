package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.model.RequestId;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Where facts end up, and what memory is filled from at the start.
public interface LedgerStore {
    /// Everything that memory needs, as of the last folded fact.
    Snapshot load(long recentRequestsFromMs);

    /// The store's state at a start.
    ///
    /// @param foldedSequence the last fact that is in it
    /// @param lastAtMs instant of that fact
    /// @param accounts all accounts
    /// @param balances all ledger accounts of accounts that are not 0, in burn order within an
    ///     account
    /// @param quarantines all credit kept for unrated usage
    /// @param recentRequests ids ended in the recent past
    record Snapshot(
            long foldedSequence,
            long lastAtMs,
            List<AccountRow> accounts,
            List<BalanceRow> balances,
            List<Quarantine> quarantines,
            List<RequestId> recentRequests) {}

    /// An account's limits.
    record AccountRow(long id, long overdraftLimitNanos, boolean suspended) {}

    /// A grant's rest, or an overdraft (then `ledger` is the account's id).
    record BalanceRow(
            long ledger, long accountId, long balanceNanos, long expiresAtMs, long sequence) {}

    /// Brings facts in: all of them and the new position, or nothing. Durable when it returns.
    ///
    /// @param facts in their order
    /// @param foldedSequence the last one's, or that of a hold noted after it
    void fold(List<Fact> facts, long foldedSequence);

    /// Ids whose own time is in a span and that ended, as far as it was folded.
    void requests(long fromMs, long untilMs, Consumer<RequestId> to);

    /// How a request id ended, as far as it was folded.
    Optional<RequestState> request(RequestId id);

    /// The same for others than the writer, who may wait for each other.
    default Optional<RequestState> requestFor(RequestId id) {
        return request(id);
    }

    /// What an operation did, as far as it was folded.
    Optional<OperationResult> operation(UUID id);

    /// A grant as it was given.
    Optional<Grant> grant(long id);
}
