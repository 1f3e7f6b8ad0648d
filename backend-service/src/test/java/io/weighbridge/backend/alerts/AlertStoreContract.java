package io.weighbridge.backend.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What every [AlertStore] does. Accounts 1 and 2 exist.
abstract class AlertStoreContract {
    private static final long NOW = 1_000_000;

    private final AtomicLong ids = new AtomicLong(1_000);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private AlertStore store() {
        return new SqlAlertStore(database);
    }

    private static Contact contact(long id, long accountId, long kinds) {
        return new Contact(id, accountId, Channel.WEBHOOK, "https://h/☃", kinds, "sealed", 3, 4);
    }

    private Contact added(long id, long accountId, long kinds) {
        Contact contact = contact(id, accountId, kinds);
        store().add(contact, Changes.ANY);
        return contact;
    }

    private static Notice notice(long id, long accountId, NoticeKind kind) {
        return new Notice(id, accountId, 5, kind, 6, "seen at ☃");
    }

    private void told(Notice... notices) {
        database.inTransaction(
                handle -> {
                    for (Notice notice : notices) {
                        SqlNoticeRows.add(handle, notice);
                    }
                    return true;
                });
    }

    private int spread(int most) {
        return store().spread(ids::incrementAndGet, NOW, most);
    }

    private List<Alert> all() {
        return store().list(0, PageKey.of(1_000, "", "")).items();
    }

