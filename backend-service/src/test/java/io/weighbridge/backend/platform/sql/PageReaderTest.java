package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Pages of a list of five, two at a time.
final class PageReaderTest {
    private static final String FIVE =
            "SELECT n FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4"
                    + " UNION SELECT 5 UNION SELECT 9) AS listed WHERE n <> :other AND ";

    @TempDir Path directory;

    private interface Reading {
        Page<Long> page(PageKey asked);
    }

    private static List<List<Long>> all(Reading reading) {
        List<List<Long>> pages = new ArrayList<>();
        String token = "";
        do {
            Page<Long> page = reading.page(PageKey.of(2, token, ""));
            pages.add(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return pages;
    }

    @Test
    void shouldReadEveryRowOnceInBothOrders() {
        try (Database database = Database.open(directory)) {
            assertEquals(
                    List.of(List.of(1L, 2L), List.of(3L, 4L), List.of(5L)),
                    all(
                            asked ->
                                    PageReader.rising(
                                            database,
                                            asked,
                                            FIVE + "n > :after ORDER BY n LIMIT :limit",
                                            Map.of("other", 9),
                                            (row, context) -> row.getLong("n"),
                                            n -> n)));
            assertEquals(
                    List.of(List.of(5L, 4L), List.of(3L, 2L), List.of(1L)),
                    all(
                            asked ->
                                    PageReader.falling(
                                            database,
                                            asked,
                                            FIVE + "n < :before ORDER BY n DESC LIMIT :limit",
                                            Map.of("other", 9),
                                            (row, context) -> row.getLong("n"),
                                            n -> n)));
        }
    }
}
