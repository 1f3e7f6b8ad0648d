package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LosingStore;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Operators whose change is in the store although it seemed to fail: who was shut out is out.
final class LostOperatorAnswersTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final IdSource ids = new IdSource(time);
    @AutoClose private EmptyStore opened;
    private LosingStore<OperatorStore> losing;
    private LosingStore<SessionStore> losingSessions;
    private Sessions sessions;
    private Operators operators;
    private Operator anna;
    private Sessions.Tokens tokens;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory);
        losing = new LosingStore<>(OperatorStore.class, new SqlOperatorStore(opened.database()));
        losingSessions =
                new LosingStore<>(SessionStore.class, new SqlSessionStore(opened.database()));
        sessions = new Sessions(once(losingSessions.store()), ids, time);
        operators =
                new Operators(
                        losing.store(), new Passwords(PasswordCost.NONE), sessions, ids, time);
        var _ = operators.create("admin", "", Role.ADMIN);
        anna = operators.create("anna", "", Role.FINANCE).operator();
        tokens = operators.start(anna, _ -> Act.LOCAL);
    }

    // Lists its sessions at the start, and never again: there may be many, and many in doubt.
    private static SessionStore once(SessionStore store) {
        AtomicBoolean listed = new AtomicBoolean();
        return (SessionStore)
                Proxy.newProxyInstance(
                        SessionStore.class.getClassLoader(),
                        new Class<?>[] {SessionStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("all") && listed.getAndSet(true)) {
                                throw new IllegalStateException("listed again");
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void fails(boolean staysAway, Executable change) {
        losing.loseAnswer(staysAway);
        assertThrows(Fault.class, change);
    }

    private Operator disable() {
        return operators.update(anna.id(), anna.version(), "", Role.FINANCE, true, null);
    }

    @Test
    void shouldShutOutWhoWasDisabledAlthoughItFailed() {
        fails(false, this::disable);
        assertTrue(operators.require(anna.id()).disabled());
        assertNull(sessions.byAccess(tokens.access()));
        fails(false, () -> operators.create("bert", "", Role.VIEWER));
        assertNotNull(operators.byName("bert"));
    }

    @Test
    void shouldKnowThePresentVersionWhenItIsAskedAgain() {
        fails(true, this::disable);
        assertFalse(operators.require(anna.id()).disabled());
        losing.comeBack();
        assertThrows(Fault.class, this::disable);
        assertTrue(operators.require(anna.id()).disabled());
        assertEquals(anna.version() + 1, operators.require(anna.id()).version());
    }

    @Test
    void shouldRenewASessionWhoseRenewalSeemedToFail() {
        losingSessions.loseAnswer(false);
        assertThrows(Fault.class, () -> sessions.refresh(tokens.refresh(), _ -> Act.LOCAL));
        Sessions.Tokens fresh = sessions.refresh(tokens.refresh(), _ -> Act.LOCAL);
        assertNotNull(sessions.byAccess(fresh.access()));
        assertEquals(List.of(fresh.session()), new SqlSessionStore(opened.database()).all());
        assertEquals(1, audited("session.renew"));
    }

    // The session store is away too when it could say who is left.
    @Test
    void shouldShutOutWhoWasDisabledAlsoWhenNobodyChangesAnything() {
        losing.loseAnswer(true);
        losingSessions.goAway();
        assertThrows(Fault.class, this::disable);
        assertThrows(Fault.class, operators::settleDoubts);
        assertNotNull(sessions.byAccess(tokens.access()));
        losing.comeBack();
        losingSessions.comeBack();
        operators.settleDoubts();
        assertTrue(operators.require(anna.id()).disabled());
        assertNull(sessions.byAccess(tokens.access()));
    }

    @Test
    void shouldNotLetInBySomebodyElsesWordWhoWasDisabled() {
        fails(true, this::disable);
        losing.comeBack();
        assertThrows(
                Fault.class, () -> operators.startVouched(anna.id(), _ -> true, _ -> Act.LOCAL));
    }

    @Test
    void aSessionThatNobodyWasGivenShouldNotStay() {
        losingSessions.loseAnswer(false);
        assertThrows(Fault.class, () -> operators.start(anna, _ -> Act.LOCAL));
        assertEquals(List.of(tokens.session()), new SqlSessionStore(opened.database()).all());
        assertEquals(2, audited("session.start"));
        assertEquals(1, audited("session.end"));
    }

    private int audited(String action) {
        return opened.database()
                .read(
                        handle ->
                                handle.select(
                                                "SELECT count(*) FROM audit_entry WHERE action = ?",
                                                action)
                                        .mapTo(int.class)
                                        .one());
    }

    @Test
    void shouldForgetASessionThatWasEndedAlthoughItFailed() {
        losingSessions.loseAnswer(false);
        assertThrows(Fault.class, () -> sessions.end(tokens.session().id(), Act.LOCAL, "ended"));
        assertNull(sessions.byAccess(tokens.access()));
    }
}
