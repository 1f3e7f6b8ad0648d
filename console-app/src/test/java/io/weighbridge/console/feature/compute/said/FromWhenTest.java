package io.weighbridge.console.feature.compute.said;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.text.Formats;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/// From when on something holds, as it is typed.
final class FromWhenTest {
    private static final Formats FORMATS =
            new Formats(
                    InstantSource.fixed(Instant.parse("2026-11-30T08:00:00Z")),
                    ZoneOffset.UTC,
                    "$");

    @Test
    void shouldTakeNoInstantOfThePast() {
        assertEquals(OptionalLong.of(0), FromWhen.parse(" ", FORMATS));
        assertEquals(
                OptionalLong.of(Instant.parse("2026-11-30T08:01:00Z").toEpochMilli()),
                FromWhen.parse("2026-11-30 08:01", FORMATS));
        assertEquals(OptionalLong.empty(), FromWhen.parse("2026-11-30 07:59", FORMATS));
        assertEquals(OptionalLong.empty(), FromWhen.parse("tomorrow", FORMATS));
    }
}
