package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

final class WildcardPropertyTest {
    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars('a', 'b', '*', '.').ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars('a', 'b', '.').ofMaxLength(8);
    }

    @Property(tries = 10_000)
    void shouldMatchLikeAnExpression(
            @ForAll("patterns") String pattern, @ForAll("names") String name) {
        String expression =
                Arrays.stream(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        assertEquals(name.matches(expression), Wildcard.matches(pattern, name));
    }

    @Example
    void shouldTakeNoLongTimeForAnyPattern() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertFalse(Wildcard.matches("*a".repeat(100) + "b", "a".repeat(200))));
    }
}
