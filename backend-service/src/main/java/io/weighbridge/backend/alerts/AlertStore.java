package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Where contacts and alerts are kept. A change and its audit entry are in one transaction, durable
/// when it returns.
public interface AlertStore {
    /// How many alerts wait for one contact at most.
    int WAITING_MAX = 10_000;

    /// Those of an account, oldest first; 0 for the operators.
    List<Contact> contacts(long accountId);

    /// The contact with this id.
    Optional<Contact> contact(long id);

    /// Adds one.
    void add(Contact contact, Change change);

    /// Deletes one, with what waits for it.
    void remove(long id, Change change);

    /// Balances to tell of, of all accounts.
    List<LowBalance> lowBalances(long afterAccount, long afterNanos, int most);

    /// Those of an account, lowest first.
    List<LowBalance> lowBalances(long accountId);

    /// Sets an account's in place of the present ones; one that stays keeps whether it was told.
    void setLowBalances(long accountId, List<Long> nanos, Change change);

    /// Notes that a balance is below one of them, and adds the notice; again does nothing.
    void fell(LowBalance low, Notice notice);

    /// Notes that a balance is above one of them again.
    void rose(LowBalance low);

    /// Whether there are notices without alerts.
    boolean hasNew();

    /// Makes the alerts of the oldest notices that have none yet: each once, for every contact that
    /// wants it. For whom [#WAITING_MAX] wait already, it is given up at once.
    ///
    /// @param ids of new alerts
    /// @param noticesMax in one transaction
    /// @return how many notices it was
    int spread(LongSupplier ids, long nowMs, int noticesMax);

    /// Adds a test.
    ///
    /// @return false when its contact is gone, or too many wait for it
    boolean addTest(Alert alert, Change change);

    /// Contacts for whom something is to be sent now, those that wait longest first.
    List<Contact> due(long nowMs);

    /// What is to be sent to a contact next, if now.
    Optional<Alert> due(long contactId, long nowMs);

    /// Notes what became of a try.
    void tried(Alert alert);

    /// An account's, newest first; 0 for all.
    Page<Alert> list(long accountId, PageKey page);

    /// Deletes those that ended and are older.
    ///
    /// @param most in one transaction
    /// @return how many it was
    int forget(long beforeMs, int most);
}
