package io.weighbridge.backend.proxies.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitHeadersTest {
    @ParameterizedTest
    @CsvSource({
        "0,0ms",
        "12,12ms",
        "999,999ms",
        "1000,1s",
        "1500,1.5s",
        "1005,1.005s",
        "60000,1m0s",
        "361250,6m1.25s"
    })
    void writesDurationsAsGoDoes(long ms, String expected) {
        assertEquals(expected, LimitHeaders.duration(ms));
    }
}
