package io.weighbridge.backend.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/// What every [ServiceStore] does.
abstract class ServiceStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.database();
    }

    private ServiceStore store() {
        return new SqlServiceStore(database);
    }

    private static Service service(long id, long version, String name, boolean disabled) {
        ServiceSettings settings =
                new ServiceSettings(
                        ServiceCategory.IMAGE,
                        disabled,
                        VanishedPolicy.BILL_NOTHING,
                        1_001,
                        2,
                        3,
                        Long.MAX_VALUE);
        return new Service(id, version, name, settings, 4);
    }

    @Test
    void shouldKeepWhatWasAdded() {
        Service one = service(1, 1, "one", false);
        Service two = service(Long.MAX_VALUE, 1, "two", true);
        assertTrue(store().add(one, Changes.ANY));
        assertTrue(store().add(two, Changes.ANY));
        assertEquals(Set.of(one, two), Set.copyOf(store().all()));
    }

    @Test
    void shouldRefuseATakenName() {
        Service one = service(1, 1, "one", false);
        assertTrue(store().add(one, Changes.ANY));
        assertFalse(store().add(service(2, 1, "one", true), Changes.ANY));
        assertEquals(List.of(one), store().all());
    }

    @Test
    void shouldReplaceOnlyTheVersionBefore() {
        assertTrue(store().add(service(1, 1, "one", false), Changes.ANY));
        Service second = service(1, 2, "one", true);
        assertTrue(store().replace(second, Changes.ANY));
        assertFalse(store().replace(service(1, 2, "one", false), Changes.ANY));
        assertFalse(store().replace(service(1, 4, "one", false), Changes.ANY));
        assertFalse(store().replace(service(9, 2, "nine", false), Changes.ANY));
        assertEquals(List.of(second), store().all());
    }
}
