package io.weighbridge.backend.platform.config;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// A value as somebody wrote it.
///
/// @param text without quotes
/// @param form as the file has it; null where all values are plain texts, and for one that is of
///     no form
/// @param written as it stands there, for errors
/// @param plain whether it comes from where all values are plain texts
/// @param source where it was written
/// @param folder that relative paths begin at
record RawValue(
        String text,
        SettingType.@Nullable Form form,
        String written,
        boolean plain,
        SettingSource source,
        Path folder) {
    static RawValue plain(String text, SettingSource source, Path folder) {
        return new RawValue(text, null, text, true, source, folder);
    }

    boolean isOf(SettingType.Form wanted) {
        return plain || form == wanted;
    }
}
