package io.weighbridge.backend.proxies.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.TextMeasure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Which services' texts are counted by which tokenizer. Safe for sharing.
///
/// @param measures by the services' names
public record Tokenizers(Map<String, TextMeasure> measures) implements TextMeasure.ByModel {
    /// What the setting may be like.
    public static final String EXPECTED =
            "service=o200k_base or service=cl100k_base, with blanks between; or empty for none";

    private static final Pattern RULE = Pattern.compile("([^\\s=]+)=(o200k_base|cl100k_base)");

    /// Copies.
    public Tokenizers {
        measures = Map.copyOf(measures);
    }

    /// Whether the setting is right.
    public static boolean areIn(String text) {
        Map<String, String> encodings = new HashMap<>();
        for (String rule : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            var matcher = RULE.matcher(rule);
            if (!matcher.matches() || encodings.put(matcher.group(1), "") != null) {
                return false;
            }
        }
        return true;
    }

    /// Reads the setting, and loads what it names, which takes a second for each.
    ///
    /// @throws Fault INVALID_FIELD
    public static TextMeasure.ByModel read(String text) {
        if (!areIn(text)) {
            throw Fault.invalid("tokenizers", text, EXPECTED);
        }
        if (text.isEmpty()) {
            return TextMeasure.ByModel.NONE;
        }
        Map<String, TextMeasure> byEncoding = new HashMap<>();
        Map<String, TextMeasure> measures = new HashMap<>();
        for (String rule : text.split(" ", -1)) {
            int equals = rule.indexOf('=');
            measures.put(
                    rule.substring(0, equals),
                    byEncoding.computeIfAbsent(rule.substring(equals + 1), Tokenizers::load));
        }
        return new Tokenizers(measures);
    }

    private static TextMeasure load(String name) {
        Encoding encoding =
                Encodings.newLazyEncodingRegistry()
                        .getEncoding(EncodingType.valueOf(name.toUpperCase(Locale.ROOT)));
        return new EncodedText(encoding, "tokenizer:" + name);
    }

    @Override
    public TextMeasure of(String model) {
        return measures.getOrDefault(model, TextMeasure.BYTES);
    }
}
