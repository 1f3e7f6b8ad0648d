package io.weighbridge.backend.compute.measure;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// One sample of an exporter's page.
///
/// @param name of the metric
/// @param labels in no order
/// @param value empty for not-a-number and infinities
record Metric(String name, Map<String, String> labels, Optional<BigDecimal> value) {
    Metric {
        labels = Map.copyOf(labels);
    }

    /// A label's value; empty when there is none.
    String label(String label) {
        return labels.getOrDefault(label, "");
    }
}
