package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class BurnTest {
    private static final long HOUR_MS = 3_600_000;

    @Test
    void shouldLastAsTheLastHourSaysAndAfterAQuietHourAsTheDaySays() {
        assertEquals(2 * HOUR_MS, new Burn(50, 1_000_000).lastsMs(100));
        assertEquals(4 * HOUR_MS, new Burn(0, 24 * 25).lastsMs(100));
        assertEquals(HOUR_MS / 2, new Burn(200, 0).lastsMs(100));
    }

    @Test
    void shouldTellNothingLeftAndNothingSpentFromAnAmountOfTime() {
        assertEquals(0, new Burn(50, 50).lastsMs(0));
        assertEquals(0, new Burn(0, 0).lastsMs(-1));
        assertEquals(Burn.FOR_EVER, new Burn(0, 0).lastsMs(100));
        assertEquals(Burn.FOR_EVER, new Burn(0, 23).lastsMs(100));
    }

    @Test
    void shouldNotOverflow() {
        assertEquals(Burn.FOR_EVER, new Burn(1, 1).lastsMs(Long.MAX_VALUE));
        assertEquals(HOUR_MS, new Burn(Long.MAX_VALUE, 1).lastsMs(Long.MAX_VALUE));
    }
}
