package io.weighbridge.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class UnitsTest {
    @Test
    void shouldNameWhatIsWrong() {
        assertNull(Units.tokens(10, 0).problem());
        assertEquals(
                "input_tokens: -1 (expected: 0 to 1000000000000)", Units.tokens(-1, 0).problem());
        assertEquals(
                "output_tokens: 1000000000001 (expected: 0 to 1000000000000)",
                Units.tokens(0, Unit.COUNT_MAX + 1).problem());
        assertEquals(
                "input_tokens: 10 (expected: at least its parts, 11)",
                Units.tokens(10, 0)
                        .with(Unit.CACHED_INPUT_TOKENS, 6)
                        .with(Unit.AUDIO_INPUT_TOKENS, 5)
                        .problem());
        assertEquals(
                "output_tokens: 0 (expected: at least its parts, 1)",
                Units.of(Unit.REASONING_TOKENS, 1).problem());
    }

    @Test
    void shouldNotOverflowOnAbsurdParts() {
        Units absurd =
                Units.tokens(1, 1)
                        .with(Unit.CACHED_INPUT_TOKENS, Long.MAX_VALUE)
                        .with(Unit.AUDIO_INPUT_TOKENS, Long.MAX_VALUE);
        assertEquals(
                "cached_input_tokens: 9223372036854775807 (expected: 0 to 1000000000000)",
                absurd.problem());
    }

    @Test
    void shouldRefuseOtherText() {
        for (String text : new String[] {"x", "input_tokens", "input_tokens=1 input_tokens=2"}) {
            assertThrows(IllegalArgumentException.class, () -> Units.parse(text));
        }
    }
}
