package io.weighbridge.backend.pricing.importing;

import java.util.List;

/// A price map as it was read: its entries in the order of the text.
///
/// @param entries each name once
record PriceMap(List<Entry> entries) {
    PriceMap {
        entries = List.copyOf(entries);
    }

    /// One model.
    ///
    /// @param model its name
    /// @param value its fields; something else than an object when the map is odd
    /// @param duplicate whether the name stands in the map more than once
    record Entry(String model, JsonValue value, boolean duplicate) {
        private static final String SPECIMEN = "sample_spec";

        /// Whether it is a model at all: the map also has entries that explain it.
        boolean isModel() {
            return value instanceof JsonValue.Obj fields
                    && !model.equals(SPECIMEN)
                    && (fields.get("litellm_provider") != null || fields.get("mode") != null);
        }

        /// Its provider as the map calls it, or "".
        String provider() {
            return value instanceof JsonValue.Obj fields ? fields.text("litellm_provider") : "";
        }

        /// What kind of model it is, as the map calls it, or "".
        String mode() {
            return value instanceof JsonValue.Obj fields ? fields.text("mode") : "";
        }
    }
}
