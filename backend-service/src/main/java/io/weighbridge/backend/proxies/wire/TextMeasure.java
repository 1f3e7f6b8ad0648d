package io.weighbridge.backend.proxies.wire;

/// Measures the texts of a model. It answers at once: what would take long is not counted. Safe for
/// sharing.
public interface TextMeasure {
    /// Knows nothing but the length.
    TextMeasure BYTES =
            new TextMeasure() {
                @Override
                public TextSize of(String text) {
                    return TextSize.ofBytes(PromptSize.bytes(text));
                }

                @Override
                public String name() {
                    return "bytes";
                }
            };

    /// The size of a text.
    TextSize of(String text);

    /// What an estimate by it is said to be made by.
    String name();

    /// Whose texts are measured how.
    @FunctionalInterface
    interface ByModel {
        /// Nobody has told of any model.
        ByModel NONE = model -> BYTES;

        /// The one for a model, by its service's name.
        TextMeasure of(String model);
    }
}
