package io.weighbridge.backend.demo.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.RefusalReason;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class TableTest {
    private static final Map<RefusalReason, Long> REFUSALS =
            Map.of(
                    RefusalReason.INSUFFICIENT_CREDIT, 12L,
                    RefusalReason.TOKENS_PER_MINUTE, 1_234L,
                    RefusalReason.SERVICE_NOT_IN_SCOPE, 3L);

    private static Snapshot snapshot() {
        List<Snapshot.KeyLine> keys = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            keys.add(
                    new Snapshot.KeyLine(
                            "key " + (i + 10) + " with a long name",
                            "An Account With A Long Name",
                            1_234,
                            1_234_567,
                            1_234_567_890_123L,
                            12_345_678_901_234L,
                            512,
                            REFUSALS));
        }
        return new Snapshot(3_723_000_000_000L, 1_700_158_623_979_960L, 7, 8_819, 0, 150, keys);
    }

    @Test
    void shouldFitEveryWidthAndHeight() {
        for (int width = 50; width <= 200; width++) {
            for (int height : new int[] {12, 24, 60}) {
                List<String> lines = new Table(width, height, false).lines(snapshot(), "here");
                assertTrue(lines.size() <= height - 1, "height " + height + ": " + lines.size());
                for (String line : lines) {
                    assertTrue(line.length() <= width, width + ": " + line);
                }
            }
        }
    }

    @Test
    void shouldShowEveryKeyWhereThereIsRoom() {
        String all = String.join("\n", new Table(160, 40, false).lines(snapshot(), "here"));
        for (int i = 10; i < 23; i++) {
            assertTrue(all.contains("key " + i + " with a"), all);
        }
        assertTrue(all.contains("tok/min 1,234, credit 12, scope 3"), all);
        assertTrue(all.contains("elapsed 1:02:03"), all);
        assertTrue(all.contains("7 of 8,819 rows, 0.0 %"), all);
    }

    @Test
    void shouldUseColoursOnlyWhenAsked() {
        String plain = String.join("\n", new Table(160, 40, false).lines(snapshot(), "here"));
        String coloured = String.join("\n", new Table(160, 40, true).lines(snapshot(), "here"));
        assertFalse(plain.contains("\u001b"));
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9]*m", ""));
    }

    @Test
    void shouldShowMoneyExactly() {
        assertEquals("$0.0123", Texts.money(12_300_000));
        assertEquals("$0.0000", Texts.money(50_000));
        assertEquals("-$1,234.5000", Texts.money(-1_234_500_000_000L));
        assertEquals("$0.000000001", Texts.exactMoney(1));
        assertEquals("-$9,223,372,036.854775808", Texts.exactMoney(Long.MIN_VALUE));
    }
}
