package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Whatever is called a price map: read as it stands, or refused with the place.
final class PriceMapReaderTest {
    private static PriceMap read(String json) {
        return PriceMapReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String refused(byte[] bytes) {
        Fault fault =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () -> assertThrows(Fault.class, () -> PriceMapReader.read(bytes)));
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertTrue(fault.text().startsWith("price map: "), fault.text());
        assertTrue(fault.text().contains(" (expected: "), fault.text());
        assertTrue(fault.text().length() < 500, fault.text());
        return fault.text();
    }

    private static String refused(String json) {
        return refused(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldKeepNumbersAsTheyAreWritten() {
        PriceMap map =
                read("\uFEFF{\"m\": {\"mode\": \"chat\", \"a\": 1.50e-06, \"b\": 1e999999}}");
        JsonValue.Obj fields = (JsonValue.Obj) map.entries().getFirst().value();
        assertEquals(new JsonValue.Num("1.50e-06"), fields.get("a"));
        assertEquals(new JsonValue.Num("1e999999"), fields.get("b"));
        assertTrue(map.entries().getFirst().isModel());
        assertEquals("chat", map.entries().getFirst().mode());
    }

    @Test
    void shouldSeeWhatStandsTwice() {
        PriceMap map = read("{\"m\": {\"mode\": \"a\"}, \"n\": {}, \"m\": {\"mode\": \"b\"}}");
        assertEquals(2, map.entries().size());
        assertTrue(map.entries().getFirst().duplicate());
        assertFalse(map.entries().getLast().duplicate());
        assertFalse(map.entries().getLast().isModel());
        assertFalse(read("{\"sample_spec\": {\"mode\": \"x\"}}").entries().getFirst().isModel());
        assertFalse(read("{\"m\": 7}").entries().getFirst().isModel());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "[]",
                "{}",
                "7",
                "\"text\"",
                "null",
                "<!DOCTYPE html><html><body>Not found</body></html>",
                "{\"m\": {\"mode\": \"chat\"}",
                "{\"m\": {\"mode\": \"chat\"}} {}",
                "{\"m\": {\"input_cost_per_token\": NaN}}",
                "{\"m\": {\"input_cost_per_token\": Infinity}}",
                "{\"m\": {\"input_cost_per_token\": 1e}}",
                "{\"m\": {\"input_cost_per_token\": 01}}",
                "{\"m\": [1, 2",
                "{'m': {}}",
                "{\"m\": {} // no\n}",
            })
    void shouldRefuseWhatIsNoMap(String text) {
        refused(text);
    }

    @Test
    void shouldNameThePlace() {
        assertTrue(refused("<html>").contains("line 1, column 1"), refused("<html>"));
        String text = refused("{\"m\":\n  {\"a\": tru}}");
        assertTrue(text.contains("line 2, column "), text);
    }

    @Test
    void shouldRefuseBytesThatAreNoText() {
        byte[] latin1 = "{\"m\": {\"note\": \"é\"}}".getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(refused(latin1).contains("not UTF-8"));
        byte[] wide = "{\"m\": {\"mode\": \"chat\"}}".getBytes(StandardCharsets.UTF_16);
        assertTrue(refused(wide).contains("not UTF-8"));
        refused(new byte[1_000_000]);
    }

    @Test
    void shouldBoundDepthLengthsAndSize() {
        refused("{\"m\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        refused("{\"m\": " + "{\"a\":".repeat(17) + "1" + "}".repeat(17) + "}");
        refused("{\"m\": {\"a\": " + "9".repeat(10_000_000) + "}}");
        refused("{\"m\": {\"" + "a".repeat(2_000) + "\": 1}}");
        refused("{\"m\": {\"a\": \"" + "a".repeat(200_000) + "\"}}");
        refused("{\"m\": [" + "0,".repeat(2_100_000) + "0]}");
        assertTrue(refused(new byte[50 << 20]).contains("bytes"));
        StringBuilder models = new StringBuilder("{\"m\": {}");
        for (int i = 0; i < 20_000; i++) {
            models.append(",\"m").append(i).append("\": {}");
        }
        assertTrue(refused(models + "}").contains("models"));
        assertEquals(
                List.of("m"),
                read("{\"m\": " + "[".repeat(14) + "]".repeat(14) + "}").entries().stream()
                        .map(PriceMap.Entry::model)
                        .toList());
    }
}
