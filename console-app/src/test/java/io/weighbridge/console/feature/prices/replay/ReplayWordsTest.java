package io.weighbridge.console.feature.prices.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Replay;
import io.weighbridge.proto.v1.ReplayAccount;
import io.weighbridge.proto.v1.ReplayState;
import io.weighbridge.proto.v1.ReplaySums;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;

/// What is said of a replay, and which spans can be asked for.
final class ReplayWordsTest {
    private static final long DAY_MS = 86_400_000;
    private static final long NOW_MS = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
    private static final Formats FORMATS =
            new Formats(InstantSource.fixed(Instant.ofEpochMilli(NOW_MS)), ZoneOffset.UTC, "$");

    private static Optional<ReplaySpan> typed(String from, String to) {
        return ReplaySpan.typed(from, to, ZoneOffset.UTC, NOW_MS);
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void shouldCompareOnlyCallsThatTheBookPrices() {
        ReplaySums sums =
                ReplaySums.newBuilder()
                        .setCalls(10)
                        .setBeforeNanos(30)
                        .setAfterNanos(15)
                        .setUnpricedCalls(4)
                        .setUnpricedBeforeNanos(20)
                        .build();
        assertEquals(10, ReplayWords.beforeNanos(sums));
        assertEquals(5, ReplayWords.moreNanos(sums));
        assertEquals(
                "Calls without a price here: 4 of 10. They were charged $0.00000002; in “after”"
                        + " there is nothing for them.",
                ReplayWords.unpriced(sums, FORMATS));
        assertEquals("", ReplayWords.unpriced(ReplaySums.getDefaultInstance(), FORMATS));
    }

    @Test
    void shouldSayChangesInPercent() {
        assertEquals("+50 %", ReplayWords.percent(10, 15));
        assertEquals("−33.33 %", ReplayWords.percent(15, 10));
        assertEquals("0 %", ReplayWords.percent(15, 15));
        assertEquals("0 %", ReplayWords.percent(0, 0));
        assertEquals("–", ReplayWords.percent(0, 15));
    }

    @Test
    void shouldSayMargins() {
        assertEquals("$7.00 (70 %)", ReplayWords.margin(10_000_000_000L, 3_000_000_000L, FORMATS));
        assertEquals("−$1.00 (−50 %)", ReplayWords.margin(2_000_000_000L, 3_000_000_000L, FORMATS));
        assertEquals("−$3.00", ReplayWords.margin(0, 3_000_000_000L, FORMATS));
    }

    @Test
    void shouldSayHowFarItCame() {
        Replay replay =
                Replay.newBuilder()
                        .setFromMs(NOW_MS - 4 * DAY_MS)
                        .setToMs(NOW_MS)
                        .setDoneToMs(NOW_MS - DAY_MS)
                        .setState(ReplayState.REPLAY_STATE_RUNNING)
                        .setSums(ReplaySums.newBuilder().setCalls(1_234))
                        .setPriceBook("book_1")
                        .build();
        assertEquals(0.75, ReplayWords.progress(replay));
        assertEquals(
                "75 %, at 2026-11-29 12:00: 1,234 calls",
                ReplayWords.progressText(replay, FORMATS));
        assertEquals("◐ running", ReplayWords.state(replay));
        assertEquals("watch", ReplayWords.style(replay));
        assertEquals("book_1", ReplayWords.book(replay, PriceBook.getDefaultInstance()));
        assertEquals(0, ReplayWords.progress(replay.toBuilder().setFromMs(NOW_MS).build()));
    }

    @Test
    void shouldSayWhenCreditWouldNotHaveSufficed() {
        ReplayAccount account = ReplayAccount.newBuilder().setDryAtMs(NOW_MS).build();
        assertEquals(
                "would not have sufficed on 2026-11-30 12:00", ReplayWords.dry(account, FORMATS));
        assertEquals("", ReplayWords.dry(ReplayAccount.getDefaultInstance(), FORMATS));
    }

    @Test
    void shouldTakeWholeDaysUntilNow() {
        assertEquals(
                Optional.of(new ReplaySpan(at("2026-10-01T00:00:00Z"), at("2026-11-01T00:00:00Z"))),
                typed("2026-10-01", "2026-10-31"));
        assertEquals(
                Optional.of(new ReplaySpan(at("2026-11-30T00:00:00Z"), 0)),
                typed("2026-11-30", "2026-11-30"));
        assertEquals(new ReplaySpan(NOW_MS - 7 * DAY_MS, 0), ReplaySpan.lastDays(7, NOW_MS));
    }

    @Test
    void shouldRefuseSpansThatAreNone() {
        assertEquals(Optional.empty(), typed("2026-13-01", "2026-10-31"));
        assertEquals(Optional.empty(), typed("2026-10-01", ""));
        assertEquals(Optional.empty(), typed("2026-11-02", "2026-10-31"));
        assertEquals(Optional.empty(), typed("2026-12-01", "2026-12-31"));
        assertEquals(Optional.empty(), typed("2025-10-01", "2026-11-29"));
    }
}
