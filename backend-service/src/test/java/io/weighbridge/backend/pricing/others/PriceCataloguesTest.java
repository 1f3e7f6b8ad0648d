package io.weighbridge.backend.pricing.others;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

final class PriceCataloguesTest {
    private static final OthersPrice PRICE =
            new OthersPrice("m", "p", Unit.INPUT_TOKENS, ServiceTier.STANDARD, 0, 1, 1);

    @TempDir Path directory;
    @AutoClose private EmptyStore opened;
    private PriceCatalogues catalogues;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory);
        HandTime time = HandTime.now();
        catalogues =
                new PriceCatalogues(
                        new SqlPriceCatalogueStore(opened.database()), new IdSource(time), time);
    }

    private List<String> sources() {
        return catalogues.all().stream().map(PriceCatalogue::source).toList();
    }

    @Test
    void shouldLetTheOldestSourceGoWhereThereAreTooMany() {
        for (int i = 1; i <= PriceCatalogues.SOURCES_MAX + 1; i++) {
            keep("map-" + i);
        }
        assertEquals(
                List.of("map-9", "map-8", "map-7", "map-6", "map-5", "map-4", "map-3", "map-2"),
                sources());
        // One that is there already pushes nobody out.
        keep("map-2");
        assertEquals(PriceCatalogues.SOURCES_MAX, sources().size());
        assertEquals("map-2", sources().getFirst());
    }

    private void keep(String source) {
        catalogues.keep(source, "ab12", "", List.of(PRICE));
    }

    @Test
    void shouldRefuseWhatIsTooMuch() {
        List<OthersPrice> many = Collections.nCopies(PriceCatalogues.PRICES_MAX + 1, PRICE);
        Fault full = assertThrows(Fault.class, () -> catalogues.keep("a", "ab12", "", many));
        String said = String.valueOf(full.getMessage());
        assertTrue(said.contains("(expected: 0 to 50000)"), said);
        assertThrows(Fault.class, () -> catalogues.keep("", "ab12", "", List.of()));
        PageKey page = PageKey.of(0, "", "");
        assertThrows(Fault.class, () -> catalogues.search("x".repeat(201), page));
        assertThrows(Fault.class, () -> catalogues.search("a b c d e f g h i", page));
        assertEquals(List.of(), sources());
    }
}
