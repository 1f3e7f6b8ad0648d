package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// docs/errors.md is what clients are written by: it must list every code, and rightly.
final class ErrorsDocTest {
    // The tests run in the module's folder.
    private static final Path FILE = Path.of("..", "docs", "errors.md");

    /// The cells of the tables' rows between two headings, by the code in the first cell.
    private static Map<String, List<String>> rows(String heading) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + heading);
            } else if (inside && line.startsWith("| `")) {
                List<String> cells =
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                String code = cells.get(1).replace("`", "");
                assertTrue(rows.put(code, cells) == null, () -> code + " is listed twice");
            }
        }
        return rows;
    }

    private static List<String> row(Map<String, List<String>> rows, Enum<?> code) {
        return Objects.requireNonNull(rows.get(code.name()), code.name());
    }

    private static Set<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(Enum::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void listsEveryErrorCodeWithItsStatus() throws IOException {
        Map<String, List<String>> rows = rows("Error codes");
        assertEquals(names(ErrorCode.values()), rows.keySet());
        for (ErrorCode code : ErrorCode.values()) {
            List<String> cells = row(rows, code);
            assertEquals(
                    GrpcErrors.of(Fault.of(code, "text")).getStatus().getCode().name(),
                    cells.get(2),
                    code.name());
            assertTrue(cells.get(3).length() > 20, () -> code + " is not explained");
            assertTrue(cells.get(4).matches("(4|5)\\d\\d( .*)?"), () -> code + ": " + cells.get(4));
        }
    }

    @Test
    void listsEveryRefusalReasonWithWhatToTellAClient() throws IOException {
        Map<String, List<String>> rows = rows("Refusal reasons");
        assertEquals(names(RefusalReason.values()), rows.keySet());
        for (RefusalReason reason : RefusalReason.values()) {
            List<String> cells = row(rows, reason);
            assertTrue(cells.get(2).length() > 20, () -> reason + " is not explained");
            assertTrue(
                    reason == RefusalReason.OUTPUT_LIMIT || cells.get(3).matches("[45]\\d\\d"),
                    () -> reason + " has no HTTP status");
        }
    }

    /// But for what no client of ours can meet.
    @Test
    void saysOfRefusalsWhatOurProxiesTellClients() throws IOException {
        for (RefusalReason reason : RefusalReason.values()) {
            if (reason != RefusalReason.DUPLICATE_REQUEST && reason != RefusalReason.OUTPUT_LIMIT) {
                ApiError told = ApiErrors.of(reason, "m");
                List<String> cells = row(rows("Refusal reasons"), reason);
                assertEquals(told.status() + "", cells.get(3), reason.name());
                assertEquals("`" + told.code() + "`", cells.get(4), reason.name());
            }
        }
    }

    @Test
    void neverAnswersAnEmptyBalanceWithABare429() throws IOException {
        for (RefusalReason reason :
                List.of(RefusalReason.INSUFFICIENT_CREDIT, RefusalReason.KEY_CREDIT_LIMIT)) {
            List<String> cells = row(rows("Refusal reasons"), reason);
            assertEquals("402", cells.get(3));
            assertEquals("`insufficient_quota`", cells.get(4));
            assertEquals("`x-should-retry: false`", cells.get(5));
        }
        for (RefusalReason reason :
                List.of(
                        RefusalReason.REQUESTS_PER_MINUTE,
                        RefusalReason.TOKENS_PER_MINUTE,
                        RefusalReason.CONCURRENT_CALLS)) {
            List<String> cells = row(rows("Refusal reasons"), reason);
            assertEquals("429", cells.get(3));
            assertEquals("`rate_limit_exceeded`", cells.get(4));
            assertTrue(cells.get(5).startsWith("`retry-after`"), cells::toString);
        }
    }
}
