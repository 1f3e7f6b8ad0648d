package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.access.Role;
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
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Makes and changes operators. All are in memory; changes are one at a time (this object's
/// monitor), reading needs no lock.
public final class Operators implements Doubtful {

    private final OperatorStore store;
    private final Passwords passwords;
    private final Sessions sessions;
    private final IdSource ids;
    private final TimeSource time;
    private final OperatorTable table;
    private final InDoubt inDoubt;

    Operators(
            OperatorStore store,
            Passwords passwords,
            Sessions sessions,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.passwords = passwords;
        this.sessions = sessions;
        this.ids = ids;
        this.time = time;
        this.table = new OperatorTable(store.all());
        this.inDoubt = new InDoubt(_ -> table.replace(store.all()));
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
        sessions.settleDoubts();
    }

    /// An operator with a password that was just made, which nobody can ask for again.
    public record Made(Operator operator, String password) {
        /// Leaves the password out.
        @Override
        public String toString() {
            return "Made[" + operator.name() + "]";
        }
    }

    /// Makes one, with a password of ours, which must be changed at the first login.
    ///
    /// @throws Fault INVALID_FIELD, NAME_TAKEN, BUSY
    public Made create(String name, String displayName, Role role) {
        return create(name, displayName, role, "");
    }

    /// The same for a login of a person who may have others.
    ///
    /// @param person the same for all of them; empty for somebody with no other login
    /// @throws Fault INVALID_FIELD, NAME_TAKEN, BUSY
    public Made create(String name, String displayName, Role role, String person) {
        Operator.checkName(name);
        String password = passwords.generate();
        return new Made(add(name, displayName, role, person, password, false), password);
    }

    /// Makes the first administrator, whose password nobody else has seen: it may stay.
    ///
    /// @param password null for one of ours
    /// @throws Fault INVALID_FIELD, ADMIN_EXISTS, NAME_TAKEN
    public Made createFirst(String name, @Nullable String password) {
        Operator.checkName(name);
        String used =
                password == null ? passwords.generate() : Passwords.checked("password", password);
        return new Made(add(name, "", Role.ADMIN, "", used, true), used);
    }

    private Operator add(
            String name,
            String displayName,
            Role role,
            String person,
            String password,
            boolean first) {
        Check.text("display_name", displayName, 0, 100);
        Check.text("person", person, 0, 100);
        // Before the lock: it takes its time.
        String hash = passwords.hash(password);
        synchronized (this) {
            inDoubt.settle();
            if (first && hasAdmin()) {
                throw Fault.of(
                        ErrorCode.ADMIN_EXISTS,
                        "name: "
                                + name
                                + " (expected: an installation without an administrator; an"
                                + " administrator makes others)");
            }
            Operator operator =
                    new Operator(
                            ids.next(),
                            1,
                            name,
                            displayName,
                            role,
                            false,
                            hash,
                            time.wallMs(),
                            !first,
                            SecondFactor.NONE,
                            time.wallMs(),
                            person);
            Change change =
                    Change.now(
                            operator.createdAtMs(),
                            first ? "operator.bootstrap" : "operator.create",
                            IdKind.OPERATOR.format(operator.id()),
                            "",
                            OperatorJson.of(operator));
            if (!inDoubt.write(List.of(operator.id()), () -> store.add(operator, change))) {
                throw Fault.of(
                        ErrorCode.NAME_TAKEN, "name: " + name + " (expected: a name not in use)");
            }
            table.put(operator);
            return operator;
        }
    }

    /// Whether somebody can log in who may do everything.
    public boolean hasAdmin() {
        return table.all().stream().anyMatch(Operator::isEnabledAdmin);
    }

    /// Whether one may make keys: the rule of `Keys.CreateKey` in the contract.
    public boolean mayMakeKeys(long id) {
        Operator operator = table.byId(id);
        return operator != null && operator.isEnabledAdmin();
    }

    /// Changes what one may do. Disabling ends the sessions.
    ///
    /// @param version as last read
    /// @param person null to leave it as it is
    /// @throws Fault INVALID_FIELD, OPERATOR_UNKNOWN, VERSION_CONFLICT, LAST_ADMIN
    public synchronized Operator update(
            long id,
            long version,
            String displayName,
            Role role,
            boolean disabled,
            @Nullable String person) {
        Check.text("display_name", displayName, 0, 100);
        Check.text("person", person == null ? "" : person, 0, 100);
        Operator old = require(id, version);
        Operator changed =
                old.withRights(displayName, role, disabled, person == null ? old.person() : person);
        boolean othersRemain =
                table.all().stream().anyMatch(other -> other.id() != id && other.isEnabledAdmin());
        if (old.isEnabledAdmin() && !changed.isEnabledAdmin() && !othersRemain) {
            throw Fault.of(
                    ErrorCode.LAST_ADMIN,
                    "operator: "
                            + old.name()
                            + " is the last enabled administrator (expected: another one first)");
        }
        return replace(
                "operator.update", old, changed, session -> disabled && session.operatorId() == id);
    }

    /// Gives one a new password of ours, for who forgot, to be changed at the next login. Ends the
    /// sessions.
    ///
    /// @param version as last read
    /// @param removeFactor whether the second factor goes too
    /// @throws Fault OPERATOR_UNKNOWN, VERSION_CONFLICT, BUSY
    public Made resetPassword(long id, long version, boolean removeFactor) {
        String password = passwords.generate();
        String hash = passwords.hash(password);
        synchronized (this) {
            return new Made(reset(require(id, version), hash, true, removeFactor), password);
        }
    }

    /// The same by who has the machine, for an administrator who lost everything.
    ///
    /// @param password null for one of ours, which must be changed at the next login
    /// @throws Fault INVALID_FIELD, OPERATOR_UNKNOWN
    public Made resetOffline(String name, @Nullable String password, boolean removeFactor) {
        Operator operator = byName(name);
        if (operator == null) {
            throw Fault.of(
                    ErrorCode.OPERATOR_UNKNOWN,
                    "name: " + Check.shown(name) + " (expected: the name of an operator)");
        }
        String used =
                password == null ? passwords.generate() : Passwords.checked("password", password);
        String hash = passwords.hash(used);
        synchronized (this) {
            Operator old = require(operator.id());
            return new Made(reset(old, hash, password == null, removeFactor), used);
        }
    }

    private Operator reset(
            Operator old, String hash, boolean changeRequired, boolean removeFactor) {
        SecondFactor factor = removeFactor ? SecondFactor.NONE : old.factor();
        Operator changed = old.withPassword(hash, time.wallMs(), changeRequired, factor);
        return replace(
                "operator.reset-password",
                old,
                changed,
                session -> session.operatorId() == old.id());
    }

    private Operator require(long id, long version) {
        inDoubt.settle();
        Operator operator = require(id);
        if (operator.version() != version) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + version + " (expected: " + operator.version() + ")");
        }
        return operator;
    }

    /// What operators change about themselves.
    ///
    /// @param action as the audit log names it
    synchronized Operator change(String action, long id, UnaryOperator<Operator> change) {
        inDoubt.settle();
        Operator old = require(id);
        return replace(action, old, change.apply(old), _ -> false);
    }

    /// What operators change about themselves after they told their password.
    ///
    /// @param action as the audit log names it
    /// @param checked as it was when the password was looked at
    /// @throws Fault LOGIN_FAILED when the password was changed or the operator disabled meanwhile
    synchronized Operator change(String action, Operator checked, UnaryOperator<Operator> change) {
        return change(action, requireStill(checked).id(), change);
    }

    /// Gives one another password by its own wish, and ends its other sessions.
    ///
    /// @param checked as it was when the old password was looked at
    /// @param sessionId of the session that goes on
    /// @throws Fault LOGIN_FAILED when the password was changed or the operator disabled meanwhile
    synchronized Operator changePassword(Operator checked, String hash, long sessionId) {
        Operator old = requireStill(checked);
        return replace(
                "operator.change-password",
                old,
                old.withPassword(hash, time.wallMs(), false, old.factor()),
                session -> session.operatorId() == old.id() && session.id() != sessionId);
    }

    /// Starts a session of one whose password was looked at.
    ///
    /// @param act of the new session's id
    /// @param checked as it was then
    /// @throws Fault LOGIN_FAILED when the password was changed or the operator disabled meanwhile
    synchronized Sessions.Tokens start(Operator checked, LongFunction<Act> act) {
        return sessions.start(requireStill(checked).id(), SessionStart.PASSWORD, act);
    }

    /// Starts a session of one for whom somebody else vouched.
    ///
    /// @param which whether it is still who is meant
    /// @param act of the new session's id
    /// @throws Fault LOGIN_FAILED when it is not, or the operator was disabled meanwhile
    synchronized Sessions.Tokens startVouched(
            long id, Predicate<Operator> which, LongFunction<Act> act) {
        inDoubt.settle();
        Operator now = require(id);
        if (now.disabled() || !which.test(now)) {
            throw LoginCheck.failed();
        }
        return sessions.start(id, SessionStart.PROVIDER, act);
    }

    // A check takes its time. Who was locked out meanwhile is not let in by it.
    private Operator requireStill(Operator checked) {
        inDoubt.settle();
        Operator now = require(checked.id());
        if (now.disabled() || !now.hasPasswordOf(checked)) {
            throw LoginCheck.failed();
        }
        return now;
    }

    /// Keeps a password under another hash. No change that somebody could lose: the version stays.
    ///
    /// @param checked as it was when the password was looked at
    /// @return how it is now
    synchronized Operator rehash(Operator checked, String hash) {
        Operator now = require(checked.id());
        if (!now.passwordHash().equals(checked.passwordHash())) {
            return checked;
        }
        inDoubt.write(now.id(), () -> store.rehashed(now.id(), hash));
        Operator rehashed = now.withHash(hash);
        table.put(rehashed);
        return rehashed;
    }

    private Operator replace(
            String action, Operator old, Operator changed, Predicate<Session> ended) {
        Change change =
                Change.now(
                        time.wallMs(),
                        action,
                        IdKind.OPERATOR.format(old.id()),
                        OperatorJson.of(old),
                        OperatorJson.of(changed));
        if (!inDoubt.write(
                List.of(old.id()),
                () -> sessions.endBy(ended, ids -> store.replace(changed, ids, change)))) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + (changed.version() - 1) + " (expected: the present one)");
        }
        table.put(changed);
        return changed;
    }

    /// Takes a code's step as used, if none as late was used before.
    ///
    /// @return whether it was taken
    synchronized boolean use(long id, long step) {
        Operator operator = require(id);
        if (operator.factor().lastStep() >= step) {
            return false;
        }
        inDoubt.write(id, () -> store.usedStep(id, step));
        table.put(operator.withLastStep(step));
        return true;
    }

    /// What an operator logs in as; empty when there is no such operator.
    public String nameOf(long id) {
        Operator operator = table.byId(id);
        return operator == null ? "" : operator.name();
    }

    /// The operator with this id.
    ///
    /// @throws Fault OPERATOR_UNKNOWN
    public Operator require(long id) {
        Operator operator = table.byId(id);
        if (operator == null) {
            throw Fault.of(
                    ErrorCode.OPERATOR_UNKNOWN,
                    "operator: "
                            + IdKind.OPERATOR.format(id)
                            + " (expected: the id of an operator)");
        }
        return operator;
    }

    @Nullable Operator byId(long id) {
        return table.byId(id);
    }

    /// The operator with this name, or null.
    public @Nullable Operator byName(String name) {
        return table.byName(name);
    }

    /// All who fit, oldest first.
    List<Operator> all(Predicate<Operator> which) {
        return table.all().stream().filter(which).toList();
    }

    /// Operators, oldest first.
    public Page<Operator> list(PageKey page) {
        return Page.from(table.all(), page, Operator::id);
    }
}
