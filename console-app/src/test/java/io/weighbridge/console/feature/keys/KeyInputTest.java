package io.weighbridge.console.feature.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.text.CountInput;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalLong;

/// What is typed about keys.
final class KeyInputTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void shouldReadInstantsAndDurations() {
        long summer = Instant.parse("2027-07-01T12:30:00Z").toEpochMilli();
        assertEquals(OptionalLong.of(summer), InstantInput.instant("2027-07-01 14:30", 5, BERLIN));
        assertEquals("2027-07-01 14:30", InstantInput.shown(summer, BERLIN));
        assertEquals(
                OptionalLong.of(Instant.parse("2026-12-31T23:00:00Z").toEpochMilli()),
                InstantInput.instant(" 2027-01-01 ", 5, BERLIN));
        assertEquals(OptionalLong.of(0), InstantInput.instant("", 5, BERLIN));
        assertEquals(OptionalLong.of(5 + 30 * 86_400_000L), InstantInput.instant("30d", 5, BERLIN));
        assertEquals(OptionalLong.of(129_600_000), InstantInput.duration("36 h"));
        for (String wrong : new String[] {"soon", "2027-13-01", "2027-02-30x", "1y", "-3d"}) {
            assertEquals(OptionalLong.empty(), InstantInput.instant(wrong, 5, BERLIN), wrong);
        }
    }

    @Test
    void shouldFindWhatIsWrongWithANetwork() {
        for (String right :
                new String[] {"203.0.113.0/24", "2001:db8::/32", "10.1.2.3", "::1", "0.0.0.0/0"}) {
            assertEquals("", NetworkInput.problem(right), right);
        }
        for (String wrong :
                new String[] {
                    "", "localhost", "10.1", "256.1.1.1", "10.0.0.0/33", "fe80::1%eth0"
                }) {
            assertFalse(NetworkInput.problem(wrong).isEmpty(), wrong);
        }
        String problem = NetworkInput.problem("10.1.2.3/16");
        assertTrue(problem.contains("10.1.0.0/16"), problem);
    }

    @Test
    void shouldReadCountsExactly() {
        assertEquals(OptionalLong.of(1_200), CountInput.parse("1,200", 9_999));
        assertEquals(OptionalLong.of(1_500_000), CountInput.parse(" 1.5M ", 9_999_999));
        assertEquals(OptionalLong.of(0), CountInput.parse("0", 9));
        for (String wrong : new String[] {"", "1.5", "-1", "10", "1.0001k", "12,34", "k"}) {
            assertEquals(OptionalLong.empty(), CountInput.parse(wrong, 9), wrong);
        }
    }

    @Test
    void shouldAskForNoMoreOfASecretThanItsHint() {
        String secret = "wb_live_abcdefghijklmnopqrstuvwxyz0123456";
        assertEquals("3456", KeySearch.asked(secret));
        assertEquals("wb_live_", KeySearch.asked("wb_live_abcdefgh"));
        assertEquals("3456", KeySearch.asked("Authorization: Bearer " + secret));
        assertTrue(KeySearch.isSecret(secret));
        assertTrue(KeySearch.isSecret("Bearer " + secret));
        for (String other : new String[] {"prod chat", "3456", "key_0000000000001", "wb_live_"}) {
            assertEquals(other, KeySearch.asked(other + ' '));
        }
    }
}
