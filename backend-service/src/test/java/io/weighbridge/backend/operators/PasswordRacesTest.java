package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looking at a password takes its time: what happens to the operator meanwhile counts.
final class PasswordRacesTest {
    private static final String NEW = "correct horse battery staple";

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final IdSource ids = new IdSource(time);
    @AutoClose private Database database;
    private SqlOperatorStore store;
    private Sessions sessions;
    private Operators operators;
    private Operators.Made anna;

    @BeforeEach
    void start() {
        database = MigratedStore.open(directory);
        store = new SqlOperatorStore(database);
        sessions = new Sessions(new SqlSessionStore(database), ids, time);
        operators = operators(new Passwords());
        anna = operators.create("anna", "", Role.ADMIN);
    }

    private Operators operators(Passwords passwords) {
        return new Operators(store, passwords, sessions, ids, time);
    }

    private LoginCheck check(Operators of, Passwords passwords) {
        Attempts attempts = new Attempts(time);
        return new LoginCheck(
                of,
                passwords,
                attempts,
                new FailedLogins(_ -> {}, attempts, time),
                new SecretBox(directory),
                time);
    }

    private Operator checked() {
        return check(operators, new Passwords()).check("anna", anna.password(), "");
    }

    private static void fails(org.junit.jupiter.api.function.Executable what) {
        assertEquals(ErrorCode.LOGIN_FAILED, assertThrows(Fault.class, what).code());
    }

    @Test
    void aResetWinsOverALoginWithTheOldPassword() {
        Operator checked = checked();
        var _ = operators.resetPassword(checked.id(), checked.version(), false);
        fails(() -> operators.start(checked, _ -> Act.LOCAL));
    }

    @Test
    void aResetWinsOverAChangeWithTheOldPassword() {
        Operator checked = checked();
        Operators.Made reset = operators.resetPassword(checked.id(), checked.version(), false);
        fails(
                () ->
                        operators.change(
                                "test.change",
                                checked,
                                old -> old.withPassword("theirs", 1, false, old.factor())));
        assertEquals(
                reset.operator().passwordHash(), operators.require(checked.id()).passwordHash());
    }

    @Test
    void whoIsDisabledMeanwhileGetsNoSessionForLater() {
        var _ = operators.create("bert", "", Role.ADMIN);
        Operator checked = checked();
        Operator disabled =
                operators.update(checked.id(), checked.version(), "", Role.ADMIN, true, null);
        fails(() -> operators.start(checked, _ -> Act.LOCAL));
        // Enabled again, with the same password: only who logs in then is in.
        var _ = operators.update(checked.id(), disabled.version(), "", Role.ADMIN, false, null);
        assertEquals(
                checked.id(), operators.start(checked(), _ -> Act.LOCAL).session().operatorId());
    }

    @Test
    void anotherNameOnTheScreenStopsNobody() {
        Operator checked = checked();
        var _ = operators.update(checked.id(), checked.version(), "Anna", Role.ADMIN, false, null);
        assertEquals(checked.id(), operators.start(checked, _ -> Act.LOCAL).session().operatorId());
    }

    @Test
    void aPasswordIsHashedAtTheCostOfTodayWithTheNextLogin() {
        Passwords cheap = new Passwords(PasswordCost.NONE);
        Operators before = operators(cheap);
        Operators.Made bert = before.create("bert", "", Role.VIEWER);
        Operators now = operators(new Passwords());
        Operator old = now.require(bert.operator().id());
        assertTrue(old.passwordHash().startsWith("$argon2id$v=19$m=64,t=1,p=1$"));
        LoginCheck check = check(now, new Passwords());
        fails(() -> check.check("bert", NEW, ""));
        assertEquals(old.passwordHash(), now.require(old.id()).passwordHash());
        Operator renewed = check.check("bert", bert.password(), "");
        assertEquals(old.id(), now.start(renewed, _ -> Act.LOCAL).session().operatorId());
        String hash = now.require(old.id()).passwordHash();
        assertTrue(new Passwords().isCurrent(hash), hash);
        assertEquals(old.version(), now.require(old.id()).version());
        assertEquals(hash, operators(cheap).require(old.id()).passwordHash(), "it is kept");
        // And not once more.
        assertEquals(hash, check.check("bert", bert.password(), "").passwordHash());
        fails(() -> check.check("bert", NEW, ""));
        assertFalse(cheap.isCurrent(hash));
        assertNotEquals(old.passwordHash(), hash);
    }

    @Test
    void sessionsEndInTheSameTransactionAsTheChangeThatEndsThem() {
        sessions = new Sessions(new NoRemoval(new SqlSessionStore(database)), ids, time);
        operators = operators(new Passwords());
        var _ = operators.create("bert", "", Role.ADMIN);
        Operator checked = checked();
        Sessions.Tokens own = operators.start(checked, _ -> Act.LOCAL);
        Sessions.Tokens thiefs = operators.start(checked, _ -> Act.LOCAL);
        Operator changed =
                operators.changePassword(checked, new Passwords().hash(NEW), own.session().id());
        assertEquals(List.of(own.session()), restarted());
        assertNull(sessions.byAccess(thiefs.access()));
        Operators.Made reset = operators.resetPassword(changed.id(), changed.version(), false);
        assertEquals(List.of(), restarted());
        assertNull(sessions.byAccess(own.access()));
        var _ = operators.start(reset.operator(), _ -> Act.LOCAL);
        assertEquals(1, restarted().size());
        var _ =
                operators.update(
                        changed.id(), reset.operator().version(), "", Role.ADMIN, true, null);
        assertEquals(List.of(), restarted());
        assertEquals(0, sessions.count());
    }

    private List<Session> restarted() {
        return new SqlSessionStore(database).all();
    }

    /// A store that is gone when sessions are to be removed by themselves.
    private record NoRemoval(SessionStore store) implements SessionStore {
        @Override
        public List<Session> all() {
            return store.all();
        }

        @Override
        public Optional<Session> find(long id) {
            return store.find(id);
        }

        @Override
        public Map<KeyDigest, Long> used() {
            return store.used();
        }

        @Override
        public void add(Session session, Change change) {
            store.add(session, change);
        }

        @Override
        public void replace(Session session, KeyDigest used, Change change) {
            store.replace(session, used, change);
        }

        @Override
        public void remove(Collection<Long> ids, List<Change> changes) {
            throw new IllegalStateException("killed");
        }
    }

    @Test
    void aNewHashOfAnOldPasswordBringsItNotBack() {
        Operator checked = checked();
        Operators.Made reset = operators.resetPassword(checked.id(), checked.version(), false);
        var _ = operators.rehash(checked, new Passwords().hash(anna.password()));
        assertEquals(
                reset.operator().passwordHash(), operators.require(checked.id()).passwordHash());
    }
}
