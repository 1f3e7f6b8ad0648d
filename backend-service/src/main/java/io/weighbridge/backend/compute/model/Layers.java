package io.weighbridge.backend.compute.model;

import java.util.List;
import java.util.function.LongPredicate;

/// How many layers are of a sort, as configs say it: by a list of types or by a rule.
final class Layers {
    static final String FULL = "full_attention";
    static final String SLIDING = "sliding_attention";
    static final String LINEAR = "linear_attention";

    private Layers() {}

    /// @return the number of layers
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when there are too many
    static long all(Fields config) {
        long layers = config.size("num_hidden_layers");
        if (layers > 10_000) {
            throw config.invalid("num_hidden_layers", layers, "at most 10000");
        }
        return layers;
    }

    /// Layers of one type: of the list `layer_types` when there is one, else those of the rule.
    ///
    /// @param rule by the number of the layer, from 0
    static long ofType(Fields config, String type, LongPredicate rule) {
        long layers = all(config);
        if (!config.has("layer_types")) {
            return count(layers, rule);
        }
        List<String> types = config.texts("layer_types");
        if (types.size() != layers) {
            throw config.invalid("layer_types", types.size() + " types", layers + " types");
        }
        for (String each : types) {
            if (!List.of(FULL, SLIDING, LINEAR).contains(each)) {
                throw config.invalid("layer_types", each, FULL + ", " + SLIDING + " or " + LINEAR);
            }
        }
        return types.stream().filter(type::equals).count();
    }

    static long count(long layers, LongPredicate rule) {
        long count = 0;
        for (long layer = 0; layer < layers; layer++) {
            if (rule.test(layer)) {
                count++;
            }
        }
        return count;
    }
}
