package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.RequestId;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Where accounts and what happened to their credit are kept and read from. What the ledger writes
/// is there as far as it was folded.
public interface AccountStore {
    /// The account with this id.
    Optional<Account> find(long id);

    /// Accounts in the order of their ids.
    ///
    /// @param namePrefix empty for all; without regard to case
    Page<Account> list(String namePrefix, PageKey page);

    /// The names of accounts, by id; ids of none are left out.
    Map<Long, String> names(Collection<Long> ids);

    /// Adds one, and the audit entry. Durable when it returns.
    void add(Account account, Change change);

    /// Replaces the one with the same id if its version is one below this one's, and adds the audit
    /// entry. Durable when it returns.
    ///
    /// @return false when it is not
    boolean replace(Account account, Change change);

    /// Grants with what is left of each, in burn order, used-up ones last: the grants and the order
    /// of the moment when the first page was read, so that none is shown twice.
    Page<GrantLeft> grants(long accountId, PageKey page);

    /// A grant and what is left of it.
    record GrantLeft(Grant grant, long remainingNanos) {}

    /// A grant as it was when it was made: with what an overdraft left of it.
    Optional<GrantLeft> grantAsMade(long id);

    /// The balance after the last entry before an instant.
    long balanceBefore(long accountId, long atMs);

    /// Entries that moved something.
    ///
    /// @param newestFirst else oldest first
    Page<StatementEntry> statement(
            long accountId, long fromMs, long toMs, boolean newestFirst, PageKey page);

    /// A charge and what was given back of it.
    ///
    /// @param record the usage
    /// @param charged its charge's movements, also those of a later rating
    /// @param refundedNanos of all refunds so far
    record Charged(UsageRecord record, List<Movement> charged, long refundedNanos) {}

    /// What a request was charged.
    Optional<Charged> charged(RequestId id);

    /// Why it is not known what a request was charged.
    Fault notCharged(RequestId id);

    /// All refunds of a record up to and including the one of an operation.
    long refundedBy(RequestId id, UUID operationId);

    /// A grant as it was given.
    Optional<Grant> grant(long id);
}
