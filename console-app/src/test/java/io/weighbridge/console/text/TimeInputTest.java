package io.weighbridge.console.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalLong;

/// The ends of a time as they are typed.
final class TimeInputTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    // Its clock goes on at midnight: the day begins at one.
    private static final ZoneId BEIRUT = ZoneId.of("Asia/Beirut");

    private static long ms(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static void assertDay(String day, ZoneId zone, String from, String to) {
        assertEquals(OptionalLong.of(ms(from)), TimeInput.begin(day, zone));
        assertEquals(OptionalLong.of(ms(to)), TimeInput.end(day, zone));
        assertEquals(day, TimeInput.beginText(ms(from), zone));
        assertEquals(day, TimeInput.endText(ms(to), zone));
    }

    @Test
    void shouldMeanTheWholeDayByTheSameDateTwice() {
        assertDay("2026-11-25", BERLIN, "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z");
    }

    @Test
    void shouldKnowDaysOfOtherLengths() {
        assertDay("2026-03-29", BERLIN, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
        assertDay("2026-10-25", BERLIN, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        assertDay("2026-03-29", BEIRUT, "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z");
    }

    @Test
    void shouldTakeAMinuteAsItIs() {
        long atMs = ms("2026-11-25T13:03:00Z");
        assertEquals(OptionalLong.of(atMs), TimeInput.begin(" 2026-11-25 14:03 ", BERLIN));
        assertEquals(OptionalLong.of(atMs), TimeInput.end("2026-11-25 14:03", BERLIN));
        assertEquals("2026-11-25 14:03", TimeInput.endText(atMs, BERLIN));
        for (String odd : new String[] {"", "2026-13-01", "yesterday!", "2026-11-25 25:00", "12"}) {
            assertEquals(OptionalLong.empty(), TimeInput.end(odd, BERLIN));
        }
    }

    @Test
    void shouldTakeAnHourThatTheClockLeavesOutForTheOneAfterIt() {
        assertEquals(
                OptionalLong.of(ms("2026-03-29T01:30:00Z")),
                TimeInput.begin("2026-03-29 02:30", BERLIN));
    }
}