    private long audited() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT COUNT(*) FROM audit_entry")
                                .mapTo(long.class)
                                .one());
    }

    @Test
    void contactsAreKeptListedAndRemoved() {
        long before = audited();
        Contact own = added(10, 1, 2);
        Contact mail = new Contact(11, 1, Channel.MAIL, "a@b.example", Contact.ALL_KINDS, "", 3, 0);
        store().add(mail, Changes.ANY);
        Contact operators = added(12, 0, Contact.ALL_KINDS);
        assertEquals(List.of(own, mail), store().contacts(1));
        assertEquals(List.of(operators), store().contacts(0));
        assertEquals(List.of(), store().contacts(2));
        assertEquals(Optional.of(mail), store().contact(11));
        store().remove(11, Changes.ANY);
        store().remove(11, Changes.ANY);
        assertEquals(Optional.empty(), store().contact(11));
        assertEquals(4, audited() - before, "three additions and one removal");
    }

    @Test
    void eachNoticeBecomesOneAlertForEveryContactThatWantsIt() {
        Contact leaks = added(10, 1, Contact.bit(NoticeKind.KEY_LEAKED));
        Contact other = added(11, 2, Contact.ALL_KINDS);
        Contact operators = added(12, 0, Contact.ALL_KINDS);
        assertFalse(store().hasNew());
        told(
                notice(1, 1, NoticeKind.KEY_LEAKED),
                notice(2, 1, NoticeKind.LOW_BALANCE),
                notice(3, 2, NoticeKind.KEY_REVOKED),
                notice(4, 0, NoticeKind.PAYMENT_UNMATCHED));
        assertTrue(store().hasNew());
        assertEquals(3, spread(3));
        assertEquals(1, spread(3));
        assertFalse(store().hasNew());
        assertEquals(0, spread(3));
        List<String> made = new ArrayList<>();
        for (Alert alert : all().reversed()) {
            made.add(alert.contactId() + " " + alert.noticeId() + " " + alert.kind());
        }
        assertEquals(
                List.of(
                        operators.id() + " 1 KEY_LEAKED",
                        leaks.id() + " 1 KEY_LEAKED",
                        operators.id() + " 2 LOW_BALANCE",
                        operators.id() + " 3 KEY_REVOKED",
                        other.id() + " 3 KEY_REVOKED",
                        operators.id() + " 4 PAYMENT_UNMATCHED"),
                made);
        Alert first = all().getLast();
        assertEquals(
                new Alert(
                        first.id(),
                        12,
                        1,
                        1,
                        NoticeKind.KEY_LEAKED,
                        6,
                        "seen at ☃",
                        5,
                        Alert.State.WAITING,
                        0,
                        NOW,
                        ""),
                first);
    }

    @Test
    void whatIsDueIsGivenByContactAndLeavesWhenItEnds() {
        Contact first = added(10, 1, Contact.ALL_KINDS);
        Contact second = added(11, 2, Contact.ALL_KINDS);
        told(
                notice(1, 1, NoticeKind.KEY_LEAKED),
                notice(2, 1, NoticeKind.KEY_REVOKED),
                notice(3, 2, NoticeKind.KEY_LEAKED));
        spread(10);
        assertEquals(List.of(), store().due(NOW - 1));
        assertEquals(List.of(first, second), store().due(NOW));
        Alert next = store().due(10, NOW).orElseThrow();
        assertEquals(1, next.noticeId());
        Alert failed = next.failed("answered 500", NOW);
        store().tried(failed);
        assertEquals(2, store().due(10, NOW).orElseThrow().noticeId(), "the next has its turn");
        store().tried(store().due(10, NOW).orElseThrow().sent());
        assertEquals(Optional.empty(), store().due(10, NOW));
        assertEquals(List.of(second), store().due(NOW));
        assertEquals(Optional.of(failed), store().due(10, failed.nextTryAtMs()));
        assertEquals(List.of(second, first), store().due(failed.nextTryAtMs()));
        store().tried(failed.sent());
        // An older result of the same changes nothing any more.
        store().tried(failed);
        assertEquals(Optional.empty(), store().due(10, failed.nextTryAtMs()));
    }

    /// After the clock went back a year, nothing waits for a year.
    @Test
    void whatALaterClockPutOffIsDue() {
        Contact contact = added(10, 1, Contact.ALL_KINDS);
        told(notice(1, 1, NoticeKind.KEY_LEAKED));
        spread(10);
        Alert alert = store().due(10, NOW).orElseThrow();
        long pauseMs = 24 * 3_600_000L;
        Alert late = put(alert, NOW + pauseMs);
        assertEquals(List.of(), store().due(NOW), "as long as a pause may be");
        Alert later = put(late, NOW + 365 * pauseMs);
        assertEquals(List.of(contact), store().due(NOW));
        assertEquals(Optional.of(later), store().due(10, NOW));
    }

    private Alert put(Alert alert, long tryAtMs) {
        Alert changed =
                new Alert(
                        alert.id(),
                        alert.contactId(),
                        alert.noticeId(),
                        alert.accountId(),
                        alert.kind(),
                        alert.keyId(),
                        alert.detail(),
                        alert.atMs(),
                        Alert.State.WAITING,
                        1,
                        tryAtMs,
                        "");
        store().tried(changed);
        return changed;
    }

    @Test
    void whatWaitsForARemovedContactGoesWithIt() {
        added(10, 1, Contact.ALL_KINDS);
        told(notice(1, 1, NoticeKind.KEY_LEAKED), notice(2, 1, NoticeKind.KEY_LEAKED));
        spread(10);
        Alert sent = store().due(10, NOW).orElseThrow().sent();
        store().tried(sent);
        store().remove(10, Changes.ANY);
        assertEquals(List.of(sent), all());
        assertEquals(List.of(), store().due(NOW));
        long before = audited();
        assertFalse(store().addTest(test(77, 10), Changes.ANY));
        assertEquals(before, audited());
        assertEquals(List.of(sent), all());
    }

    private static Alert test(long id, long contactId) {
        return new Alert(id, contactId, 0, 1, null, 0, "", 5, Alert.State.WAITING, 0, NOW, "");
    }

    @Test
    void testsAreAsManyAsOneWants() {
        added(10, 1, Contact.bit(NoticeKind.KEY_LEAKED));
        assertTrue(store().addTest(test(77, 10), Changes.ANY));
        assertTrue(store().addTest(test(78, 10), Changes.ANY));
        assertEquals(List.of(test(78, 10), test(77, 10)), all());
        assertEquals(Optional.of(test(77, 10)), store().due(10, NOW));
    }

    @Test
    void moreThanMayWaitIsGivenUpAndSaid() {
        added(10, 1, Contact.ALL_KINDS);
        Notice[] notices = new Notice[AlertStore.WAITING_MAX + 1];
        for (int i = 0; i < notices.length; i++) {
            notices[i] = notice(i + 1, 1, NoticeKind.KEY_REVOKED);
        }
        told(notices);
        while (spread(2_000) > 0) {
            assertTrue(ids.get() < 100_000);
        }
        Alert last = all().getFirst();
        assertEquals(Alert.State.GIVEN_UP, last.state());
        assertEquals("10000 others waited for it already", last.problem());
        assertEquals(Alert.State.WAITING, all().get(1).state());
        assertFalse(store().addTest(test(77, 10), Changes.ANY));
        store().tried(store().due(10, NOW).orElseThrow().sent());
        assertTrue(store().addTest(test(77, 10), Changes.ANY));
    }

    @Test
    void aBalanceIsToldOfOnceForEachCrossing() {
        store().setLowBalances(1, List.of(5L, 9L), Changes.ANY);
        store().setLowBalances(2, List.of(0L), Changes.ANY);
        LowBalance five = new LowBalance(1, 5, false);
        LowBalance nine = new LowBalance(1, 9, false);
        LowBalance zero = new LowBalance(2, 0, false);
        assertEquals(List.of(five, nine, zero), store().lowBalances(0, Long.MIN_VALUE, 9));
        assertEquals(List.of(five, nine), store().lowBalances(0, Long.MIN_VALUE, 2));
        assertEquals(List.of(nine, zero), store().lowBalances(1, 5, 9));
        assertEquals(List.of(zero), store().lowBalances(1, 9, 9));
        Notice notice = notice(1, 1, NoticeKind.LOW_BALANCE);
        store().fell(nine, notice);
        store().fell(nine, notice(2, 1, NoticeKind.LOW_BALANCE));
        assertEquals(1, store().spread(ids::incrementAndGet, NOW, 10));
        LowBalance below = new LowBalance(1, 9, true);
        assertEquals(List.of(five, below), store().lowBalances(1));
        // Who sets others keeps what was told.
        store().setLowBalances(1, List.of(7L, 9L), Changes.ANY);
        assertEquals(List.of(new LowBalance(1, 7, false), below), store().lowBalances(1));
        store().rose(below);
        assertEquals(
                List.of(new LowBalance(1, 7, false), nine, zero),
                store().lowBalances(0, Long.MIN_VALUE, 9));
        store().fell(nine, notice(3, 1, NoticeKind.LOW_BALANCE));
        assertEquals(1, store().spread(ids::incrementAndGet, NOW, 10));
    }

    @Test
    void anAccountsAlertsAreListedInPages() {
        added(10, 1, Contact.ALL_KINDS);
        added(11, 2, Contact.ALL_KINDS);
        for (long id = 1; id <= 6; id++) {
            told(notice(id, id % 2 + 1, NoticeKind.KEY_LEAKED));
        }
        spread(10);
        Page<Alert> first = store().list(1, PageKey.of(2, "", ""));
        assertEquals(List.of(6L, 4L), first.items().stream().map(Alert::noticeId).toList());
        Page<Alert> second = store().list(1, PageKey.of(2, first.nextToken(), ""));
        assertEquals(List.of(2L), second.items().stream().map(Alert::noticeId).toList());
        assertEquals("", second.nextToken());
        assertEquals(6, all().size());
    }

    @Test
    void whatEndedIsForgottenInPartsAndWhatWaitsIsNot() {
        added(10, 1, Contact.ALL_KINDS);
        for (long id = 1; id <= 4; id++) {
            told(notice(id, 1, NoticeKind.KEY_LEAKED));
        }
        spread(10);
        for (int i = 0; i < 3; i++) {
            store().tried(store().due(10, NOW).orElseThrow().sent());
        }
        assertEquals(0, store().forget(5, 10));
        assertEquals(2, store().forget(6, 2));
        assertEquals(1, store().forget(6, 2));
        assertEquals(List.of(4L), all().stream().map(Alert::noticeId).toList());
    }
}
