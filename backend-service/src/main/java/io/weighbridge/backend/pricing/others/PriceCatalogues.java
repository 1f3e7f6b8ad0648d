package io.weighbridge.backend.pricing.others;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Keeps what others ask, one catalogue for each source of price maps. One change at a time (this
/// object's monitor).
public final class PriceCatalogues {
    /// The most prices of a catalogue; the real map has 15,000.
    public static final int PRICES_MAX = 50_000;

    /// The most catalogues: one more, and the oldest goes.
    static final int SOURCES_MAX = 8;

    /// The most characters of a source's name, and of a text that is searched.
    public static final int TEXT_LENGTH_MAX = 200;

    private static final int WORDS_MAX = 8;

    private final PriceCatalogueStore store;
    private final IdSource ids;
    private final TimeSource time;

    public PriceCatalogues(PriceCatalogueStore store, IdSource ids, TimeSource time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
    }

    /// @throws Fault INVALID_FIELD for more prices than are kept
    public static void requireRoom(int prices) {
        Check.range("price map: prices to compare with", prices, 0, PRICES_MAX);
    }

    /// Keeps a map's prices in place of those that were kept of its source.
    ///
    /// @param source 1 to [#TEXT_LENGTH_MAX] characters
    /// @param sha256 of the map
    /// @param multipliedBy "" for none
    /// @throws Fault INVALID_FIELD
    public synchronized void keep(
            String source, String sha256, String multipliedBy, List<OthersPrice> prices) {
        Check.text("options.source", source, 1, TEXT_LENGTH_MAX);
        requireRoom(prices.size());
        List<OthersPrice> sorted =
                prices.stream()
                        .sorted(
                                Comparator.comparing(OthersPrice::model)
                                        .thenComparing(OthersPrice::tier)
                                        .thenComparing(OthersPrice::unit)
                                        .thenComparingLong(OthersPrice::aboveInputTokens))
                        .toList();
        PriceCatalogue fresh =
                new PriceCatalogue(
                        ids.next(),
                        source,
                        sha256,
                        time.wallMs(),
                        (int) sorted.stream().map(OthersPrice::model).distinct().count(),
                        sorted.size(),
                        multipliedBy);
        List<PriceCatalogue> others = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        String before = "";
        for (PriceCatalogue known : store.all()) {
            if (known.source().equals(source)) {
                gone.add(known.id());
                before = json(known);
            } else {
                others.add(known);
            }
        }
        for (PriceCatalogue oldest :
                others.subList(0, Math.max(0, others.size() - SOURCES_MAX + 1))) {
            gone.add(oldest.id());
            changes.add(change(fresh, "price-catalogue.remove", oldest.source(), json(oldest), ""));
        }
        changes.add(change(fresh, "price-catalogue.replace", source, before, json(fresh)));
        store.replace(fresh, sorted, gone, changes);
    }

    private static Change change(
            PriceCatalogue fresh, String action, String source, String before, String after) {
        return Change.now(fresh.importedAtMs(), action, source, before, after);
    }

    private static String json(PriceCatalogue catalogue) {
        return JsonText.object()
                .add("sha256", catalogue.sha256())
                .add("importedAtMs", catalogue.importedAtMs())
                .add("models", catalogue.models())
                .add("prices", catalogue.prices())
                .add("multipliedBy", catalogue.multipliedBy())
                .toString();
    }

    /// All that are kept, the newest first.
    public List<PriceCatalogue> all() {
        return store.all().reversed();
    }

    /// Prices of entries that have all words of a text in their provider and name.
    ///
    /// @param text "" for every entry
    /// @throws Fault INVALID_FIELD
    public Page<PriceCatalogueStore.Found> search(String text, PageKey page) {
        Check.text("text", text, 0, TEXT_LENGTH_MAX);
        String small = small(text).strip();
        List<String> words = small.isEmpty() ? List.of() : List.of(small.split("\\s+", -1));
        Check.range("text: words", words.size(), 0, WORDS_MAX);
        return store.search(words, page);
    }

    /// What is searched in.
    static String searched(OthersPrice price) {
        return small(price.provider() + '/' + price.model());
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
