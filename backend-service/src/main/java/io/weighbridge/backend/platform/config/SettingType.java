package io.weighbridge.backend.platform.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What values a setting takes.
///
/// @param expected what one is, in words
/// @param form how one is written in a file
/// @param reader gives the value of a text, or null when it is none
public record SettingType<T>(String expected, Form form, Reader<T> reader) {
    /// How a value is written in a file. In the environment and in flags all are plain texts.
    public enum Form {
        TEXT("a text in quotes"),
        NUMBER("a whole number"),
        BOOLEAN("true or false");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        /// As people read it.
        public String words() {
            return words;
        }
    }

    /// Reads a text.
    @FunctionalInterface
    public interface Reader<T> {
        /// The value, or null when the text is none.
        ///
        /// @param folder that relative paths begin at
        @Nullable T read(String text, Path folder);
    }

    /// Whole numbers in a range, both ends included.
    public static SettingType<Integer> number(int least, int most) {
        return new SettingType<>(
                least + " to " + most, Form.NUMBER, (text, _) -> inRange(text, least, most));
    }

    private static @Nullable Integer inRange(String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            return value < least || value > most ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// Yes or no.
    public static SettingType<Boolean> yesOrNo() {
        return new SettingType<>(
                Form.BOOLEAN.words(),
                Form.BOOLEAN,
                (text, _) ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> null;
                        });
    }

    /// One of a few words.
    public static SettingType<String> choice(String... words) {
        List<String> all = List.of(words);
        return text(String.join(" or ", all), all::contains);
    }

    /// Texts of some kind.
    public static SettingType<String> text(String expected, Predicate<String> right) {
        return new SettingType<>(expected, Form.TEXT, (text, _) -> right.test(text) ? text : null);
    }

    /// Addresses of this machine. A name other than localhost could mean another machine tomorrow,
    /// so no name server is asked.
    public static SettingType<String> address() {
        return text("an IP address, or localhost", SettingType::isAddress);
    }

    private static boolean isAddress(String text) {
        if (text.equals("localhost")) {
            return true;
        }
        try {
            return !InetAddress.ofLiteral(text).getHostAddress().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Folders, which must be named.
    public static SettingType<Path> folder() {
        return new SettingType<>(
                "a folder", Form.TEXT, (text, from) -> text.isBlank() ? null : path(text, from));
    }

    /// Files; an empty text means none.
    public static SettingType<Optional<Path>> optionalFile() {
        return new SettingType<>(
                "a file, or empty for none",
                Form.TEXT,
                (text, from) -> {
                    if (text.isBlank()) {
                        return Optional.empty();
                    }
                    Path file = path(text, from);
                    return file == null ? null : Optional.of(file);
                });
    }

    private static @Nullable Path path(String text, Path folder) {
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
