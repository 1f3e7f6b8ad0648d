package io.weighbridge.backend.pricing.importing;

import java.util.Map;
import java.util.TreeMap;

/// The prices of a service: in force, and as the map has them.
///
/// @param service its name
/// @param mode the model's kind, as the map calls it
/// @param book its list prices in force, without those that stay whatever the map says
/// @param map what is taken and left of the map
record ServicePrices(String service, String mode, Map<RateKey, BookPrice> book, ModelPrices map) {
    /// @param hasSteps whether it depends on the month's volume
    record BookPrice(ExactPrice price, boolean hasSteps) {}

    /// The new prices by their keys.
    Map<RateKey, ExactPrice> fresh() {
        Map<RateKey, ExactPrice> fresh = new TreeMap<>();
        map.taken().forEach(taken -> fresh.put(taken.key(), taken.price()));
        return fresh;
    }
}
