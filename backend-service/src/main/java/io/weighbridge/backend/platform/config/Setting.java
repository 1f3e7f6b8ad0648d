package io.weighbridge.backend.platform.config;

import java.util.Locale;

/// One setting: all that is known of it, for parsing, errors, documentation and the example file.
///
/// @param name in the file, dotted, for example `listen.port`
/// @param type what values it takes
/// @param byDefault its default, written as in the environment; empty where the type says what that
///     means
/// @param unit of its value, in words; empty for none
/// @param text what it does, in one or two sentences
/// @param secret whether its value is never shown
public record Setting<T>(
        String name,
        SettingType<T> type,
        String byDefault,
        String unit,
        String text,
        boolean secret) {
    private static final String PREFIX = "WEIGHBRIDGE_";

    /// One that may be shown.
    public static <T> Setting<T> of(
            String name, SettingType<T> type, String byDefault, String unit, String text) {
        return new Setting<>(name, type, byDefault, unit, text, false);
    }

    /// One that is never shown: a password, or a URL that holds one.
    public static <T> Setting<T> secret(
            String name, SettingType<T> type, String byDefault, String text) {
        return new Setting<>(name, type, byDefault, "", text, true);
    }

    /// Its name in the environment, for example `WEIGHBRIDGE_LISTEN_PORT`.
    public String variable() {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /// What a value may be, with the unit.
    public String expected() {
        return unit.isEmpty() ? type.expected() : type.expected() + ", in " + unit;
    }

    /// A value as it may be shown.
    public String shown(String value) {
        return secret && !value.isEmpty() ? "***" : value;
    }
}
