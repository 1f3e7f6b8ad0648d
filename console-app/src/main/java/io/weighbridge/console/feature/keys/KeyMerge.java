package io.weighbridge.console.feature.keys;

import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.KeySettings;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Brings together what two operators changed in a key, field by field.
///
/// @param base what this operator began with
/// @param mine as wanted
/// @param theirs as the other one saved it
record KeyMerge(ApiKey base, KeySettings mine, ApiKey theirs) {
    /// What both changed to different values.
    List<KeyField> clashes() {
        return Arrays.stream(KeyField.values())
                .filter(field -> isMine(field) && isTheirs(field))
                .filter(field -> !field.isSame(mine, theirs.getSettings()))
                .toList();
    }

    boolean isMine(KeyField field) {
        return !field.isSame(base.getSettings(), mine);
    }

    boolean isTheirs(KeyField field) {
        return !field.isSame(base.getSettings(), theirs.getSettings());
    }

    /// The settings that come of it.
    KeySettings merged(Set<KeyField> takeTheirs) {
        KeySettings.Builder merged = KeySettings.newBuilder();
        for (KeyField field : KeyField.values()) {
            boolean isMine = isMine(field) && !takeTheirs.contains(field);
            merged.mergeFrom(field.only(isMine ? mine : theirs.getSettings()));
        }
        return merged.build();
    }
}
