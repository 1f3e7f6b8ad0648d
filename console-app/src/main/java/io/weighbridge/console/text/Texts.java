package io.weighbridge.console.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/// Every text that an operator reads, by key. The keys of `text/live.properties` begin with
/// `live.`, and so on: a screen has a file of its own.
public final class Texts {
    /// The screens, each of which has a file of texts and a style sheet.
    public static final List<String> SCREENS =
            List.of(
                    "live",
                    "accounts",
                    "adjust",
                    "keys",
                    "plans",
                    "prices",
                    "margin",
                    "compute",
                    "usage",
                    "payments",
                    "audit",
                    "operators",
                    "settings");

    /// The files, one a part of the console.
    public static final List<String> FILES =
            Stream.concat(Stream.of("common", "shell", "action"), SCREENS.stream()).toList();

    private static final Properties ALL = load();

    private Texts() {}

    private static Properties load() {
        Properties all = new Properties();
        for (String file : FILES) {
            String path = "/io/weighbridge/console/text/" + file + ".properties";
            try (InputStream in = Texts.class.getResourceAsStream(path)) {
                if (in == null) {
                    throw new IllegalStateException(path + " is not in the jar");
                }
                all.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    /// The text of a key, with `{0}`, `{1}` replaced. Arguments are texts already: numbers, money
    /// and instants come from [Formats].
    ///
    /// @throws IllegalArgumentException when there is no such key
    public static String of(String key, String... arguments) {
        String text = ALL.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text: " + key);
        }
        return arguments.length == 0
                ? text
                : new MessageFormat(text, Locale.ROOT).format((Object[]) arguments);
    }

    /// The text of a constant of the contract; what this console does not know yet is shown as the
    /// service calls it.
    public static String word(String prefix, String constant) {
        return ALL.getProperty(
                prefix + constant, constant.toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /// Whether there is a text of this key.
    public static boolean has(String key) {
        return ALL.containsKey(key);
    }

    /// All keys.
    public static Set<String> keys() {
        return ALL.stringPropertyNames();
    }
}
