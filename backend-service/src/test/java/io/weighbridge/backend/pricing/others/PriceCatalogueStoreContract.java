package io.weighbridge.backend.pricing.others;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// What every [PriceCatalogueStore] does.
abstract class PriceCatalogueStoreContract {
    private static final OthersPrice LLAMA =
            price("meta/Llama-3-8B", "groq", Unit.INPUT_TOKENS, ServiceTier.STANDARD, 0, 50, 1);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.database();
    }

    private static final OthersPrice DEAREST =
            price(
                    "llama_v3-70b 100%",
                    "",
                    Unit.PIXELS,
                    ServiceTier.PRIORITY,
                    Unit.COUNT_MAX,
                    Rate.PRICE_MAX,
                    Rate.PER_MAX);
    private static final OthersPrice ODD =
            price("x!y", "ÄÖ", Unit.IMAGES, ServiceTier.BATCH, 200_000, 0, 1);

    private PriceCatalogueStore store() {
        return new SqlPriceCatalogueStore(database);
    }

    private static OthersPrice price(
            String model,
            String provider,
            Unit unit,
            ServiceTier tier,
            long above,
            long nanos,
            long per) {
        return new OthersPrice(model, provider, unit, tier, above, nanos, per);
    }

    private static PriceCatalogue catalogue(long id, String source, long atMs, int prices) {
        return new PriceCatalogue(id, source, "ab12", atMs, 1, prices, "0.92");
    }

    private void keep(PriceCatalogue catalogue, List<OthersPrice> prices, Long... gone) {
        store().replace(catalogue, prices, List.of(gone), List.of(Changes.ANY));
    }

    private List<OthersPrice> search(String... words) {
        return store().search(List.of(words), PageKey.of(0, "", "")).items().stream()
                .map(PriceCatalogueStore.Found::price)
                .toList();
    }

    @Test
    void shouldKeepEachPriceAsItIs() {
        PriceCatalogue a = catalogue(1, "a.json", 10, 3);
        keep(a, List.of(LLAMA, DEAREST, ODD));
        PriceCatalogue b = catalogue(2, "b.json", 9, 0);
        keep(b, List.of());
        assertEquals(List.of(b, a), store().all());
        assertEquals(List.of(LLAMA, DEAREST, ODD), search());
        List<PriceCatalogueStore.Found> found =
                store().search(List.of("groq"), PageKey.of(0, "", "")).items();
        assertEquals(List.of(new PriceCatalogueStore.Found(a, 1, LLAMA)), found);
    }

    @Test
    void shouldFindEntriesThatHaveAllWordsWhateverTheirCase() {
        keep(catalogue(1, "a.json", 10, 3), List.of(LLAMA, DEAREST, ODD));
        assertEquals(List.of(LLAMA, DEAREST), search("llama"));
        assertEquals(List.of(LLAMA), search("8b", "llama"));
        assertEquals(List.of(), search("llama", "mixtral"));
        // Nothing that is typed stands for something else.
        assertEquals(List.of(DEAREST), search("0%"));
        assertEquals(List.of(DEAREST), search("a_v"));
        assertEquals(List.of(ODD), search("x!y"));
        assertEquals(List.of(ODD), search("äö/x"));
        assertEquals(List.of(), search("x%y"));
    }

    @Test
    void shouldPutACatalogueInPlaceOfOthers() {
        keep(catalogue(1, "a.json", 10, 2), List.of(LLAMA, ODD));
        keep(catalogue(2, "b.json", 11, 1), List.of(LLAMA));
        PriceCatalogue again = catalogue(3, "a.json", 12, 1);
        keep(again, List.of(DEAREST), 1L, 2L);
        assertEquals(List.of(again), store().all());
        assertEquals(List.of(DEAREST), search());
    }

    @Test
    void shouldPageThroughAllCatalogues() {
        keep(catalogue(1, "a.json", 10, 3), List.of(LLAMA, DEAREST, ODD));
        keep(catalogue(2, "b.json", 9, 2), List.of(ODD, LLAMA));
        List<OthersPrice> seen = new ArrayList<>();
        String token = "";
        do {
            Page<PriceCatalogueStore.Found> page =
                    store().search(List.of(), PageKey.of(2, token, "all"));
            page.items().forEach(found -> seen.add(found.price()));
            token = page.nextToken();
        } while (!token.isEmpty());
        assertEquals(List.of(LLAMA, DEAREST, ODD, ODD, LLAMA), seen);
    }
}
