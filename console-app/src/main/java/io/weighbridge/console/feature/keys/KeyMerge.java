package io.weighbridge.console.feature.keys;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.KeySettings;

import java.util.List;
import java.util.Set;

/// Brings together what two operators changed in a key, field by field.
///
/// @param base what this operator began with
/// @param mine as wanted
/// @param theirs as the other one saved it
record KeyMerge(ApiKey base, KeySettings mine, ApiKey theirs)
        implements FieldMerge<KeySettings, KeyField> {
    @Override
    public List<KeyField> fields() {
        return List.of(KeyField.values());
    }

    @Override
    public KeySettings before() {
        return base.getSettings();
    }

    @Override
    public KeySettings other() {
        return theirs.getSettings();
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
