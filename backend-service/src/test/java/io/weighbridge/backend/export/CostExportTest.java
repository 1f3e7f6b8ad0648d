package io.weighbridge.backend.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.usage.RecordFilter;
import io.weighbridge.backend.usage.SqlRollupStore;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.backend.usage.TagFilter;
import io.weighbridge.backend.usage.UsageReader;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Both files of usage say what calls cost, and earned.
final class CostExportTest {
    // Sequence, basis, predicted, measured, cost, margin. A call is charged 70, a rating 7; the
    // upstream always told 4.
    private static final List<List<String>> EXPECTED =
            List.of(
                    List.of("2", "", "", "", "4", "66"),
                    List.of("3", "measured", "13", "12", "12", "58"),
                    List.of("4", "measured", "14", "", "4", "66"),
                    List.of("5", "gpu_time_vram", "15", "16", "15", "55"),
                    List.of("6", "flops", "", "17", "4", "66"),
                    List.of("9", "measured", "13", "12", "12", ""),
                    List.of("11", "gpu_time_vram", "15", "16", "15", "-8"));

    @TempDir Path directory;
    @AutoClose private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
        opened.database()
                .inTransaction(
                        handle ->
                                handle.execute(
                                        "INSERT INTO api_key VALUES (21, 1001, 1, 'k', 0, 1, 0,"
                                                + " NULL, 0, x'01', '', 1, 0, '', 0, '', 0, 0, 0,"
                                                + " '')"));
        SqlLedgerStore ledger = new SqlLedgerStore(opened.database());
        ledger.fold(List.of(Facts.granted(1, 1, 2_001, 1_000, 0, 1_000)), 1);
        for (long sequence = 2; sequence <= 6; sequence++) {
            Fact call =
                    Facts.settled(sequence, sequence, Facts.request(1, sequence), 2_001, 14, 1_000);
            ledger.fold(List.of(call), sequence);
        }
        ledger.fold(List.of(Facts.quarantined(9, 9, Facts.request(1, 9), 14, 0, 1_000)), 9);
        var later = Facts.quarantined(11, 11, Facts.request(1, 11), 14, 0, 1_000);
        ledger.fold(List.of(later), 11);
        ledger.fold(List.of(Facts.rated(12, 12, later.record())), 12);
    }

    private static List<String> row(Map<String, String> cells) {
        return Stream.of(
                        "sequence",
                        "cost_basis",
                        "predicted_cost_nanos",
                        "measured_cost_nanos",
                        "cost_nanos",
                        "margin_nanos")
                .map(column -> Objects.requireNonNull(cells.get(column)))
                .toList();
    }

    @Test
    void shouldBeInTheExportOfTheStore(@TempDir Path target) throws IOException {
        var _ = SqlExport.write(directory, target);
        assertEquals(
                EXPECTED,
                CsvReading.table(Files.readString(target.resolve("usage.csv")).replace("\r", ""))
                        .stream()
                        .map(CostExportTest::row)
                        .toList());
    }

    @Test
    void shouldBeThereWithoutAKey(@TempDir Path target) throws IOException {
        Fact.UsageSettled call = Facts.settled(13, 13, Facts.request(1, 13), 2_001, 14, 1_000);
        Fact keyless =
                new Fact.UsageSettled(
                        Facts.keyless(call.record()), call.movements(), call.balanceAfterNanos());
        new SqlLedgerStore(opened.database()).fold(List.of(keyless), 13);
        var _ = SqlExport.write(directory, target);
        Map<String, String> last =
                CsvReading.table(Files.readString(target.resolve("usage.csv")).replace("\r", ""))
                        .getLast();
        assertEquals(
                List.of("13", "", "", "70"),
                Stream.of("sequence", "key_id", "key", "charge_nanos")
                        .map(column -> Objects.requireNonNull(last.get(column)))
                        .toList());
    }

    @Test
    void shouldBeInTheFileForSpreadsheets() {
        Database database = opened.database();
        SystemTime time = new SystemTime();
        Services services = new Services(new SqlServiceStore(database), new IdSource(time), time);
        UsageReader reader =
                new UsageReader(
                        new SqlUsageStore(database), new SqlRollupStore(database), () -> {});
        CsvSource source =
                new UsageCsv(reader, services::directory, "EUR")
                        .source(new RecordFilter(0, 0, 0, "", null, 0, 0, TagFilter.NONE));
        List<Map<String, String>> table =
                CsvReading.table(
                        source.header() + String.join("", source.pages().apply("").items()));
        assertEquals(EXPECTED, table.reversed().stream().map(CostExportTest::row).toList());
        assertEquals("-0.000000008", table.getFirst().get("margin"));
        assertEquals("", table.get(1).get("margin"));
        assertEquals("0.000000015", table.getFirst().get("predicted_cost"));
    }
}
