package io.weighbridge.backend.pricing.others;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;

/// Where others' prices are kept.
public interface PriceCatalogueStore {
    /// A price that was found.
    ///
    /// @param number its place in its catalogue
    record Found(PriceCatalogue catalogue, int number, OthersPrice price) {}

    /// The oldest first.
    List<PriceCatalogue> all();

    /// Keeps a catalogue in place of others.
    ///
    /// @param gone ids of those that go
    void replace(
            PriceCatalogue catalogue,
            List<OthersPrice> prices,
            List<Long> gone,
            List<Change> changes);

    /// Prices of entries that have all these words in their provider and name, in the order of
    /// catalogues and of the places in them.
    ///
    /// @param words in small letters; none for every entry
    Page<Found> search(List<String> words, PageKey page);
}
