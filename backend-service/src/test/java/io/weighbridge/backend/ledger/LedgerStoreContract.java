package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.RequestId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What every [LedgerStore] does. Only the catalogue's accounts exist.
abstract class LedgerStoreContract {
    private static final RequestId CHARGED = Facts.request(200, 1);
    private static final RequestId KEPT = Facts.request(210, 2);
    private static final RequestId EXPIRED = Facts.request(220, 3);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private LedgerStore store() {
        return new SqlLedgerStore(database);
    }

    private static List<Fact> facts() {
        return List.of(
                Facts.granted(1, 100, 2_001, 1_000, Grant.NEVER, 1_000),
                Facts.settled(2, 200, CHARGED, 2_001, 14, 930),
                Facts.quarantined(3, 210, KEPT, 7, 40, 930),
                new Fact.HoldDropped(4, 220, EXPIRED, RequestState.EXPIRED, "vanished"));
    }

    @Test
    void shouldBeEmptyAtFirst() {
        LedgerStore.Snapshot snapshot = store().load(0);
        assertEquals(0, snapshot.foldedSequence());
        assertEquals(List.of(), snapshot.balances());
        assertEquals(4, snapshot.accounts().size());
    }

    @Test
    void shouldLoadWhatWasFolded() {
        LedgerStore store = store();
        store.fold(facts(), 6);
        LedgerStore.Snapshot snapshot = store.load(0);
        assertEquals(6, snapshot.foldedSequence());
        assertEquals(220, snapshot.lastAtMs());
        assertEquals(
                List.of(new LedgerStore.BalanceRow(2_001, Facts.ACCOUNT, 930, Grant.NEVER, 1)),
                snapshot.balances());
        assertEquals(
                List.of(new Quarantine(KEPT, Facts.ACCOUNT, Facts.KEY, Facts.SERVICE, 40, 3)),
                snapshot.quarantines());
        assertEquals(Set.of(CHARGED, KEPT, EXPIRED), Set.copyOf(snapshot.recentRequests()));
        assertEquals(Set.of(KEPT, EXPIRED), Set.copyOf(store.load(201).recentRequests()));
    }

    @Test
    void shouldTellHowRequestsAndOperationsEnded() {
        LedgerStore store = store();
        store.fold(facts(), 4);
        assertEquals(Optional.of(RequestState.CHARGED), store.request(CHARGED));
        assertEquals(Optional.of(RequestState.QUARANTINED), store.request(KEPT));
        assertEquals(Optional.of(RequestState.EXPIRED), store.request(EXPIRED));
        assertEquals(Optional.empty(), store.request(Facts.request(200, 9)));
        assertEquals(
                Optional.of(new OperationResult("asked 1", 2_001, 1_000, 1_000)),
                store.operation(Facts.operation(1).id()));
        assertEquals(Optional.empty(), store.operation(Facts.operation(2).id()));
        assertEquals(1_000, store.grant(2_001).orElseThrow().grantedNanos());
        assertEquals(Optional.empty(), store.grant(2_002));
    }

    @Test
    void shouldFoldAllOrNothingAndGoOnAfterwards() {
        LedgerStore store = store();
        store.fold(facts(), 4);
        // The second would charge a request that was charged before.
        List<Fact> twice =
                List.of(
                        Facts.granted(5, 300, 2_002, 10, Grant.NEVER, 940),
                        Facts.settled(6, 310, CHARGED, 2_001, 1, 935));
        assertThrows(RuntimeException.class, () -> store.fold(twice, 6));
        assertEquals(4, store.load(0).foldedSequence());
        assertEquals(Optional.empty(), store.grant(2_002));
        store.fold(List.of(twice.getFirst()), 5);
        assertEquals(5, store.load(0).foldedSequence());
        assertEquals(10, store.grant(2_002).orElseThrow().grantedNanos());
        assertEquals(2, store.load(0).balances().size());
    }

    @Test
    void shouldChargeARequestThatHadExpiredOnce() {
        LedgerStore store = store();
        store.fold(facts(), 4);
        store.fold(List.of(Facts.settled(5, 300, EXPIRED, 2_001, 2, 920)), 5);
        assertEquals(Optional.of(RequestState.CHARGED), store.request(EXPIRED));
        List<Fact> again = List.of(Facts.settled(6, 310, EXPIRED, 2_001, 2, 910));
        assertThrows(RuntimeException.class, () -> store.fold(again, 6));
        assertEquals(5, store.load(0).foldedSequence());
    }
}
