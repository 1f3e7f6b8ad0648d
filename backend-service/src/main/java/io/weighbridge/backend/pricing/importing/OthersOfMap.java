package io.weighbridge.backend.pricing.importing;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.pricing.others.OthersPrice;
import io.weighbridge.backend.pricing.others.PriceCatalogues;

import java.util.ArrayList;
import java.util.List;

/// What a whole map says of others' prices, whichever models an import chooses: each price that is
/// exactly a rate's, and no other.
final class OthersOfMap {
    private OthersOfMap() {}

    /// @param scale one that rounds nothing
    /// @throws Fault INVALID_FIELD for more prices than are kept
    static List<OthersPrice> of(PriceMap map, MapScale scale) {
        List<OthersPrice> prices = new ArrayList<>();
        for (PriceMap.Entry entry : map.entries()) {
            // Of two entries of one name nobody can tell which is meant.
            if (entry.isModel()
                    && !entry.duplicate()
                    && OthersPrice.isNameable(entry.model(), entry.provider())
                    && entry.value() instanceof JsonValue.Obj fields) {
                ModelPrices.of(fields, entry.mode(), scale)
                        .taken()
                        .forEach(taken -> prices.add(of(entry, taken)));
                PriceCatalogues.requireRoom(prices.size());
            }
        }
        return prices;
    }

    private static OthersPrice of(PriceMap.Entry entry, TakenPrice taken) {
        return new OthersPrice(
                entry.model(),
                entry.provider(),
                taken.key().unit(),
                taken.key().tier(),
                taken.key().aboveInputTokens(),
                taken.price().nanos(),
                taken.price().per());
    }
}
