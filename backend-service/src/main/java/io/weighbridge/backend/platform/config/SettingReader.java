package io.weighbridge.backend.platform.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the settings of a table: the defaults, over them a TOML file, over it the environment,
/// over it flags. Goes on after a problem, so that all are told at once. Used once, by one thread.
public final class SettingReader {
    private static final String PREFIX = "WEIGHBRIDGE_";
    // What Kubernetes puts into every container beside a service of the name weighbridge.
    private static final Pattern NOT_OURS =
            Pattern.compile("WEIGHBRIDGE_(SERVICE_(HOST|PORT)|PORT)(_.*)?");

    private final SettingTable table;
    private final Path folder;
    private final List<String> problems = new ArrayList<>();
    private SettingValues values;

    /// @param folder that relative paths begin at, but for those in the file: these begin at its
    /// own
    public SettingReader(SettingTable table, Path folder) {
        this.table = table;
        this.folder = folder;
        this.values = SettingValues.defaults(table, folder);
    }

    /// Reads a file.
    public void file(Path file) {
        Path above = file.toAbsolutePath().normalize().getParent();
        Path from = above == null ? folder : above;
        values = SettingValues.defaults(table, from);
        if (!Files.isRegularFile(file)) {
            problems.add(
                    file
                            + ": not found (expected: a settings file;"
                            + " docs/weighbridge.example.toml is one to start from)");
            return;
        }
        Map<String, JsonNode> found = new TreeMap<>();
        try {
            flatten("", new TomlMapper().readTree(file.toFile()), found);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(
                    file + ": line " + line + ": " + e.getOriginalMessage() + " (expected: TOML)");
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        }
        SettingSource source = new SettingSource.InFile(file);
        found.forEach((name, value) -> set(name, raw(value, source, from)));
    }

    private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> found) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = prefix + field.getKey();
            if (field.getValue().isObject()) {
                flatten(name + '.', field.getValue(), found);
            } else {
                found.put(name, field.getValue());
            }
        }
    }

    private static RawValue raw(JsonNode node, SettingSource source, Path from) {
        SettingType.Form form =
                node.isTextual()
                        ? SettingType.Form.TEXT
                        : node.isIntegralNumber()
                                ? SettingType.Form.NUMBER
                                : node.isBoolean() ? SettingType.Form.BOOLEAN : null;
        String text = node.isTextual() ? node.textValue() : node.asText();
        return new RawValue(text, form, node.toString(), false, source, from);
    }

    /// Reads the variables that begin with `WEIGHBRIDGE_`.
    ///
    /// @param others variables of that beginning that are no settings
    public void environment(Map<String, String> environment, Set<String> others) {
        Map<String, String> left = new TreeMap<>();
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith(PREFIX)
                            && !others.contains(name)
                            && !NOT_OURS.matcher(name).matches()) {
                        left.put(name, value);
                    }
                });
        for (Setting<?> setting : table.all()) {
            String value = left.remove(setting.variable());
            if (value != null) {
                SettingSource source = new SettingSource.Variable(setting.variable());
                set(setting.name(), RawValue.plain(value, source, folder));
            }
        }
        left.keySet().forEach(name -> problems.add("environment: " + table.unknownVariable(name)));
    }

    /// Reads flags of the form `NAME=VALUE`.
    public void flags(List<String> flags) {
        SettingSource source = new SettingSource.Flag();
        for (String flag : flags) {
            int equals = flag.indexOf('=');
            if (equals < 1) {
                problems.add(source.text() + ": " + flag + " (expected: NAME=VALUE)");
            } else {
                set(
                        flag.substring(0, equals).strip(),
                        RawValue.plain(flag.substring(equals + 1), source, folder));
            }
        }
    }

    private void set(String name, RawValue raw) {
        Setting<?> setting = table.byName(name).orElse(null);
        if (setting == null) {
            problems.add(raw.source().text() + ": " + table.unknown(name));
            return;
        }
        try {
            values = values.with(setting, raw);
        } catch (Fault wrong) {
            problems.add(raw.source().text() + ": " + wrong.text());
        }
    }

    /// Adds a problem that only who reads can see.
    public void problem(String text) {
        problems.add(text);
    }

    /// What was read so far; where something was wrong, what was there before.
    public SettingValues values() {
        return values;
    }

    /// Everything that is wrong, in the order of reading.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// Throws all problems together, one a line.
    ///
    /// @throws Fault INVALID_FIELD
    public static void requireNone(List<String> problems) {
        if (problems.size() == 1) {
            throw Fault.of(ErrorCode.INVALID_FIELD, problems.getFirst());
        }
        if (!problems.isEmpty()) {
            throw Fault.of(
                    ErrorCode.INVALID_FIELD,
                    problems.size() + " settings are wrong:\n  " + String.join("\n  ", problems));
        }
    }
}
