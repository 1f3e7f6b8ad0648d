package io.weighbridge.backend.upstreamkeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every [UpstreamKeyStore] does. Accounts 1 and 2 exist.
abstract class UpstreamKeyStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private UpstreamKeyStore store() {
        return new SqlUpstreamKeyStore(database);
    }

    private static UpstreamKey key(long id, long account, String provider, String sealed) {
        return new UpstreamKey(id, account, provider, sealed, "…äbcd", 5 + id, 6, 0);
    }

    @Test
    void shouldKeepEveryFieldUntilItIsRemoved() {
        UpstreamKey first = key(1, 1, "openrouter", "one");
        UpstreamKey second = key(2, 1, "openai", "two");
        UpstreamKey others = key(3, 2, "openrouter", "three");
        store().add(first, Changes.ANY);
        store().add(second, Changes.ANY);
        store().add(others, Changes.ANY);
        assertEquals(List.of(first, second, others), store().all());
        UpstreamKey replaced = new UpstreamKey(1, 1, "openrouter", "new", "…", 50, 60, 70);
        store().replace(replaced, Changes.ANY);
        assertEquals(Optional.of(replaced), store().find(1));
        store().remove(2, Changes.ANY);
        assertEquals(Optional.empty(), store().find(2));
        assertEquals(List.of(replaced, others), store().all());
        store().add(key(4, 1, "openai", "again"), Changes.ANY);
        assertEquals(3, store().all().size());
    }

    @Test
    void shouldHaveOneForAnAccountAndAProvider() {
        UpstreamKey first = key(1, 1, "openrouter", "one");
        store().add(first, Changes.ANY);
        UpstreamKey second = key(2, 1, "openrouter", "two");
        assertThrows(RuntimeException.class, () -> store().add(second, Changes.ANY));
        assertEquals(List.of(first), store().all());
    }

    @Test
    void shouldRememberUsesOfThoseThatAreLeft() {
        store().add(key(1, 1, "openrouter", "one"), Changes.ANY);
        store().add(key(2, 2, "openrouter", "two"), Changes.ANY);
        store().used(Map.of());
        store().used(Map.of(1L, 99L, 7L, 99L));
        assertEquals(
                List.of(99L, 0L), store().all().stream().map(UpstreamKey::lastUsedAtMs).toList());
    }
}
