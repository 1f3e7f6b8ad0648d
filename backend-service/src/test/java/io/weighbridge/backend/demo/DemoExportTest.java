package io.weighbridge.backend.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.screen.Terminal;
import io.weighbridge.backend.demo.trace.TraceReader;
import io.weighbridge.backend.export.Recalculation;
import io.weighbridge.backend.export.SqlExport;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.RequestId;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/// What the demo exports can be recomputed from the files alone, and nothing can be changed in them
/// unnoticed.
final class DemoExportTest {
    @TempDir static Path directory;
    private static Path exported = Path.of("");

    @BeforeAll
    static void play() throws Exception {
        Path data = directory.resolve("data");
        exported = directory.resolve("out");
        Path trace = Traces.write(directory, 700, 20_000);
        DemoRun run =
                new DemoRun(TraceReader.read(trace), 1_000_000, null, 3, data, exported, null);
        assertEquals(0, run.run(new StopSignal(), Terminal.of(System.out, Map.of())));
        refundTwo(data);
        // Over the first one.
        var _ = SqlExport.write(data, exported);
    }

    // One in part, one whole.
    private static void refundTwo(Path data) throws IOException {
        List<Map<String, String>> usage = usage();
        try (TestBackend test = TestBackend.start(data)) {
            for (int i = 0; i < 2; i++) {
                RequestId id = RequestId.parse(get(usage.get(usage.size() - 5 - i), "record_id"));
                var _ =
                        test.backend()
                                .credit()
                                .refund(
                                        Objects.requireNonNull(id),
                                        UUID.randomUUID(),
                                        i,
                                        AdjustmentReason.WRONG_CHARGE,
                                        "a \"quoted\", note");
            }
        }
    }

    private static List<Map<String, String>> usage() throws IOException {
        return Recalculation.csv(exported.resolve("usage.csv"));
    }

    private static String get(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column));
    }

    private static boolean any(String column, String pattern) throws IOException {
        return usage().stream().anyMatch(row -> get(row, column).matches(pattern));
    }

    @Test
    void shouldAgreeWithAnIndependentRecalculation() throws IOException {
        Recalculation.Result result = Recalculation.of(exported);
        assertEquals(List.of(), result.differences());
        assertEquals(usage().size(), result.charges());
        // At this speed limits per minute refuse some, and others come before bought credit does.
        assertTrue(result.charges() > 350, "charges: " + result.charges());
    }

    @Test
    void shouldHaveAllThatMakesAChargeHardToRecompute() throws IOException {
        assertTrue(any("overrun_nanos", "[1-9].*"), "overruns");
        assertTrue(any("fee_nanos", "[1-9].*"), "fees");
        assertTrue(any("refunded_nanos", "[1-9].*"), "refunds");
        assertTrue(any("outcome", "upstream_error"), "failed calls");
        assertTrue(any("tier", "batch"), "tiers");
        assertTrue(any("lines", ".*@3100000000/.*"), "bands");
        assertTrue(any("lines", ".*@2200000000/.*"), "prices of one account");
        assertTrue(any("lines", ".*@17000000/60000.*"), "odd quantities");
        assertTrue(any("lines", ".*cached_input_tokens:.*"), "parts of units");
        assertTrue(
                any("lines", "input_tokens:\\d+@\\d+/\\d+ input_tokens:\\d+@.*"),
                "a charge over two volume steps");
    }

    @Test
    void shouldKeepItsDataFromOthers() throws IOException {
        Path data = directory.resolve("data");
        if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
        }
    }

    @Test
    void shouldNoticeOneNano() throws IOException {
        for (String file : List.of("usage.csv", "transfers.csv", "balances.csv")) {
            Path copy = Files.createTempDirectory(directory, "copy");
            try (Stream<Path> files = Files.list(exported)) {
                for (Path from : files.toList()) {
                    var _ = Files.copy(from, copy.resolve(from.getFileName().toString()));
                }
            }
            String column = file.equals("usage.csv") ? "charge_nanos" : "amount_nanos";
            column = file.equals("balances.csv") ? "balance_nanos" : column;
            Path changed = copy.resolve(file);
            List<Map<String, String>> rows = Recalculation.csv(changed);
            Map<String, String> row = rows.get(rows.size() / 2);
            long nanos = Long.parseLong(get(row, column));
            row.put(column, Long.toString(nanos + 1));
            Files.writeString(changed, text(rows));
            assertFalse(Recalculation.of(copy).differences().isEmpty(), file);
            row.put(column, Long.toString(nanos));
            Files.writeString(changed, text(rows));
            assertEquals(List.of(), Recalculation.of(copy).differences(), file);
        }
    }

    private static String text(List<Map<String, String>> rows) {
        StringBuilder text = new StringBuilder();
        text.append(String.join(",", rows.getFirst().keySet())).append('\n');
        for (Map<String, String> row : rows) {
            text.append(
                            String.join(
                                    ",",
                                    row.values().stream()
                                            .map(v -> '"' + v.replace("\"", "\"\"") + '"')
                                            .toList()))
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void shouldLeaveNoHalfFilesAndOtherFilesAsTheyAre() throws IOException {
        Path other = Files.writeString(exported.resolve("notes.txt"), "mine");
        var _ = SqlExport.write(directory.resolve("data"), exported);
        assertEquals("mine", Files.readString(other));
        try (Stream<Path> files = Files.list(exported)) {
            assertEquals(
                    List.of(
                            "balances.csv",
                            "notes.txt",
                            "prices.json",
                            "transfers.csv",
                            "usage.csv"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        Files.delete(other);
    }
}
