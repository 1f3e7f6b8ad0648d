package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.Quarantine;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Makes, changes and reads accounts. Changes are one at a time (this object's monitor), so that
/// memory hears them in the order in which they are on the disk. Reads of what the ledger wrote see
/// everything that was answered before them. For threads that may wait.
public final class Accounts implements Doubtful {
    private static final int NAMES_MAX = 1_000;

    private final AccountStore store;
    private final InDoubt inDoubt;
    private final Ledger ledger;
    private final IdSource ids;
    private final TimeSource time;

    public Accounts(AccountStore store, Ledger ledger, IdSource ids, TimeSource time) {
        this.store = store;
        this.inDoubt = new InDoubt(id -> store.find(id).ifPresent(this::show));
        this.ledger = ledger;
        this.ids = ids;
        this.time = time;
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
    }

    /// Makes one, with nothing in it.
    ///
    /// @throws Fault INVALID_FIELD
    public synchronized Account create(String name, long overdraftLimitNanos) {
        inDoubt.settle();
        Account account =
                new Account(
                        ids.next(),
                        1,
                        Check.text("name", name, 1, 100),
                        checkedOverdraft(overdraftLimitNanos),
                        false,
                        "",
                        time.wallMs());
        Change change =
                Change.now(
                        account.createdAtMs(),
                        "account.create",
                        IdKind.ACCOUNT.format(account.id()),
                        "",
                        AccountJson.of(account));
        inDoubt.write(account.id(), () -> store.add(account, change));
        show(account);
        return account;
    }

    private void show(Account account) {
        if (ledger.account(account.id()) == null) {
            ledger.addAccount(account.id(), account.overdraftLimitNanos());
        }
        ledger.setAccount(account.id(), account.overdraftLimitNanos(), account.suspended());
    }

    // As the store has it, and memory too from now on: what a caller is told to be done already is
    // done.
    private Account present(long id) {
        inDoubt.settle();
        Account account = require(id);
        show(account);
        return account;
    }

    private static long checkedOverdraft(long nanos) {
        return Check.range("overdraft_limit_nanos", nanos, 0, Nanos.AMOUNT_MAX);
    }

    /// The account with this id.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN
    public Account require(long id) {
        return store.find(id).orElseThrow(() -> Purchases.unknown(id));
    }

    /// Accounts, oldest first.
    ///
    /// @param namePrefix empty for all; without regard to case
    /// @throws Fault INVALID_FIELD
    public Page<Account> list(String namePrefix, PageKey page) {
        Check.text("name_prefix", namePrefix, 0, 100);
        return store.list(namePrefix, page);
    }

    /// The names of accounts, by id; ids of none are left out.
    ///
    /// @throws Fault INVALID_FIELD
    public Map<Long, String> names(Set<Long> ids) {
        Check.range("accounts", ids.size(), 1, NAMES_MAX);
        return store.names(ids);
    }

    /// Replaces name and overdraft limit.
    ///
    /// @param version as last read
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN, VERSION_CONFLICT
    public synchronized Account update(
            long id, long version, String name, long overdraftLimitNanos) {
        Check.text("name", name, 1, 100);
        checkedOverdraft(overdraftLimitNanos);
        Account old = present(id);
        if (old.version() != version) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + version + " (expected: " + old.version() + ")");
        }
        return replace("account.update", old, old.with(name, overdraftLimitNanos), "");
    }

    /// Refuses its keys from the next call on.
    ///
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN
    public Account suspend(long id, String reason) {
        return suspend(id, reason, Act.current());
    }

    /// The same by somebody in particular.
    ///
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN
    public synchronized Account suspend(long id, String reason, Act act) {
        Check.text("reason", reason, 1, 200);
        Account old = present(id);
        boolean same = old.suspended() && old.suspendedReason().equals(reason);
        return same ? old : replace(act, "account.suspend", old, old.with(true, reason), reason);
    }

    /// Admits its keys again.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN
    public synchronized Account resume(long id) {
        Account old = present(id);
        return old.suspended() ? replace("account.resume", old, old.with(false, ""), "") : old;
    }

    private Account replace(String action, Account old, Account changed, String reason) {
        return replace(Act.current(), action, old, changed, reason);
    }

    private Account replace(Act act, String action, Account old, Account changed, String reason) {
        Change change =
                Change.by(
                        act,
                        time.wallMs(),
                        action,
                        IdKind.ACCOUNT.format(old.id()),
                        AccountJson.of(old),
                        AccountJson.of(changed),
                        reason);
        if (!inDoubt.write(Set.of(changed.id()), () -> store.replace(changed, change))) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + (changed.version() - 1) + " (expected: the present one)");
        }
        show(changed);
        return changed;
    }

    /// What an account has.
    ///
    /// @param balanceNanos settled
    /// @param heldNanos open holds and quarantine; empty for a past instant, and while the journal
    ///     cannot be written
    /// @param quarantinedNanos of the held; empty when that is
    /// @param availableNanos balance minus holds; empty when that is
    /// @param asOfMs when
    public record Balance(
            long balanceNanos,
            OptionalLong heldNanos,
            OptionalLong quarantinedNanos,
            OptionalLong availableNanos,
            long asOfMs) {}

    /// What an account has now, or had.
    ///
    /// @param asOfMs 0 for now
    /// @throws Fault ACCOUNT_UNKNOWN, INVALID_FIELD, BUSY, STORE_UNAVAILABLE
    public Balance balance(long id, long asOfMs) {
        long nowMs = time.wallMs();
        if (asOfMs < 0 || asOfMs > nowMs) {
            throw Fault.invalid("as_of_ms", asOfMs, "0, or an instant not in the future");
        }
        AccountState state = ledger.account(id);
        if (state == null) {
            require(id);
            throw Fault.internal("account " + id + " is not in memory", null);
        }
        // While the journal cannot be written memory may be ahead of it: SQL says what is durable.
        if (asOfMs != 0 || !ledger.isHealthy()) {
            ledger.awaitFolded();
            return past(id, asOfMs == 0 ? nowMs : asOfMs);
        }
        Balance balance = present(state, nowMs);
        awaitDurable();
        return balance;
    }

    /// What each of several accounts has now, in their order.
    ///
    /// @throws Fault BUSY, STORE_UNAVAILABLE
    List<Balance> balances(List<Account> of) {
        long nowMs = time.wallMs();
        List<Balance> balances = new ArrayList<>(of.size());
        boolean isHealthy = ledger.isHealthy();
        if (!isHealthy) {
            ledger.awaitFolded();
        }
        for (Account account : of) {
            AccountState state = isHealthy ? ledger.account(account.id()) : null;
            balances.add(state == null ? past(account.id(), nowMs) : present(state, nowMs));
        }
        if (isHealthy) {
            awaitDurable();
        }
        return balances;
    }

    private Balance past(long id, long atMs) {
        return new Balance(
                store.balanceBefore(id, atMs + 1),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                atMs);
    }

    private static Balance present(AccountState state, long nowMs) {
        synchronized (state) {
            return new Balance(
                    state.balanceNanos(),
                    OptionalLong.of(state.heldNanos()),
                    OptionalLong.of(state.quarantinedNanos()),
                    OptionalLong.of(state.availableNanos(nowMs)),
                    nowMs);
        }
    }

    // Memory is a moment ahead of the disk: what was read must be there before it is told.
    private void awaitDurable() {
        var _ = LedgerOperation.run(ledger, posting -> true);
    }

    /// Grants in burn order, used-up ones last.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN
    public Page<AccountStore.GrantLeft> grants(long id, PageKey page) {
        require(id);
        ledger.awaitFolded();
        return store.grants(id, page);
    }

    /// A part of a statement.
    ///
    /// @param entries oldest first, or newest first
    /// @param openingNanos balance before the earliest of them
    public record Statement(Page<StatementEntry> entries, long openingNanos) {}

    /// Every movement of an account's credit.
    ///
    /// @param fromMs first instant
    /// @param toMs first instant after it, 0 for now
    /// @param newestFirst else oldest first
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN
    public Statement statement(long id, long fromMs, long toMs, boolean newestFirst, PageKey page) {
        if (fromMs < 0) {
            throw Fault.invalid("from_at_ms", fromMs, "0, or an instant");
        }
        if (toMs < 0 || (toMs != 0 && toMs < fromMs)) {
            throw Fault.invalid("to_at_ms", toMs, "0, or an instant not before from_at_ms");
        }
        require(id);
        ledger.awaitFolded();
        long end = toMs == 0 ? Long.MAX_VALUE : toMs;
        Page<StatementEntry> entries = store.statement(id, fromMs, end, newestFirst, page);
        if (entries.items().isEmpty()) {
            return new Statement(entries, store.balanceBefore(id, fromMs));
        }
        StatementEntry first = newestFirst ? entries.items().getLast() : entries.items().getFirst();
        return new Statement(entries, first.balanceAfterNanos() - first.amountNanos());
    }

    /// A grant as it was when it was made: what repaid an overdraft at once is not left of it.
    AccountStore.GrantLeft grantAsMade(long grantId) {
        ledger.awaitFolded();
        return store.grantAsMade(grantId)
                .orElseThrow(() -> Fault.internal("grant " + grantId + " is not in SQL", null));
    }

    /// Open holds and quarantined ones in the order of their request ids, which is that of their
    /// age.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN
    Page<SetAside> holds(long id, PageKey page) {
        require(id);
        // A hold goes into quarantine before it leaves the open ones: read in this order, none is
        // missed.
        Map<RequestId, Object> all = new TreeMap<>();
        for (Hold hold : ledger.holds(id)) {
            all.put(hold.call().id(), hold);
        }
        for (Quarantine kept : ledger.quarantines(id)) {
            all.put(kept.requestId(), kept);
        }
        ledger.awaitFolded();
        RequestId after = new RequestId(page.after(0, 0), page.after(1, 0));
        List<SetAside> rows = new ArrayList<>();
        for (Map.Entry<RequestId, Object> entry : all.entrySet()) {
            if (rows.size() == page.limit()) {
                break;
            }
            if (entry.getKey().compareTo(after) > 0) {
                SetAside row =
                        entry.getValue() instanceof Quarantine kept
                                ? setAside(kept)
                                : setAside((Hold) entry.getValue());
                if (row != null) {
                    rows.add(row);
                }
            }
        }
        return Page.ofKeys(
                rows, page, row -> new long[] {row.requestId().hi(), row.requestId().lo()});
    }

    // Null when it has ended meanwhile.
    private static @Nullable SetAside setAside(Hold hold) {
        Call call = hold.call();
        synchronized (hold.account()) {
            return hold.isEnded()
                    ? null
                    : new SetAside(
                            call.id(),
                            call.keyId(),
                            call.serviceId(),
                            call.subject(),
                            hold.heldNanos(),
                            call.authorizedAtMs(),
                            hold.expiresAtMs(),
                            false,
                            hold.heard());
        }
    }

    private SetAside setAside(Quarantine kept) {
        UsageRecord record =
                store.charged(kept.requestId())
                        .orElseThrow(
                                () ->
                                        Fault.internal(
                                                "unrated " + kept.requestId() + " is not in SQL",
                                                null))
                        .record();
        return new SetAside(
                kept.requestId(),
                kept.keyId(),
                kept.serviceId(),
                record.call().subject(),
                kept.heldNanos(),
                record.call().authorizedAtMs(),
                0,
                true,
                record.settlement().units());
    }
}
