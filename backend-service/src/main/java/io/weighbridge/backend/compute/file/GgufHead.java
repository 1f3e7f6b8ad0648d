package io.weighbridge.backend.compute.file;

import java.util.Map;
import java.util.OptionalLong;

/// What the head of a GGUF file says.
///
/// @param numbers metadata that is a whole number, by its key
/// @param texts metadata that is a text
/// @param lengths how long the lists of the metadata are
/// @param sums of the lists of whole numbers: a number for each layer
/// @param tensors what the tensors come to
/// @param mainType what most bytes are stored as
public record GgufHead(
        Map<String, Long> numbers,
        Map<String, String> texts,
        Map<String, Long> lengths,
        Map<String, Long> sums,
        Tensors tensors,
        String mainType) {
    /// A head with copies of the maps.
    public GgufHead {
        numbers = Map.copyOf(numbers);
        texts = Map.copyOf(texts);
        lengths = Map.copyOf(lengths);
        sums = Map.copyOf(sums);
    }

    /// Such as `llama`.
    public String architecture() {
        return texts.getOrDefault("general.architecture", "");
    }

    /// A number of the architecture's own, such as `block_count`.
    public OptionalLong number(String key) {
        Long number = numbers.get(architecture() + '.' + key);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
