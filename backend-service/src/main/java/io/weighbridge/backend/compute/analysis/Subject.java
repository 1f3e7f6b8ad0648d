package io.weighbridge.backend.compute.analysis;

import io.weighbridge.backend.compute.file.Tensors;
import io.weighbridge.backend.compute.model.Described;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A model that is looked at.
///
/// @param described by its config
/// @param tensors of its files, null when only the config was read
/// @param notes where files and config differ
/// @param longestContext tokens that the config says it is made for, 0 when it does not say it
record Subject(
        Described described, @Nullable Tensors tensors, List<String> notes, long longestContext) {
    Subject {
        notes = List.copyOf(notes);
    }
}
