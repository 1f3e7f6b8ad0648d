package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every [OperatorStore] and [SessionStore] on the same data does.
abstract class OperatorStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private OperatorStore store() {
        return new SqlOperatorStore(database);
    }

    private SessionStore sessions() {
        return new SqlSessionStore(database);
    }

    private static Operator operator(long id, long version, String name, SecondFactor factor) {
        return new Operator(
                id,
                version,
                name,
                "Änna ☃",
                Role.FINANCE,
                id % 2 == 0,
                "$argon2id$x",
                5,
                id % 2 == 1,
                factor,
                6,
                id % 2 == 0 ? "" : "Änna");
    }

    private static KeyDigest digest(long number) {
        return new KeyDigest(number, -1, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Test
    void shouldKeepEveryFieldAndRefuseATakenName() {
        Operator one = operator(1, 1, "anna", new SecondFactor("sealed", true, 77));
        Operator two = operator(2, 1, "bert", SecondFactor.NONE);
        assertTrue(store().add(two, Changes.ANY));
        assertTrue(store().add(one, Changes.ANY));
        assertFalse(store().add(operator(3, 1, "anna", SecondFactor.NONE), Changes.ANY));
        assertEquals(List.of(one, two), store().all());
    }

    @Test
    void shouldReplaceOnlyTheVersionBefore() {
        assertTrue(store().add(operator(1, 1, "anna", SecondFactor.NONE), Changes.ANY));
        Operator second = operator(1, 2, "anna", new SecondFactor("s", false, 0));
        assertTrue(store().replace(second, List.of(), Changes.ANY));
        assertFalse(
                store().replace(operator(1, 2, "anna", SecondFactor.NONE), List.of(), Changes.ANY));
        assertFalse(
                store().replace(
                                operator(9, 2, "nobody", SecondFactor.NONE),
                                List.of(),
                                Changes.ANY));
        assertEquals(List.of(second), store().all());
        store().usedStep(1, 42);
        assertEquals(42, store().all().getFirst().factor().lastStep());
    }

    @Test
    void shouldRemoveSessionsWithTheChangeThatEndsThemOrNot() {
        assertTrue(store().add(operator(1, 1, "anna", SecondFactor.NONE), Changes.ANY));
        Session one =
                new Session(11, 1, SessionStart.PASSWORD, digest(1), 100, digest(2), 50, 900, 0);
        Session two =
                new Session(12, 1, SessionStart.PASSWORD, digest(3), 100, digest(4), 50, 900, 0);
        sessions().add(one, Changes.ANY);
        sessions().add(two, Changes.ANY);
        Session refreshed = one.refreshed(digest(5), 200, digest(6));
        sessions().replace(refreshed, digest(2), Changes.ANY);
        Operator late = operator(1, 1, "anna", SecondFactor.NONE);
        assertFalse(store().replace(late, List.of(11L), Changes.ANY));
        assertEquals(List.of(refreshed, two), sessions().all());
        Operator second = operator(1, 2, "anna", SecondFactor.NONE);
        assertTrue(store().replace(second, List.of(11L), Changes.ANY));
        assertEquals(List.of(two), sessions().all());
        assertEquals(Map.of(), sessions().used());
    }

    @Test
    void shouldKeepSessionsAndTheTokensThatWereUsedForThem() {
        assertTrue(store().add(operator(1, 1, "anna", SecondFactor.NONE), Changes.ANY));
        Session one =
                new Session(11, 1, SessionStart.PASSWORD, digest(1), 100, digest(2), 50, 900, 0);
        Session two =
                new Session(12, 1, SessionStart.PROVIDER, digest(3), 100, digest(4), 50, 900, 0);
        sessions().add(one, Changes.ANY);
        sessions().add(two, Changes.ANY);
        Session refreshed = one.refreshed(digest(5), 200, digest(6));
        sessions().replace(refreshed, digest(2), Changes.ANY);
        assertEquals(List.of(refreshed, two), sessions().all());
        assertEquals(Optional.of(refreshed), sessions().find(11));
        assertEquals(Optional.empty(), sessions().find(13));
        assertEquals(Map.of(digest(2), 11L), sessions().used());
        sessions().remove(List.of(), List.of());
        sessions().remove(List.of(11L, 99L), List.of(Changes.ANY));
        assertEquals(List.of(two), sessions().all());
        assertEquals(Map.of(), sessions().used());
    }
}
