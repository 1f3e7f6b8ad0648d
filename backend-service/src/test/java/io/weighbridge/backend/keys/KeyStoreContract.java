package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What every [KeyStore] does. Accounts 1 and 2 and services 11 and 12 exist.
abstract class KeyStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private KeyStore store() {
        return new SqlKeyStore(database);
    }

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
                KeyBlock.NONE,
                0,
                3,
                4,
                List.of());
    }

    private static ApiKey plain(long id, long accountId) {
        return key(id, accountId, Set.of(), null, List.of());
    }

    private boolean replace(ApiKey key) {
        return store().replaceAll(List.of(key), List.of(), List.of());
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
        assertTrue(replace(second));
        assertEquals(Optional.of(second), store().find(1));
        assertFalse(replace(first.revoked(8, "late")));
        assertEquals(Optional.of(second), store().find(1));
        ApiKey revoked = second.revoked(9, "lost");
        assertFalse(replace(revoked.revoked(9, "a version left out")));
        assertTrue(replace(revoked));
        assertEquals(Optional.of(revoked), store().find(1));
        assertFalse(replace(plain(3, 1)));
        ApiKey blocked = revoked.with(new KeyBlock(10, "odd"));
        assertTrue(replace(blocked));
        assertEquals(Optional.of(blocked), store().find(1));
    }

    @Test
    void shouldRefuseASecondKeyWithTheSameDigest() {
        ApiKey one = plain(1, 1);
        store().add(one, Changes.ANY);
        ApiKey twin = ApiKey.made(2, 1, one.settings(), one.digest(), one.hint(), 7, 0);
        assertThrows(RuntimeException.class, () -> store().add(twin, Changes.ANY));
        assertEquals(Map.of(1L, one), all());
    }

    private static KeyDigest digest(long a) {
        return new KeyDigest(a, 1, 2, 3);
    }

    @Test
    void shouldKeepOldSecretsNewestFirst() {
        ApiKey key = plain(1, 1);
        store().add(key, Changes.ANY);
        store().add(plain(2, 1), Changes.ANY);
        List<OldSecret> expected = new ArrayList<>();
        for (int i = 0; i < ApiKey.OLD_MAX + 3; i++) {
            expected.replaceAll(old -> old.endedBy(1_000));
            expected.addFirst(new OldSecret(key.digest(), key.hint(), key.shownTo(), 1_005));
            key = key.rotated(digest(100 + i), "hint " + i, i, 1_000, 5);
            assertTrue(replace(key));
        }
        assertEquals(expected.subList(0, ApiKey.OLD_MAX), key.old());
        assertEquals(Optional.of(key), store().find(1));
        assertEquals(Map.of(1L, key, 2L, plain(2, 1)), all());
        ApiKey changed = key.changed(key.settings());
        assertTrue(replace(changed));
        assertEquals(Optional.of(changed), store().find(1));
    }

    @Test
    void shouldKeepNetworks() {
        List<IpNetwork> networks =
                List.of(
                        IpNetwork.parse("n", "2001:db8::/32"),
                        IpNetwork.parse("n", "203.0.113.7"),
                        IpNetwork.parse("n", "0.0.0.0/0"));
        ApiKey key = plain(1, 1);
        store().add(key, Changes.ANY);
        ApiKey changed =
                key.changed(new KeySettings("", 0, true, Set.of(), 0, null, List.of(), networks));
        assertTrue(replace(changed));
        assertEquals(Optional.of(changed), store().find(1));
    }

    @Test
    void shouldReplaceAllOrNone() {
        ApiKey one = plain(1, 1);
        ApiKey two = plain(2, 2);
        store().add(one, Changes.ANY);
        store().add(two, Changes.ANY);
        Notice notice = new Notice(5, 1, 6, NoticeKind.KEY_LEAKED, 1, "x");
        assertFalse(
                store().replaceAll(
                                List.of(one.revoked(8, "a"), two.revoked(8, "a").revoked(8, "a")),
                                List.of(notice),
                                List.of(Changes.ANY)));
        assertEquals(Map.of(1L, one, 2L, two), all());
        List<ApiKey> revoked = List.of(one.revoked(8, "a"), two.revoked(8, "a"));
        // The same notice again could not be added, had it been kept.
        assertTrue(store().replaceAll(revoked, List.of(notice), List.of(Changes.ANY)));
        assertEquals(Map.of(1L, revoked.get(0), 2L, revoked.get(1)), all());
        assertTrue(store().replaceAll(List.of(), List.of(), List.of()));
    }

    @Test
    void shouldFindKeysWithAWorkingSecretThatWasShown() {
        // Made by 3, and shown to 4.
        ApiKey present = plain(1, 1);
        ApiKey overlapping = plain(2, 1);
        ApiKey ended = plain(3, 1);
        ApiKey revoked = plain(4, 2);
        ApiKey twice = plain(5, 2);
        for (ApiKey key : List.of(present, overlapping, ended, revoked, twice)) {
            store().add(key, Changes.ANY);
        }
        ApiKey changed = overlapping.rotated(digest(102), "h", 9, 1_000, 1);
        assertTrue(replace(changed));
        assertTrue(replace(ended.rotated(digest(103), "h", 9, 1_000, 0)));
        assertTrue(replace(revoked.revoked(8, "lost")));
        ApiKey again = twice.rotated(digest(105), "h", 4, 1_000, 100);
        assertTrue(replace(again));
        assertEquals(List.of(present, changed, again), store().shownTo(4, 1_000));
        assertEquals(List.of(present, again), store().shownTo(4, 1_001));
        assertEquals(List.of(2L, 3L), store().shownTo(9, 1_000).stream().map(ApiKey::id).toList());
        assertEquals(List.of(), store().shownTo(3, 1_000));
    }

    @Test
    void shouldListByAccountWithAndWithoutRevoked() {
        for (long id = 1; id <= 9; id++) {
            ApiKey key = plain(id, id % 2 + 1);
            store().add(key, Changes.ANY);
            if (id % 3 == 0) {
                assertTrue(replace(key.revoked(8, "lost")));
            }
        }
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), ids(0, true));
        assertEquals(List.of(1L, 2L, 4L, 5L, 7L, 8L), ids(0, false));
        assertEquals(List.of(2L, 4L, 6L, 8L), ids(1, true));
        assertEquals(List.of(1L, 5L, 7L), ids(2, false));
        assertEquals(List.of(), ids(3, true));
    }

    private List<Long> ids(long accountId, boolean includeRevoked) {
        return ids(KeyFilter.of(accountId, includeRevoked));
    }

    private List<Long> ids(KeyFilter filter) {
        List<Long> ids = new ArrayList<>();
        String token = "";
        do {
            Page<ApiKey> page = store().list(filter, PageKey.of(2, token, "keys"));
            page.items().forEach(key -> ids.add(key.id()));
            token = page.nextToken();
        } while (!token.isEmpty());
        return ids;
    }

    private static ApiKey named(long id, String name, long plan, long expiresAtMs, String hint) {
        ApiKey key = plain(id, 1);
        return ApiKey.made(
                id,
                1,
                new KeySettings(name, plan, true, Set.of(), expiresAtMs, null, List.of()),
                key.digest(),
                hint,
                7,
                0);
    }

    @Test
    void shouldSearchNamesHintsAndIds() {
        store().add(named(1, "Prod chat", 5, 0, "wb_live_…aB1z"), Changes.ANY);
        store().add(named(2, "staging_chat", 5, 0, "wb_live_…9999"), Changes.ANY);
        store().add(named(3, "100 %!", 6, 0, "wb_test_…chat"), Changes.ANY);
        assertEquals(List.of(1L, 2L, 3L), search("CHAT"));
        assertEquals(List.of(1L), search("Ab1Z"));
        assertEquals(List.of(1L, 2L), search("wb_live_"));
        assertEquals(List.of(2L), search("g_c"));
        assertEquals(List.of(3L), search("%!"));
        assertEquals(List.of(), search("99x"));
        assertEquals(List.of(), search("live"));
        assertEquals(List.of(2L), search(IdKind.KEY.format(2)));
        assertEquals(List.of(3L), ids(new KeyFilter(1, false, 6, "chat")));
        assertEquals(List.of(1L, 2L), ids(new KeyFilter(0, false, 5, "")));
    }

    // A page of what is rare ends although it found nothing: the next goes on where it stopped.
    @Test
    void shouldLookThroughNoMoreThanASliceForAPage() {
        for (long id = 1; id <= 9; id++) {
            store().add(named(id, id == 8 ? "rare" : "usual", id % 2, 0, "h"), Changes.ANY);
        }
        SqlKeyStore sliced = new SqlKeyStore(database, 3);
        KeyFilter rare = new KeyFilter(0, false, 0, "RARE");
        assertEquals(List.of(List.of(), List.of(), List.of(8L), List.of()), pages(sliced, rare));
        assertEquals(
                List.of(List.of(), List.of(), List.of(8L), List.of()),
                pages(sliced, new KeyFilter(1, false, 0, "rare")));
        assertEquals(List.of(List.of()), pages(sliced, new KeyFilter(2, false, 0, "rare")));
        assertEquals(
                List.of(List.of(8L)),
                pages(sliced, new KeyFilter(0, false, 0, IdKind.KEY.format(8))));
        assertEquals(
                List.of(List.of(1L, 3L), List.of(5L), List.of(7L, 9L), List.of()),
                pages(sliced, new KeyFilter(0, false, 1, "")));
    }

    private static List<List<Long>> pages(SqlKeyStore store, KeyFilter filter) {
        List<List<Long>> pages = new ArrayList<>();
        String token = "";
        do {
            Page<ApiKey> page = store.list(filter, PageKey.of(2, token, "keys"));
            pages.add(page.items().stream().map(ApiKey::id).toList());
            token = page.nextToken();
        } while (!token.isEmpty());
        return pages;
    }

    private List<Long> search(String text) {
        return ids(new KeyFilter(0, false, 0, text));
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
