package io.weighbridge.backend;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.text.Nearest;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads [Config] from a TOML file. A setting that is left out has its default; one that does not
/// exist is an error, so that a typo is never a silent default.
public final class ConfigFile {
    /// Looked for in the current directory when no file is named.
    public static final String NAME_DEFAULT = "weighbridge.toml";

    private static final String DATA_DIRECTORY = "data_directory";
    private static final String CURRENCY = "currency";
    private static final String HOST = "listen.host";
    private static final String PORT = "listen.port";
    private static final String EVENT_LOOPS = "listen.event_loops";
    private static final String KEY_PREFIX = "keys.prefix";
    private static final String KEY_ENVIRONMENT = "keys.environment";
    private static final String STORE_URL = "store.url";
    private static final String STORE_PASSWORD_FILE = "store.password_file";

    static final List<String> SETTINGS =
            List.of(
                    DATA_DIRECTORY,
                    CURRENCY,
                    HOST,
                    PORT,
                    EVENT_LOOPS,
                    KEY_PREFIX,
                    KEY_ENVIRONMENT,
                    STORE_URL,
                    STORE_PASSWORD_FILE);

    private final Path file;
    private final Map<String, JsonNode> values = new TreeMap<>();

    private ConfigFile(Path file) {
        this.file = file;
    }

    /// Reads a file.
    ///
    /// @param file a data directory in it is relative to its folder
    /// @throws Fault INVALID_FIELD with the file, the setting and what was expected
    public static Config read(Path file) {
        return new ConfigFile(file).read();
    }

    private Config read() {
        flatten("", parse());
        for (String name : values.keySet()) {
            if (!SETTINGS.contains(name)) {
                throw problem(
                        name
                                + ": no such setting (expected: "
                                + Nearest.to(name, SETTINGS)
                                        .map(known -> "did you mean " + known + "?")
                                        .orElse("one of " + String.join(", ", SETTINGS))
                                + ")");
            }
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        String data = text(DATA_DIRECTORY, "data");
        Path dataDirectory = folder == null ? Path.of(data) : folder.resolve(data);
        Config defaults = Config.of(dataDirectory.normalize());
        int loops = number(EVENT_LOOPS, 0);
        try {
            return new Config(
                    defaults.dataDirectory(),
                    text(HOST, defaults.listenHost()),
                    number(PORT, defaults.listenPort()),
                    loops == 0 ? defaults.eventLoops() : loops,
                    text(KEY_PREFIX, defaults.keyPrefix()),
                    text(KEY_ENVIRONMENT, defaults.keyEnvironment()),
                    text(CURRENCY, defaults.currency()),
                    store(defaults.store(), folder));
        } catch (Fault wrong) {
            throw wrong.text().startsWith(file.toString()) ? wrong : problem(wrong.text());
        }
    }

    private StoreAddress store(StoreAddress embedded, @Nullable Path folder) {
        String url = optional(STORE_URL);
        String passwordFile = optional(STORE_PASSWORD_FILE);
        if (url.isEmpty()) {
            if (!passwordFile.isEmpty()) {
                throw problem(STORE_PASSWORD_FILE + ": set without " + STORE_URL);
            }
            return embedded;
        }
        Path path = null;
        if (!passwordFile.isEmpty()) {
            path = folder == null ? Path.of(passwordFile) : folder.resolve(passwordFile);
        }
        return PostgresAddress.parse(STORE_URL, url, StorePassword.find(path));
    }

    private JsonNode parse() {
        if (!Files.isRegularFile(file)) {
            throw problem(
                    "not found (expected: a settings file; docs/weighbridge.example.toml is one to"
                            + " start from)");
        }
        try {
            return new TomlMapper().readTree(file.toFile());
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw problem("line " + line + ": " + e.getOriginalMessage() + " (expected: TOML)");
        } catch (IOException e) {
            throw problem("cannot be read: " + e.getMessage());
        }
    }

    private void flatten(String prefix, JsonNode table) {
        for (Map.Entry<String, JsonNode> field : table.properties()) {
            String name = prefix + field.getKey();
            if (field.getValue().isObject()) {
                flatten(name + '.', field.getValue());
            } else {
                values.put(name, field.getValue());
            }
        }
    }

    private String text(String name, String defaultValue) {
        JsonNode value = values.get(name);
        if (value == null) {
            return defaultValue;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw problem(name + ": " + value + " (expected: a text in quotes)");
        }
        return value.textValue();
    }

    // Empty when it is left out.
    private String optional(String name) {
        JsonNode value = values.get(name);
        return value != null && value.isTextual() && value.textValue().isEmpty()
                ? ""
                : text(name, "");
    }

    private int number(String name, int defaultValue) {
        JsonNode value = values.get(name);
        if (value == null) {
            return defaultValue;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw problem(name + ": " + value + " (expected: a whole number)");
        }
        return value.intValue();
    }

    private Fault problem(String text) {
        return Fault.of(ErrorCode.INVALID_FIELD, file + ": " + text);
    }
}
