package io.weighbridge.backend.operators.proxies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/// What every [ProxyCredentialStore] does. Services 11 and 12 exist.
abstract class ProxyCredentialStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private ProxyCredentialStore store() {
        return new SqlProxyCredentialStore(database);
    }

    private static KeyDigest digest(long number) {
        return new KeyDigest(number, -1, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static ProxyCredential credential(long id, String name, Set<Long> services) {
        return new ProxyCredential(
                id,
                name,
                services.isEmpty(),
                services,
                digest(id),
                "…abcd",
                null,
                0,
                5,
                6,
                0,
                "",
                id % 2 == 0);
    }

    @Test
    void shouldKeepEveryFieldThroughRotationAndRevocation() {
        ProxyCredential all = credential(1, "envoy", Set.of());
        ProxyCredential some = credential(2, "nginx", Set.of(11L, 12L));
        store().add(all, Changes.ANY);
        store().add(some, Changes.ANY);
        assertEquals(List.of(all, some), store().all());
        ProxyCredential rotated = some.rotated(digest(7), "…efgh", 99);
        store().replace(rotated, Changes.ANY);
        assertEquals(List.of(all, rotated), store().all());
        ProxyCredential revoked = rotated.revoked(100, "gone");
        store().replace(revoked, Changes.ANY);
        assertEquals(List.of(all, revoked), store().all());
    }

    @Test
    void shouldTakeANameAgainOnlyAfterItsRevocation() {
        ProxyCredential first = credential(1, "envoy", Set.of());
        store().add(first, Changes.ANY);
        ProxyCredential second = credential(2, "envoy", Set.of());
        assertThrows(RuntimeException.class, () -> store().add(second, Changes.ANY));
        ProxyCredential revoked = first.revoked(7, "gone");
        store().replace(revoked, Changes.ANY);
        store().add(second, Changes.ANY);
        assertEquals(List.of(revoked, second), store().all());
    }
}
