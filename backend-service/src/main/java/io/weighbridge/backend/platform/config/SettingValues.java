package io.weighbridge.backend.platform.config;

import io.weighbridge.backend.platform.fault.Fault;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A value for each setting of a table, with where it comes from. Immutable.
public final class SettingValues {
    private final Map<String, Given> byName;

    /// @param value as the setting's type has it
    private record Given(Setting<?> setting, Object value, String text, SettingSource source) {}

    private SettingValues(Map<String, Given> byName) {
        this.byName = byName;
    }

    /// All defaults.
    ///
    /// @param folder that relative paths begin at
    public static SettingValues defaults(SettingTable table, Path folder) {
        SettingValues values = new SettingValues(new LinkedHashMap<>());
        for (Setting<?> setting : table.all()) {
            values.put(
                    setting,
                    RawValue.plain(setting.byDefault(), new SettingSource.Default(), folder));
        }
        return values;
    }

    /// @throws Fault INVALID_FIELD when it is none
    private void put(Setting<?> setting, RawValue raw) {
        SettingType.Form form = setting.type().form();
        if (!raw.isOf(form)) {
            throw Fault.invalid(setting.name(), setting.shown(raw.written()), form.words());
        }
        Object value = setting.type().reader().read(raw.text(), raw.folder());
        if (value == null) {
            throw Fault.invalid(setting.name(), setting.shown(raw.text()), setting.expected());
        }
        byName.put(setting.name(), new Given(setting, value, raw.text(), raw.source()));
    }

    SettingValues with(Setting<?> setting, RawValue raw) {
        SettingValues changed = new SettingValues(new LinkedHashMap<>(byName));
        changed.put(setting, raw);
        return changed;
    }

    /// The same with another value for one setting, written as in the environment.
    ///
    /// @throws Fault INVALID_FIELD when it is none
    public SettingValues with(Setting<?> setting, String text) {
        return with(setting, RawValue.plain(text, new SettingSource.Flag(), Path.of("")));
    }

    /// The value of a setting.
    @SuppressWarnings("unchecked") // put() reads it by the setting's own type.
    public <T> T get(Setting<T> setting) {
        return (T) given(setting).value;
    }

    private Given given(Setting<?> setting) {
        return Objects.requireNonNull(byName.get(setting.name()), setting.name());
    }

    /// Where the value of a setting comes from.
    public SettingSource source(Setting<?> setting) {
        return given(setting).source;
    }

    /// The value as it may be shown: whole paths, and nothing of a secret.
    public String shown(Setting<?> setting) {
        Given given = given(setting);
        return setting.shown(given.value instanceof Path path ? path.toString() : given.text);
    }

    /// A problem of a setting's value with others, as errors name it.
    public String problem(Setting<?> setting, String expected) {
        return source(setting).text()
                + ": "
                + setting.name()
                + ": "
                + shown(setting)
                + " (expected: "
                + expected
                + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettingValues values && values.texts().equals(texts());
    }

    @Override
    public int hashCode() {
        return texts().hashCode();
    }

    // Values alone: two are the same wherever they come from.
    private Map<String, Object> texts() {
        Map<String, Object> values = new LinkedHashMap<>();
        byName.forEach((name, given) -> values.put(name, given.value));
        return values;
    }

    @Override
    public String toString() {
        Map<String, String> shown = new LinkedHashMap<>();
        byName.forEach((name, given) -> shown.put(name, shown(given.setting)));
        return shown.toString();
    }
}
