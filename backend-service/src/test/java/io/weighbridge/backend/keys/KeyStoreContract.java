package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.testkit.Changes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What every [KeyStore] does. Accounts 1 and 2 and services 11 and 12 exist.
abstract class KeyStoreContract {
    abstract KeyStore store();

    private static ApiKey key(
            long id,
            long accountId,
            Set<Long> services,
            @Nullable CreditLimit limit,
            List<ServiceLimits> overrides) {
        return new ApiKey(
                id,
                accountId,
                1,
                new KeySettings("name " + id, 5, services.isEmpty(), services, 6, limit, overrides),
                new KeyDigest(id, -1, Long.MIN_VALUE, Long.MAX_VALUE),
                "sk_live_…abcd",
                7,
                0,
                "",
                0);
    }

    private static ApiKey plain(long id, long accountId) {
        return key(id, accountId, Set.of(), null, List.of());
    }

    private Map<Long, ApiKey> all() {
        Map<Long, ApiKey> found = new HashMap<>();
        store().forEach(key -> found.put(key.id(), key));
        return found;
    }

    @Test
    void shouldKeepEveryField() {
        ApiKey rich =
                key(
                        1,
                        1,
                        Set.of(11L, 12L),
                        new CreditLimit(0, CreditPeriod.MONTH),
                        List.of(new ServiceLimits(11, 0, -1, 3, true)));
        ApiKey plain = plain(2, 2);
        store().add(rich, Changes.ANY);
        store().add(plain, Changes.ANY);
        assertEquals(Optional.of(rich), store().find(1));
        assertEquals(Optional.of(plain), store().find(2));
        assertEquals(Optional.empty(), store().find(3));
        assertEquals(Map.of(1L, rich, 2L, plain), all());
    }

    @Test
    void shouldReplaceOnlyTheVersionBefore() {
        ApiKey first = key(1, 1, Set.of(11L), new CreditLimit(9, CreditPeriod.DAY), List.of());
        store().add(first, Changes.ANY);
        ApiKey second =
                first.changed(
                        new KeySettings(
                                "other",
                                0,
                                false,
                                Set.of(12L),
                                0,
                                null,
                                List.of(new ServiceLimits(0, 1, 2, 3, false))));
        assertTrue(store().replace(second, Changes.ANY));
        assertEquals(Optional.of(second), store().find(1));
        assertFalse(store().replace(first.revoked(8, "late"), Changes.ANY));
        assertEquals(Optional.of(second), store().find(1));
        ApiKey revoked = second.revoked(9, "lost");
        assertFalse(store().replace(revoked.revoked(9, "a version left out"), Changes.ANY));
        assertTrue(store().replace(revoked, Changes.ANY));
        assertEquals(Optional.of(revoked), store().find(1));
        assertFalse(store().replace(plain(3, 1), Changes.ANY));
    }

    @Test
    void shouldRefuseASecondKeyWithTheSameDigest() {
        ApiKey one = plain(1, 1);
        store().add(one, Changes.ANY);
        ApiKey twin = new ApiKey(2, 1, 1, one.settings(), one.digest(), one.hint(), 7, 0, "", 0);
        assertThrows(RuntimeException.class, () -> store().add(twin, Changes.ANY));
        assertEquals(Map.of(1L, one), all());
    }

    @Test
    void shouldListByAccountWithAndWithoutRevoked() {
        for (long id = 1; id <= 9; id++) {
            ApiKey key = plain(id, id % 2 + 1);
            store().add(key, Changes.ANY);
            if (id % 3 == 0) {
                assertTrue(store().replace(key.revoked(8, "lost"), Changes.ANY));
            }
        }
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), ids(0, true));
        assertEquals(List.of(1L, 2L, 4L, 5L, 7L, 8L), ids(0, false));
        assertEquals(List.of(2L, 4L, 6L, 8L), ids(1, true));
        assertEquals(List.of(1L, 5L, 7L), ids(2, false));
        assertEquals(List.of(), ids(3, true));
    }

    private List<Long> ids(long accountId, boolean includeRevoked) {
        List<Long> ids = new ArrayList<>();
        String token = "";
        do {
            Page<ApiKey> page =
                    store().list(accountId, includeRevoked, PageKey.of(2, token, "keys"));
            page.items().forEach(key -> ids.add(key.id()));
            token = page.nextToken();
        } while (!token.isEmpty());
        return ids;
    }

    @Test
    void shouldRememberTheLastUseWithoutANewVersion() {
        store().add(plain(1, 1), Changes.ANY);
        store().add(plain(2, 1), Changes.ANY);
        store().used(Map.of());
        store().used(Map.of(1L, 77L, 3L, 5L));
        assertEquals(77, store().find(1).orElseThrow().lastUsedAtMs());
        assertEquals(0, store().find(2).orElseThrow().lastUsedAtMs());
        assertEquals(1, store().find(1).orElseThrow().version());
    }
}
