package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.TruthProvider;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Certificates;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `/metrics` of a whole service, its documentation and its dashboard.
final class MetricsTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "metrics.md");
    private static final Path DASHBOARD = Path.of("..", "docs", "grafana", "weighbridge.json");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| .*");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
    private static final Pattern LABELS = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final int LABEL_VALUES_MAX = 40;

    @TempDir Path folder;

    // With a service that has everything which can be measured.
    private TestBackend startWithTls() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        Certificates.Pair pair = authority.make("server", Duration.ofDays(30));
        return start(
                "tls.certificate=" + pair.certificate(),
                "tls.key=" + pair.key(),
                "gateway.upstream=http://127.0.0.1:9",
                "gateway.port=0",
                "envoy.enabled=true",
                "envoy.port=0",
                "forward_auth.enabled=true",
                "forward_auth.port=0",
                "events.enabled=true",
                "events.port=0");
    }

    private TestBackend start(String... more) {
        List<String> flags = new ArrayList<>(List.of(more));
        flags.add("data_directory=" + folder.resolve("data"));
        flags.add("listen.port=0");
        flags.add("http.port=0");
        return TestBackend.start(
                ConfigReader.read(null, Map.of(), flags).config(),
                new SystemTime(),
                List.of(new TruthProvider("card", PaymentMethod.CARD)));
    }

    private static String scrape(TestBackend test) throws IOException, InterruptedException {
        int port = test.backend().httpPort().orElseThrow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static Map<String, String> types(String metrics) {
        Map<String, String> types = new TreeMap<>();
        Matcher matcher = TYPE.matcher(metrics);
        while (matcher.find()) {
            types.put(matcher.group(1), matcher.group(2));
        }
        return types;
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> types = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENTATION)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                types.put(row.group(1), row.group(2));
            }
        }
        return types;
    }

    private static Map<String, String> own(Map<String, String> types) {
        Map<String, String> own = new TreeMap<>(types);
        own.keySet().removeIf(name -> !name.startsWith("weighbridge_"));
        return own;
    }

    @Test
    void documentationListsEveryMetric() throws Exception {
        try (TestBackend test = startWithTls()) {
            Map<String, String> found = types(scrape(test));
            Map<String, String> documented = documented();
            assertEquals(own(documented), own(found));
            // Those of the VM depend on its collector.
            found.keySet().removeAll(documented.keySet());
            assertEquals(Map.of(), found);
        }
    }

    @Test
    void noLabelHasAsManyValuesAsThereAreKeysOrAccounts() throws Exception {
        try (TestBackend test = startWithTls()) {
            test.chat();
            String metrics = scrape(test);
            Map<String, Set<String>> values = new TreeMap<>();
            for (String line : metrics.lines().filter(each -> !each.startsWith("#")).toList()) {
                String name = line.split("[{ ]", 2)[0];
                Matcher labels = LABELS.matcher(line);
                while (labels.find()) {
                    values.computeIfAbsent(name + " " + labels.group(1), _ -> new TreeSet<>())
                            .add(labels.group(2));
                }
            }
            assertTrue(values.size() >= 5, values::toString);
            values.forEach((label, all) -> assertTrue(all.size() <= LABEL_VALUES_MAX, label));
        }
    }

    @Test
    void dashboardAsksOnlyForMetricsThatExist() throws Exception {
        Set<String> known = documented().keySet();
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        List<String> queries = new ArrayList<>();
        for (JsonNode found : dashboard.findValues("expr")) {
            queries.add(found.textValue());
        }
        assertTrue(queries.size() >= 12, queries::toString);
        Set<String> unknown = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        for (String query : queries) {
            Matcher names =
                    Pattern.compile("\\b(weighbridge|jvm|process|system)_\\w+").matcher(query);
            while (names.find()) {
                String name = names.group().replaceAll("_(bucket|sum|count)$", "");
                asked.add(name);
                if (!known.contains(name) && !known.contains(names.group())) {
                    unknown.add(names.group());
                }
            }
        }
        assertEquals(Set.of(), unknown);
        Set<String> missing = new TreeSet<>(own(documented()).keySet());
        missing.removeAll(asked);
        assertEquals(Set.of(), missing);
    }

    @Test
    void whatHappensIsCounted() throws Exception {
        try (TestBackend test = start(new String[0])) {
            test.chat();
            Account account = test.account("Acme", 10 * Calls.TOKEN);
            ApiKeys.Made key = test.key(account);
            GateCalls.call(test, key.secret(), "chat", 1, 1);
            assertTrue(
                    GateCalls.authorize(test, key.secret(), "chat", 1, 1).hasAdmitted(),
                    "left open");
            assertTrue(GateCalls.authorize(test, key.secret(), "chat", 1_000, 1).hasRefused());
            assertTrue(GateCalls.authorize(test, "nonsense", "chat", 1, 1).hasRefused());
            // Admissions are counted when they are durable.
            test.backend().ledger().atBarrier(() -> {});
            // What a registry holds only weakly would be gone, and read as 0 for ever.
            System.gc();
            String metrics = scrape(test);
            for (String line :
                    List.of(
                            "weighbridge_authorize_decisions_total{reason=\"\",result=\"admitted\"}"
                                    + " 2.0",
                            "weighbridge_authorize_decisions_total{reason=\"insufficient_credit\","
                                    + "result=\"refused\"} 1.0",
                            "weighbridge_authorize_decisions_total{reason=\"malformed_key\","
                                    + "result=\"refused\"} 1.0",
                            "weighbridge_usage_settled_total 1.0",
                            "weighbridge_authorize_duration_seconds_count 4",
                            "weighbridge_settle_duration_seconds_count 1",
                            "weighbridge_settle_duration_seconds_bucket{le=\"+Inf\"} 1",
                            "weighbridge_holds_open 1.0",
                            "weighbridge_payment_provider_ask_duration_seconds_count"
                                    + "{provider=\"card\"} 0",
                            "weighbridge_payment_webhooks_total{provider=\"card\","
                                    + "result=\"not_genuine\"} 0.0",
                            "weighbridge_grpc_connections 1.0",
                            "weighbridge_fold_backlog_facts 0.0",
                            "weighbridge_check_state{check=\"journal\"} 0.0",
                            "weighbridge_ready 1.0")) {
                assertTrue(metrics.contains("\n" + line + "\n"), line + " in\n" + metrics);
            }
            assertTrue(value(metrics, "weighbridge_ledger_groups_total").signum() > 0);
            assertEquals(
                    value(metrics, "weighbridge_ledger_groups_total").toBigInteger(),
                    value(metrics, "weighbridge_journal_force_seconds_count").toBigInteger());
        }
    }

    private static BigDecimal value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> new BigDecimal(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
