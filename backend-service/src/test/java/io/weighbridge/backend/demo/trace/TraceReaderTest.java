package io.weighbridge.backend.demo.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class TraceReaderTest {
    private static final String ROW = "2023-11-16 18:17:03.9799600,4808,10";

    @TempDir Path directory;

    private RowSource read(String text) throws IOException, TraceException {
        Path file = Files.writeString(directory.resolve("t.csv"), text, StandardCharsets.UTF_8);
        return TraceReader.read(file);
    }

    private String problem(String text) {
        return String.valueOf(assertThrows(TraceException.class, () -> read(text)).getMessage());
    }

    @Test
    void shouldReadRowsWithAnyLineEndAndNoMoreThanThose() throws Exception {
        for (String end : List.of("\n", "\r\n")) {
            for (String last : List.of("", end, end + end)) {
                RowSource source = read(TraceReader.HEADER + end + ROW + end + ROW + last);
                assertEquals(2, source.total());
                TraceRow row = source.iterator().next();
                assertEquals(new TraceRow(1, 1_700_158_623_979_960L, 4_808, 10), row);
            }
        }
    }

    @Test
    void shouldPlayRowsInTheOrderOfTimeUnderTheirOwnNumbers() throws Exception {
        RowSource source =
                read(
                        TraceReader.HEADER
                                + "\n2024-01-01 00:00:02,1,1\n2024-01-01 00:00:01,2,2\n"
                                + "2024-01-01 00:00:02,3,3\n");
        List<Long> numbers = new ArrayList<>();
        source.rows().forEach(row -> numbers.add(row.number()));
        assertEquals(List.of(2L, 1L, 3L), numbers);
    }

    @Test
    void shouldTellTracesApartByTheirRowsAlone() throws Exception {
        String one = read(TraceReader.HEADER + "\n" + ROW).fingerprint();
        assertEquals(one, read(TraceReader.HEADER + "\r\n" + ROW + "\r\n").fingerprint());
        assertNotEquals(one, read(TraceReader.HEADER + "\n" + ROW + "1").fingerprint());
    }

    @Test
    void shouldSayWhatAnUnusableFileLacks() {
        assertTrue(problem("").contains("is empty"));
        assertTrue(problem(TraceReader.HEADER).contains("no rows"));
        assertTrue(problem(TraceReader.HEADER + "\r\n").contains("no rows"));
        assertTrue(problem(ROW + "\n" + ROW).contains("line 1"));
        Path missing = directory.resolve("missing.csv");
        assertThrows(TraceException.class, () -> TraceReader.read(missing));
        assertThrows(TraceException.class, () -> TraceReader.read(directory));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2023-11-16 18:17:03|3 fields",
                "2023-11-16 18:17:03,1,2,3|3 fields",
                "yesterday,1,2|timestamp",
                "2023-02-30 18:17:03,1,2|timestamp",
                "1969-12-31 23:59:59,1,2|1970",
                "2023-11-16 18:17:03,-1,2|tokens",
                "2023-11-16 18:17:03,1,|tokens",
                "2023-11-16 18:17:03,1.5,2|tokens",
                "2023-11-16 18:17:03,1,99999999999999999999|tokens",
                "2023-11-16 18:17:03,10000001,2|tokens",
            })
    void shouldNameTheLineOfAWrongRow(String row, String expected) {
        String problem = problem(TraceReader.HEADER + "\n" + ROW + "\n" + row + "\n" + ROW);
        assertTrue(problem.contains("line 3: "), problem);
        assertTrue(problem.contains(expected), problem);
    }

    @Test
    void shouldRefuseAnEmptyLineBetweenRows() {
        assertTrue(problem(TraceReader.HEADER + "\n" + ROW + "\n\n" + ROW).contains("line 3: "));
    }

    @Property(tries = 300)
    void shouldNameTheLineOfAnyGarbageAndNeverCrash(
            @ForAll @Size(max = 400) byte[] garbage, @ForAll boolean afterHeader)
            throws IOException {
        Path file = Files.createTempFile("garbage", ".csv");
        try {
            byte[] head =
                    (afterHeader ? TraceReader.HEADER + "\n" : "")
                            .getBytes(StandardCharsets.US_ASCII);
            byte[] all = new byte[head.length + garbage.length];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(garbage, 0, all, head.length, garbage.length);
            Files.write(file, all);
            TraceException wrong = assertThrows(TraceException.class, () -> TraceReader.read(file));
            String problem = String.valueOf(wrong.getMessage());
            assertTrue(
                    problem.contains("line ")
                            || problem.contains("is empty")
                            || problem.contains("no rows"),
                    problem);
            assertFalse(problem.chars().anyMatch(c -> c < ' ' || c > '~'), problem);
        } finally {
            Files.delete(file);
        }
    }
}
