package io.weighbridge.backend.proxies.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Cable;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Assertions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// LiteLLM with the configuration that our documents show, in front of a model server; and a real
/// service, reached over a cable that can be cut, with the services "chat" and "embed" at
/// [Calls#TOKEN] a token.
final class LiteLlmBench implements AutoCloseable {
    static final long CREDIT_TOKENS = 100_000_000;
    static final String MASTER_KEY = "sk-" + UUID.randomUUID() + UUID.randomUUID();
    private static final String PROXY = "litellm-1";
    private static final Path PACKAGE = Path.of("integrations", "litellm").toAbsolutePath();
    private static final Path CONFIGURATION =
            Path.of("..", "docs", "proxies", "litellm", "config.yaml");
    private static final String MODEL_SERVER = "http://127.0.0.1:8000/v1";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(180);

    final ModelServer model;
    final TestBackend test;
    final Cable cable;
    private final Path folder;
    private final int port = RunningProgram.freePorts(1).getFirst();
    private final HttpCaller http = new HttpCaller();
    private RunningProgram litellm;

    /// An account and its key.
    record Customer(Account account, ApiKeys.Made made) {
        String key() {
            return made.secret();
        }
    }

    /// One settled call.
    ///
    /// @param id without dashes
    /// @param about subject and tags
    record Settled(
            String id, int outcome, String units, long tokens, long costNanos, String about) {}

    private LiteLlmBench(Path folder, ModelServer.Behaviour behaviour) throws IOException {
        this.folder = folder;
        this.model = ModelServer.start(behaviour);
        this.test = TestBackend.start(folder);
        Service chat = test.service("chat");
        Service embed = test.service("embed");
        long price = Calls.TOKEN * 1_000_000;
        test.publish(
                List.of(
                        TestBackend.rate(chat, Unit.INPUT_TOKENS, price),
                        TestBackend.rate(chat, Unit.OUTPUT_TOKENS, price),
                        TestBackend.rate(embed, Unit.INPUT_TOKENS, price)),
                List.of());
        this.cable = Cable.to(test.backend().port());
        Files.writeString(
                folder.resolve("config.yaml"),
                Files.readString(CONFIGURATION).replace(MODEL_SERVER, model.url()));
        Files.writeString(folder.resolve("litellm-1.token"), test.tokens().proxy(PROXY) + "\n");
        this.litellm = run();
    }

    static LiteLlmBench start(Path folder, ModelServer.Behaviour behaviour) throws IOException {
        LiteLlmBench bench = new LiteLlmBench(folder, behaviour);
        try {
            bench.awaitReady();
        } catch (AssertionError e) {
            bench.close();
            throw e;
        }
        return bench;
    }

    private RunningProgram run() {
        return RunningProgram.start(
                List.of(
                        Program.LITELLM.path().toString(),
                        "--config",
                        folder.resolve("config.yaml").toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port)),
                folder,
                Map.of(
                        "PYTHONPATH", PACKAGE.toString(),
                        "PYTHONDONTWRITEBYTECODE", "1",
                        "LITELLM_LOCAL_MODEL_COST_MAP", "True",
                        "LITELLM_MASTER_KEY", MASTER_KEY,
                        "WEIGHBRIDGE_GATE", "127.0.0.1:" + cable.port(),
                        "WEIGHBRIDGE_CREDENTIAL_FILE", "litellm-1.token",
                        "WEIGHBRIDGE_SPOOL", "spool"));
    }

    // Loading LiteLLM takes long, and longer beside other builds.
    private void awaitReady() {
        long until = System.nanoTime() + START_NANOS;
        while (!isReady()) {
            if (!litellm.process().isAlive() || System.nanoTime() - until > 0) {
                Assertions.fail("LiteLLM did not start:\n" + litellm.output());
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    private boolean isReady() {
        try {
            HttpRequest.Builder request = to("/health/readiness").timeout(Duration.ofSeconds(5));
            return http.send(request).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// Starts LiteLLM anew, after it has ended.
    void startAgain() {
        litellm = run();
        awaitReady();
    }

    /// The process of LiteLLM.
    RunningProgram litellm() {
        return litellm;
    }

    /// An account with so many tokens of credit, and its key.
    Customer customer(long creditTokens) {
        Account account = test.account("Acme", creditTokens * Calls.TOKEN);
        return new Customer(account, test.key(account));
    }

    HttpRequest.Builder to(String path) {
        return HttpCaller.to(port, path).timeout(Duration.ofSeconds(60));
    }

    HttpRequest.Builder post(String path, String key, String body) {
        return HttpCaller.post(to(path), key, body);
    }

    HttpResponse<String> chat(Customer who, String fields) {
        return send(post("/v1/chat/completions", who.key(), Chats.body(fields)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return http.send(request);
    }

    HttpResponse<InputStream> open(HttpRequest.Builder request) {
        return http.open(request);
    }

    /// What an error says, which is all that OpenAI's have and nothing else.
    JsonNode error(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), () -> response.body() + litellm.output());
        JsonNode error = json(response).path("error");
        assertEquals(
                List.of("message", "type", "param", "code"),
                error.properties().stream().map(Map.Entry::getKey).toList(),
                response.body());
        assertEquals(code, error.path("code").asText(), response.body());
        return error;
    }

    /// The answer of a call that must go well.
    HttpResponse<String> ok(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), () -> response.body() + litellm.output());
        return response;
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return ModelJson.ANSWERS.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    /// Whether an ending waits in the spool: a file that more has come into than was told.
    boolean isAnythingSpooled() {
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            return files.filter(f -> f.toString().endsWith(".spool")).anyMatch(LiteLlmBench::waits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean waits(Path file) {
        Set<String> waiting = new HashSet<>();
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode record = ModelJson.ANSWERS.readTree(line.substring(line.indexOf(' ')));
                waiting.add(record.path("request_id").asText());
                waiting.remove(record.path("done").asText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        waiting.remove("");
        return !waiting.isEmpty();
    }

    /// Waits until so many calls of a customer are charged and none is open.
    List<Settled> awaitSettled(Customer who, int calls) {
        Calls.await(
                calls + " settled, none held; LiteLLM wrote:\n" + litellm.output(),
                () ->
                        test.balance(who.account()).heldNanos().orElseThrow() == 0
                                && settled(who).size() >= calls);
        List<Settled> all = settled(who);
        assertEquals(calls, all.size(), all::toString);
        return all;
    }

    /// Calls of a customer that are in the store, in order.
    List<Settled> settled(Customer who) {
        test.backend().ledger().atBarrier(() -> {});
        return SettledCalls.rows(
                folder,
                "SELECT lower(hex(request_id)), outcome, units, charge_nanos,"
                        + " upstream_cost_nanos, subject, tags FROM usage_record"
                        + " WHERE account_id = "
                        + who.account().id()
                        + " ORDER BY sequence",
                row ->
                        new Settled(
                                row.getString(1),
                                row.getInt(2),
                                row.getString(3),
                                row.getLong(4) / Calls.TOKEN,
                                row.getLong(5),
                                (row.getString(6) + " " + row.getString(7)).strip()));
    }

    @Override
    public void close() throws IOException {
        http.close();
        litellm.close();
        try (model;
                test;
                cable) {
            LedgerSums.check(test, folder);
        }
    }
}
