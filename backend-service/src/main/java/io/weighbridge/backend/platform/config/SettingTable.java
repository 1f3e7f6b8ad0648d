package io.weighbridge.backend.platform.config;

import io.weighbridge.backend.platform.text.Nearest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All settings there are, in the order in which people read them.
public final class SettingTable {
    private final Map<String, Setting<?>> byName = new LinkedHashMap<>();

    private SettingTable(List<Setting<?>> all) {
        for (Setting<?> setting : all) {
            if (byName.put(setting.name(), setting) != null) {
                throw new IllegalArgumentException(setting.name() + " twice");
            }
        }
    }

    /// A table.
    public static SettingTable of(Setting<?>... all) {
        return new SettingTable(List.of(all));
    }

    /// This one, and more settings behind it.
    public SettingTable with(List<Setting<?>> more) {
        List<Setting<?>> all = new ArrayList<>(byName.values());
        all.addAll(more);
        return new SettingTable(all);
    }

    /// All of them.
    public List<Setting<?>> all() {
        return List.copyOf(byName.values());
    }

    Optional<Setting<?>> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// What is wrong with a name that is none.
    String unknown(String name) {
        return name
                + ": no such setting (expected: "
                + Nearest.to(name, byName.keySet())
                        .map(known -> "did you mean " + known + "?")
                        .orElse("one of " + String.join(", ", byName.keySet()))
                + ")";
    }

    /// What is wrong with a variable that is none.
    String unknownVariable(String variable) {
        List<String> variables = new ArrayList<>();
        byName.values().forEach(setting -> variables.add(setting.variable()));
        return variable
                + ": no such setting (expected: "
                + Nearest.to(variable, variables)
                        .map(known -> "did you mean " + known + "?")
                        .orElse("a setting's name in capitals, such as " + variables.getFirst())
                + ")";
    }
}
