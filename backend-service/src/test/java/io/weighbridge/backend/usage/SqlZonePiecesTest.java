package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// How much of a span is read in one go.
final class SqlZonePiecesTest {
    private static final ZoneBuckets DAYS =
            new ZoneBuckets(Granularity.DAY, ZoneId.of("Asia/Kolkata"));
    private static final long FROM =
            DAYS.begin(Instant.parse("1970-02-01T00:00:00Z").toEpochMilli());
    private static final long TO = DAYS.begin(Instant.parse("2100-01-01T00:00:00Z").toEpochMilli());
    private static final int LIMIT = 1_000;

    private final SqlZonePieces pieces = new SqlZonePieces(DAYS, true);
    private final List<Long> read = new ArrayList<>();
    private int statements;

    // Nothing of it is asked for.
    private List<Long> none(List<ZonePiece> some, int limit) {
        assertEquals(LIMIT, limit);
        statements++;
        some.stream().map(ZonePiece::bucketMs).distinct().forEach(read::add);
        return List.of();
    }

    @Test
    void shouldStopInTheMidstOfMuchTimeAndGoOnThere() {
        long at = FROM;
        int goes = 0;
        while (at < TO) {
            statements = 0;
            at =
                    pieces.read(
                                    goes == 0 ? FROM : at - 1,
                                    TO,
                                    LIMIT,
                                    (from, end) -> Optional.of(from),
                                    this::none)
                            .endMs();
            assertTrue(statements <= SqlZonePieces.STATEMENTS_MAX, "statements: " + statements);
            goes++;
        }
        assertTrue(goes > 60, "goes: " + goes);
        assertEquals(LongStream.iterate(FROM, day -> day < TO, DAYS::next).boxed().toList(), read);
    }

    @Test
    void shouldLeapOverTimeInWhichThereIsNothing() {
        TreeSet<Long> kept = new TreeSet<>();
        for (int year = 1971; year < 2100; year += 30) {
            kept.add(Instant.parse(year + "-05-05T18:00:00Z").toEpochMilli());
        }
        assertEquals(
                TO,
                pieces.read(
                                FROM,
                                TO,
                                LIMIT,
                                (from, end) -> Optional.ofNullable(kept.ceiling(from)),
                                this::none)
                        .endMs());
        assertEquals(kept.size(), statements);
        // Half of the hour is of the day before.
        for (long hour : kept) {
            assertTrue(read.contains(DAYS.begin(hour)));
            assertTrue(read.contains(DAYS.begin(hour + Granularity.HOUR.lengthMs() - 1)));
        }
    }
}
