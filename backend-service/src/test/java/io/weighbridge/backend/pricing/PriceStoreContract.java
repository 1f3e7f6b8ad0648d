package io.weighbridge.backend.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What every [PriceStore] does. Services 11 and 12 exist.
abstract class PriceStoreContract {
    private static final Rate PLAIN =
            new Rate(11, Unit.INPUT_TOKENS, ServiceTier.STANDARD, 0, 0, 0, 1, List.of());

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private static final Rate STEPPED =
            new Rate(
                    12,
                    Unit.PIXELS,
                    ServiceTier.PRIORITY,
                    Unit.COUNT_MAX,
                    Long.MAX_VALUE,
                    Rate.PRICE_MAX,
                    Rate.PER_MAX,
                    List.of(new VolumeStep(1, 2), new VolumeStep(Long.MAX_VALUE, Rate.PRICE_MAX)));
    private static final Fee FEE = new Fee(0, Rate.PRICE_MAX, Fee.MILLIONTHS_MAX);

    private PriceStore store() {
        return new SqlPriceStore(database);
    }

    private static PriceBook draft(long id, long version, List<Rate> rates, List<Fee> fees) {
        return new PriceBook(id, version, "note", 3, 4, 0, 0, rates, fees);
    }

    private static PriceBook published(PriceBook draft, long atMs, long effectiveAtMs) {
        return new PriceBook(
                draft.id(),
                draft.version() + 1,
                draft.note(),
                draft.basedOnId(),
                draft.createdAtMs(),
                atMs,
                effectiveAtMs,
                draft.rates(),
                draft.fees());
    }

    @Test
    void shouldKeepEveryRateAndFee() {
        PriceBook draft = draft(1, 1, List.of(PLAIN, STEPPED), List.of(FEE, new Fee(11, 0, 1)));
        store().add(draft, Changes.ANY);
        assertEquals(Optional.of(draft), store().find(1));
        assertEquals(Optional.empty(), store().find(2));
        assertEquals(List.of(), store().published());
        assertEquals(Set.of(), store().servicesWithSteps());
    }

    @Test
    void shouldReplaceOnlyTheVersionBefore() {
        store().add(draft(1, 1, List.of(PLAIN), List.of(FEE)), Changes.ANY);
        PriceBook second = draft(1, 2, List.of(STEPPED), List.of());
        assertTrue(store().replace(second, Changes.ANY));
        assertFalse(store().replace(draft(1, 2, List.of(PLAIN), List.of()), Changes.ANY));
        assertFalse(store().replace(draft(1, 4, List.of(PLAIN), List.of()), Changes.ANY));
        assertFalse(store().replace(draft(9, 2, List.of(PLAIN), List.of()), Changes.ANY));
        assertEquals(Optional.of(second), store().find(1));
    }

    @Test
    void shouldNeverChangeOrDeleteAPublishedBook() {
        PriceBook draft = draft(1, 1, List.of(STEPPED), List.of(FEE));
        store().add(draft, Changes.ANY);
        PriceBook book = published(draft, 5, 6);
        assertTrue(store().replace(book, Changes.ANY));
        assertFalse(store().replace(draft(1, 3, List.of(PLAIN), List.of()), Changes.ANY));
        assertFalse(store().deleteDraft(1, Changes.ANY));
        assertEquals(Optional.of(book), store().find(1));
        assertEquals(Set.of(12L), store().servicesWithSteps());
        List<PriceBook> known = store().published();
        assertEquals(1, known.size());
        assertEquals(6, known.getFirst().effectiveAtMs());
    }

    @Test
    void shouldDeleteDrafts() {
        store().add(draft(1, 1, List.of(PLAIN), List.of(FEE)), Changes.ANY);
        assertTrue(store().deleteDraft(1, Changes.ANY));
        assertFalse(store().deleteDraft(1, Changes.ANY));
        assertEquals(Optional.empty(), store().find(1));
        store().add(draft(1, 1, List.of(), List.of()), Changes.ANY);
        assertEquals(List.of(), store().find(1).orElseThrow().rates());
    }

    @Test
    void shouldListInTheOrderOfIds() {
        for (long id = 5; id >= 1; id--) {
            store().add(draft(id, 1, List.of(PLAIN), List.of()), Changes.ANY);
        }
        List<Long> ids = new ArrayList<>();
        String token = "";
        do {
            Page<PriceBook> page = store().list(PageKey.of(2, token, "books"));
            page.items().forEach(book -> ids.add(book.id()));
            token = page.nextToken();
        } while (!token.isEmpty());
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), ids);
    }
}
