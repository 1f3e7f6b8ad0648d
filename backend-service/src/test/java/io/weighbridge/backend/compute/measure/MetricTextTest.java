package io.weighbridge.backend.compute.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class MetricTextTest {
    private static List<Metric> read(String page) throws GarbledException {
        return MetricText.read(page.getBytes(StandardCharsets.UTF_8), _ -> true);
    }

    private static Metric metric(String name, Map<String, String> labels, String value) {
        return new Metric(name, labels, Optional.of(new BigDecimal(value)));
    }

    private static String problem(String page) {
        return assertThrows(GarbledException.class, () -> read(page)).problem();
    }

    // The example of the format's own description, and what exporters do beside it.
    @Example
    void shouldReadTheFormat() throws GarbledException {
        List<Metric> read =
                read(
                        """
                        # HELP http_requests_total The total number of HTTP requests.
                        # TYPE http_requests_total counter
                        http_requests_total{method="post",code="200"} 1027 1395066363000
                        http_requests_total{method="post",code="400",}    3 1395066363000

                        # Escaping in label values:
                        msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
                        metric_without_timestamp_and_labels 12.47
                        something_weird{problem="division by zero"} +Inf -3982045
                        not_a_number{} NaN
                          vllm:x_total{ model_name = "a,b}c" , engine="0" }\t7.0 # {trace_id="1"} 0.5
                        # EOF
                        """);
        assertEquals(
                List.of(
                        metric(
                                "http_requests_total",
                                Map.of("method", "post", "code", "200"),
                                "1027"),
                        metric("http_requests_total", Map.of("method", "post", "code", "400"), "3"),
                        metric(
                                "msdos_file_access_time_seconds",
                                Map.of(
                                        "path",
                                        "C:\\DIR\\FILE.TXT",
                                        "error",
                                        "Cannot find file: \"FILE.TXT\""),
                                "1.458255915e9"),
                        metric("metric_without_timestamp_and_labels", Map.of(), "12.47"),
                        new Metric(
                                "something_weird",
                                Map.of("problem", "division by zero"),
                                Optional.empty()),
                        new Metric("not_a_number", Map.of(), Optional.empty()),
                        metric(
                                "vllm:x_total",
                                Map.of("model_name", "a,b}c", "engine", "0"),
                                "7.0")),
                read);
    }

    @Example
    void shouldRefuseWhatIsNotThat() {
        assertEquals("line 1: no name of a metric", problem("<html>"));
        assertEquals("line 2: no value", problem("a 1\na"));
        assertEquals("line 1: not a number", problem("a one"));
        assertEquals("line 1: a number beyond reason", problem("a 1e999999999"));
        assertEquals("line 1: a value that is too long", problem("a " + "1".repeat(65)));
        assertEquals("line 1: it ends within its labels", problem("a{b=\"c"));
        assertEquals("line 1: it ends within its labels", problem("a{b=\"c\\"));
        assertEquals("line 1: it ends within its labels", problem("a{b"));
        assertEquals("line 1: no '=' where one must be", problem("a{b} 1"));
        assertEquals("line 1: labels without ',' between them", problem("a{b=\"c\" d=\"e\"} 1"));
        assertEquals("line 1: a label twice", problem("a{b=\"c\",b=\"e\"} 1"));
        assertEquals("line 1: more than a value and its time", problem("a 1 2 3"));
        assertEquals("line 1: not a number", problem("a 1 b"));
        assertEquals(
                "line 1: more than 8000 characters",
                problem("a{b=\"" + "c".repeat(8_000) + "\"} 1"));
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            labels.append("l").append(i).append("=\"\",");
        }
        assertEquals("line 1: more than 64 labels", problem("a{" + labels + "} 1"));
        assertEquals(
                "not UTF-8",
                assertThrows(
                                GarbledException.class,
                                () -> MetricText.read(new byte[] {'a', (byte) 0xff}, _ -> true))
                        .problem());
        assertEquals(
                "more than 8388608 bytes",
                assertThrows(
                                GarbledException.class,
                                () -> MetricText.read(new byte[(8 << 20) + 1], _ -> true))
                        .problem());
    }

    @Property
    void shouldReadEveryLabelAsItWasWritten(
            @ForAll @StringLength(max = 50) @CharRange(from = ' ', to = '~') String value)
            throws GarbledException {
        String written = value.replace("\\", "\\\\").replace("\"", "\\\"");
        assertEquals(value, read("a{b=\"" + written + "\"} 1").getFirst().label("b"));
    }

    @Property
    void shouldReadOrRefuseEveryPage(
            @ForAll
                    @StringLength(max = 60)
                    @CharRange(from = 'a', to = 'c')
                    @CharRange(from = '{', to = '}')
                    @CharRange(from = ' ', to = '#')
                    @CharRange(from = '\\', to = '\\')
                    @CharRange(from = '=', to = '=')
                    @CharRange(from = '0', to = '1')
                    @CharRange(from = '\n', to = '\n')
                    String page) {
        try {
            assertTrue(read(page).size() <= page.length());
        } catch (GarbledException e) {
            assertTrue(e.problem().startsWith("line "), e.problem());
        }
    }
}
