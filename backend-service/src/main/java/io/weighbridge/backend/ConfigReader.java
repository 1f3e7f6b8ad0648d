package io.weighbridge.backend;

import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingReader;
import io.weighbridge.backend.platform.config.SettingSource;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a [Config]: flags win over the environment, it over the file, it over the defaults.
///
/// @param values what was read; where something is wrong, what was there before
/// @param problems everything that is wrong, each with where it was written
public record ConfigReader(SettingValues values, List<String> problems) {
    /// Looked for in the current directory when no file is named.
    public static final String NAME_DEFAULT = "weighbridge.toml";

    // Of the launcher, of commands that call a service, and of the tests.
    private static final Set<String> OTHER_VARIABLES =
            Set.of(
                    "WEIGHBRIDGE_JDK",
                    "WEIGHBRIDGE_JAVA_OPTS",
                    "WEIGHBRIDGE_PASSWORD",
                    "WEIGHBRIDGE_PROGRAMS",
                    "WEIGHBRIDGE_PROGRAMS_FOLDER",
                    "WEIGHBRIDGE_TOKEN_FILE");

    /// One that reads it all.
    public ConfigReader {
        problems = List.copyOf(problems);
    }

    /// Reads.
    ///
    /// @param file null for the usual one, which need not be there when the data directory is named
    ///     otherwise: nobody shall get a new, empty installation by being in another folder
    /// @param flags `NAME=VALUE`
    public static ConfigReader read(
            @Nullable Path file, Map<String, String> environment, List<String> flags) {
        SettingReader reader = new SettingReader(ConfigTable.TABLE, Path.of("").toAbsolutePath());
        Path chosen = file == null ? Path.of(NAME_DEFAULT) : file;
        boolean absent = file == null && !Files.exists(chosen);
        if (!absent) {
            reader.file(chosen);
        }
        reader.environment(environment, OTHER_VARIABLES);
        reader.flags(flags);
        SettingValues values = reader.values();
        List<String> problems = new ArrayList<>(reader.problems());
        if (absent && isDefault(values, ConfigTable.DATA_DIRECTORY)) {
            problems.add(
                    chosen
                            + ": not found (expected: a settings file, or data_directory by --set or"
                            + " in the environment; docs/weighbridge.example.toml is one to start"
                            + " from)");
        }
        problems.addAll(Config.problems(values));
        return new ConfigReader(values, problems);
    }

    private static boolean isDefault(SettingValues values, Setting<?> setting) {
        return values.source(setting) instanceof SettingSource.Default;
    }

    /// What was read.
    ///
    /// @throws Fault INVALID_FIELD with all problems
    public Config config() {
        SettingReader.requireNone(problems);
        return new Config(values);
    }
}
