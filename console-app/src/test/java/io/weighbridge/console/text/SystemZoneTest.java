package io.weighbridge.console.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Whatever zone a machine has, the service is asked by one that it takes.
final class SystemZoneTest {
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, Europe/Berlin, true",
        "UTC, UTC, true",
        "GMT+05:00, Etc/GMT-5, true",
        "GMT-03:00, Etc/GMT+3, true",
        "UTC+00:00, UTC, true",
        "Z, UTC, true",
        "GMT+05:30, UTC, false",
        "-03:30, UTC, false",
        "+18:00, UTC, false"
    })
    void shouldUseANameThatTheServiceTakes(String system, String used, boolean isKnown) {
        assertEquals(new SystemZone(ZoneId.of(used), isKnown), SystemZone.of(ZoneId.of(system)));
    }

    @Test
    void shouldKeepTheOffsetOfEachWholeHour() {
        for (int hours = -12; hours <= 14; hours++) {
            ZoneOffset offset = ZoneOffset.ofHours(hours);
            SystemZone used = SystemZone.of(ZoneId.ofOffset("GMT", offset));
            assertTrue(ZoneId.getAvailableZoneIds().contains(used.zone().getId()), used::toString);
            assertEquals(offset, used.zone().getRules().getOffset(Instant.EPOCH));
        }
    }
}
