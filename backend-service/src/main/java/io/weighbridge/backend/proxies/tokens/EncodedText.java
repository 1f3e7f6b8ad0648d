package io.weighbridge.backend.proxies.tokens;

import com.knuddels.jtokkit.api.Encoding;

import io.weighbridge.backend.proxies.wire.TextMeasure;
import io.weighbridge.backend.proxies.wire.TextSize;

import java.nio.charset.StandardCharsets;

/// Counts tokens by one of OpenAI's encodings. A text is counted a part at a time, so that its time
/// grows with its length and no faster, whatever it is made of; at the seams it may be a token
/// more.
///
/// @param encoding that counts
/// @param name of the estimate
record EncodedText(Encoding encoding, String name) implements TextMeasure {
    // What is longer is not counted.
    private static final int CHARACTERS_MAX = 64 << 10;
    private static final int PART_CHARACTERS = 4 << 10;

    @Override
    public TextSize of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        // Half a character, which JSON can write, becomes a question mark.
        return text.length() > CHARACTERS_MAX
                ? TextSize.ofBytes(utf8.length)
                : new TextSize(
                        utf8.length, utf8.length, tokens(new String(utf8, StandardCharsets.UTF_8)));
    }

    private long tokens(String text) {
        long tokens = 0;
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(from + PART_CHARACTERS, text.length());
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            // What looks like a special token is a text, whoever wrote it.
            tokens += encoding.countTokensOrdinary(text.substring(from, to));
            from = to;
        }
        return tokens;
    }
}
