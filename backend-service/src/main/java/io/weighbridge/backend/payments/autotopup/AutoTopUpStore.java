package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Where automatic top-ups and their attempts are kept. What is written is durable when it returns.
public interface AutoTopUpStore {
    /// An account's; [AutoTopUp#none] when it was never set.
    AutoTopUp find(long accountId);

    /// Puts one in the place of that with the version before.
    ///
    /// @return whether it did; else somebody else changed it, and nothing is written
    boolean put(AutoTopUp topUp, Change change);

    /// Those that are armed, may be tried and are not being tried, by account.
    ///
    /// @param afterAccount 0 for the first ones
    List<AutoTopUp> due(long nowMs, long afterAccount, int most);

    /// What came of beginning.
    enum Begun {
        BEGUN,
        /// It would ask for more than a cap allows.
        CAPPED,
        /// Another one is open, or the automatic top-up was changed.
        CHANGED
    }

    /// Writes an attempt with its order and checkout, if nothing is in its way.
    ///
    /// @param topUp as it was looked at
    Begun begin(Attempt attempt, CardOrders.Made made, AutoTopUp topUp);

    /// What was asked of an account's cards in the day and month of an instant.
    Spent spent(long accountId, UtcDays days);

    /// Attempts that are open and due, what is due longest first.
    List<Attempt> dueAttempts(long nowMs, int most);

    /// Attempts that ended without a charge and are to be looked for again by now, what is due
    /// longest first.
    List<Attempt> dueUncharged(long nowMs, int most);

    /// One that ended without a charge was looked for again.
    ///
    /// @param nextMs when to look again; 0 for never
    void lookedFor(Attempt attempt, long nextMs);

    /// An account's, newest first.
    Page<Attempt> attempts(long accountId, PageKey page);

    /// The provider was asked about one.
    void asked(Attempt attempt, long nextAskMs);

    /// The end of an attempt.
    ///
    /// @param attempt as it is now
    /// @param order as it is now; null when it did not change
    /// @param topUp as it is now; null when it stays as it is. Dropped when somebody changed it
    /// @param notices to the account's owner
    /// @param change for the audit log, when it was disarmed
    record Ended(
            Attempt attempt,
            @Nullable Order order,
            @Nullable AutoTopUp topUp,
            List<Notice> notices,
            @Nullable Change change) {
        public Ended {
            notices = List.copyOf(notices);
        }
    }

    /// Ends one, in one transaction; nothing when it was before.
    ///
    /// @return whether it was open
    boolean end(Ended ended);
}
