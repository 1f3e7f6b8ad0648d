package io.weighbridge.console.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// What is remembered between starts, as one JSON file: values by name. Owns the file and what is
/// in it; its own monitor is the lock. A file that cannot be read is put aside, never a reason not
/// to start.
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode values;
    private boolean isChanged;

    private Settings(Path file, ObjectNode values) {
        this.file = file;
        this.values = values;
    }

    /// Reads a file, or begins a new one.
    public static Settings open(Path file) {
        if (Files.exists(file)) {
            try {
                if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
                    return new Settings(file, object);
                }
            } catch (IOException e) {
                LOG.warn("{} cannot be read, defaults are used", file, e);
            }
            putAside(file);
        }
        return new Settings(file, JSON.createObjectNode());
    }

    private static void putAside(Path file) {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".unreadable"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be put aside", file, e);
        }
    }

    /// A value that was remembered as this type; empty when there is none or it is of another
    /// shape.
    public synchronized <T> Optional<T> get(String name, Class<T> type) {
        JsonNode value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.treeToValue(value, type));
        } catch (JacksonException e) {
            LOG.warn("The setting {} is not what it should be and is ignored", name, e);
            return Optional.empty();
        }
    }

    /// Remembers a value: a text, a number, a boolean, a list or a record of those.
    public synchronized void put(String name, Object value) {
        JsonNode node = JSON.valueToTree(value);
        if (!node.equals(values.get(name))) {
            values.set(name, node);
            isChanged = true;
        }
    }

    /// Writes what has changed, whole or not at all. Blocks.
    public synchronized void save() {
        if (!isChanged) {
            return;
        }
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Path written = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(
                    written, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values));
            Files.move(
                    written,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            isChanged = false;
        } catch (IOException e) {
            LOG.warn("{} cannot be written", file, e);
        }
    }
}
