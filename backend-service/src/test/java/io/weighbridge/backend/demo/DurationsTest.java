package io.weighbridge.backend.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({"90s,90", "5m,300", "1h,3600", "1h30m,5400", "1m1s,61", "8784h,31622400"})
    void shouldReadHoursMinutesAndSeconds(String text, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), new Durations().convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0s",
                "90",
                "-5s",
                "5 m",
                "1.5h",
                "1d",
                "30s1m",
                "9999999999h",
                "8785h"
            })
    void shouldRefuseAnythingElse(String text) {
        assertThrows(TypeConversionException.class, () -> new Durations().convert(text));
    }
}
