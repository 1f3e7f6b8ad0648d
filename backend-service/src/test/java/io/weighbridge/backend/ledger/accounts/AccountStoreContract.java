package io.weighbridge.backend.ledger.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.RequestId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What every [AccountStore] does, with a [LedgerStore] on the same data. Only the catalogue's
/// accounts exist.
abstract class AccountStoreContract {
    private static final RequestId REQUEST = Facts.request(200, 1);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private AccountStore store() {
        return new SqlAccountStore(database);
    }

    private LedgerStore ledger() {
        return new SqlLedgerStore(database);
    }

    private static <T> List<T> all(Function<PageKey, Page<T>> list) {
        List<T> items = new ArrayList<>();
        String token = "";
        do {
            Page<T> page = list.apply(PageKey.of(2, token, ""));
            items.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return items;
    }

    private List<Long> named(String prefix) {
        return all(page -> store().list(prefix, page)).stream().map(Account::id).toList();
    }

    @Test
    void shouldKeepEveryFieldAndReplaceOnlyTheVersionBefore() {
        Account first = new Account(5, 1, "Acme", Long.MAX_VALUE, true, "unpaid", 6);
        store().add(first, Changes.ANY);
        assertEquals(Optional.of(first), store().find(5));
        Account second = first.with("Other", 0);
        assertTrue(store().replace(second, Changes.ANY));
        assertFalse(store().replace(first.with(false, ""), Changes.ANY));
        assertEquals(Optional.of(second), store().find(5));
        assertFalse(store().replace(new Account(77, 2, "none", 0, false, "", 1), Changes.ANY));
        assertEquals(Optional.empty(), store().find(77));
    }

    @Test
    void shouldFindByTheStartOfTheNameWhateverItsCase() {
        store().add(new Account(5, 1, "Ärzte 50% off", 0, false, "", 1), Changes.ANY);
        store().add(new Account(6, 1, "ärzte_6", 0, false, "", 1), Changes.ANY);
        store().add(new Account(7, 1, "Arzte", 0, false, "", 1), Changes.ANY);
        assertEquals(List.of(5L, 6L), named("ÄRZTE"));
        assertEquals(List.of(5L), named("ärzte 50%"));
        assertEquals(List.of(), named("%"));
        assertEquals(List.of(), named("ärzte%"));
        assertEquals(List.of(1L, 2L, 5L, 6L, 7L, 1_001L, 1_002L), named(""));
    }

    private void foldHistory() {
        ledger().fold(
                        List.of(
                                Facts.granted(1, 100, 2_001, 1_000, Grant.NEVER, 1_000),
                                Facts.granted(2, 100, 2_002, 50, 9_000, 1_050),
                                Facts.granted(3, 150, 2_003, 70, 8_000, 1_120),
                                Facts.settled(4, 200, REQUEST, 2_003, 14, 1_050)),
                        4);
    }

    @Test
    void shouldListGrantsInBurnOrderWithTheUsedUpLast() {
        foldHistory();
        List<AccountStore.GrantLeft> left = all(page -> store().grants(Facts.ACCOUNT, page));
        assertEquals(
                List.of(2_002L, 2_001L, 2_003L), left.stream().map(g -> g.grant().id()).toList());
        assertEquals(
                List.of(50L, 1_000L, 0L),
                left.stream().map(AccountStore.GrantLeft::remainingNanos).toList());
        assertEquals(Optional.of(left.getFirst().grant()), store().grant(2_002));
        assertEquals(List.of(), all(page -> store().grants(1_002, page)));
    }

    @Test
    void shouldTellBalancesAndEntriesOfAnyInstant() {
        foldHistory();
        long[] instants = {0, 100, 101, 150, 151, 200, 201};
        long[] balances = {0, 0, 1_050, 1_050, 1_120, 1_120, 1_050};
        for (int i = 0; i < instants.length; i++) {
            assertEquals(balances[i], store().balanceBefore(Facts.ACCOUNT, instants[i]));
        }
        List<StatementEntry> entries =
                all(page -> store().statement(Facts.ACCOUNT, 0, Long.MAX_VALUE, false, page));
        assertEquals(
                List.of(1_000L, 50L, 70L, -70L),
                entries.stream().map(StatementEntry::amountNanos).toList());
        assertEquals(
                List.of(1_000L, 1_050L, 1_120L, 1_050L),
                entries.stream().map(StatementEntry::balanceAfterNanos).toList());
        assertEquals(
                entries.reversed(),
                all(page -> store().statement(Facts.ACCOUNT, 0, Long.MAX_VALUE, true, page)));
        assertEquals(REQUEST, entries.getLast().requestId());
        assertEquals(Facts.operation(1).id(), entries.getFirst().operationId());
        assertEquals("note 1", entries.getFirst().note());
        assertEquals(
                List.of(3L),
                all(page -> store().statement(Facts.ACCOUNT, 101, 200, false, page)).stream()
                        .map(StatementEntry::sequence)
                        .toList());
    }

    @Test
    void shouldTellWhatARequestWasCharged() {
        foldHistory();
        AccountStore.Charged charged = store().charged(REQUEST).orElseThrow();
        assertEquals(Facts.record(4, 200, REQUEST, 14, ""), charged.record());
        assertEquals(
                List.of(new Movement(2_003, LedgerAccounts.USAGE_REVENUE, 70)), charged.charged());
        assertEquals(0, charged.refundedNanos());
        assertEquals(Optional.empty(), store().charged(Facts.request(200, 2)));
    }
}
