package io.weighbridge.backend.proxies.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;

import io.weighbridge.backend.proxies.wire.TextMeasure;
import io.weighbridge.backend.proxies.wire.TextSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Texts in tokens, as OpenAI's own tokenizer has them.
final class TokenizersTest {
    private static final TextMeasure.ByModel BOTH =
            Tokenizers.read("new=o200k_base old=cl100k_base also=o200k_base");

    @ParameterizedTest
    @CsvSource({
        "new, This is a sample sentence., 6",
        "old, This is a sample sentence., 6",
        "new, hello world, 2",
        "new, 你好，世界, 3",
        "old, 你好，世界, 6",
        // No mark of the model's, as somebody wrote it into a text.
        "new, hello <|endoftext|> world, 9",
        "old, hello <|endoftext|> world, 8",
        "new, '', 0"
    })
    void countsAsTheModelDoes(String model, String text, long tokens) {
        TextSize size = BOTH.of(model).of(text);
        assertEquals(tokens, size.likelyTokens());
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, size.bytes());
    }

    @Test
    void whatIsNotNamedIsFourBytesAToken() {
        assertSame(TextMeasure.BYTES, BOTH.of("other"));
        assertEquals(2, BOTH.of("other").of("12345678").likelyTokens());
        assertEquals("tokenizer:o200k_base", BOTH.of("also").name());
        assertSame(BOTH.of("new"), BOTH.of("also"));
    }

    /// Of some of these a tokenizer makes work that grows with the square of their length.
    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "!", "你", "😀", "a\n", "\u0000", "é", "<|"})
    void noTextTakesLong(String one) {
        for (String model : new String[] {"new", "old"}) {
            TextMeasure measure = BOTH.of(model);
            String longest = one.repeat((64 << 10) / one.length());
            TextSize size =
                    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> measure.of(longest));
            assertEquals(size.bytes(), size.countedBytes());
            assertTrue(size.likelyTokens() > 0 && size.likelyTokens() <= size.bytes());
            TextSize above = measure.of(longest + one.repeat(2));
            assertEquals(0, above.countedBytes(), "longer texts are four bytes a token");
        }
    }

    /// JSON can write half a character.
    @Test
    void halfACharacterStopsNobody() {
        String halves = "\ud83d".repeat(5_000);
        for (String model : new String[] {"new", "old"}) {
            TextSize size = BOTH.of(model).of(halves);
            assertEquals(5_000, size.countedBytes());
            assertTrue(size.likelyTokens() > 0 && size.likelyTokens() < 5_000, size::toString);
        }
    }

    /// The last token of a part and the first of the next may be one.
    @Test
    void partsCountAsTheWhole() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 60_000; i++) {
            text.append("The ").append(i).append("th word, 世界😀. ");
        }
        long whole =
                Encodings.newLazyEncodingRegistry()
                        .getEncoding(EncodingType.O200K_BASE)
                        .countTokensOrdinary(text.toString());
        long parts = BOTH.of("new").of(text.toString()).likelyTokens();
        assertTrue(parts >= whole && parts <= whole + 15, parts + " of " + whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a=",
                "=o200k_base",
                "a=gpt2",
                "a=o200k_base  b=o200k_base",
                "a=o200k_base a=cl100k_base",
                "a=file:x.json"
            })
    void refusesWhatIsNoRule(String text) {
        assertFalse(Tokenizers.areIn(text));
    }
}
