package io.weighbridge.backend.proxies.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// The real LiteLLM, with the configuration that our page shows, tells of its calls by its webhook.
@NeedsProgram(Program.LITELLM)
final class LiteLlmWebhookTest {
    private static final Path PAGE = Path.of("..", "docs", "proxies", "litellm.md");
    private static final Path CONFIGURATION =
            Path.of("..", "docs", "proxies", "litellm", "webhook.yaml");
    // In place of LiteLLM's own keys, which need a database: what their metadata would say.
    private static final String AUTH =
            """
            import os
            from litellm.proxy._types import UserAPIKeyAuth

            async def user_api_key_auth(request, api_key):
                return UserAPIKeyAuth(
                    api_key=api_key, metadata={"weighbridge_account": os.environ["PAYER"]}
                )
            """;
    private static final String SETTINGS =
            "\ngeneral_settings:\n  custom_auth: payer_auth.user_api_key_auth\n";
    private static final String RECEIVER = "http://127.0.0.1:7448/litellm";
    private static final String CALLBACKS = "[\"weighbridge_events\", \"quick\"]";
    private static final String USAGE =
            "{\"prompt_tokens\":50,\"completion_tokens\":20,\"total_tokens\":70,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":10}}";

    @TempDir Path folder;
    @TempDir Path data;

    @Test
    void eachCallIsChargedOnce() throws IOException {
        String configuration = Files.readString(CONFIGURATION);
        assertTrue(Files.readString(PAGE).contains(configuration), "the page shows it");
        int port = RunningProgram.freePorts(1).getFirst();
        Files.writeString(folder.resolve("payer_auth.py"), AUTH);
        try (EventsBench bench = EventsBench.start(data);
                ModelServer model =
                        ModelServer.start(
                                (_, reply) -> reply.json(200, ModelTexts.answer("Hi", USAGE)))) {
            Account account = bench.account(EventsBench.CREDIT);
            Files.writeString(
                    folder.resolve("config.yaml"),
                    configuration
                                    .replace("http://127.0.0.1:8000/v1", model.url())
                                    .replace(
                                            "http://127.0.0.1:7448",
                                            "http://127.0.0.1:" + bench.port())
                                    .replace("PROXY_SECRET", bench.credential)
                            + SETTINGS);
            // LiteLLM's clock is this machine's.
            bench.time.shift(Duration.ofHours(-1));
            bench.test.publish(bench.chat, Calls.TOKEN * 1_000_000, Calls.TOKEN * 1_000_000);
            try (RunningProgram litellm = litellm(EventsBench.id(account), port);
                    HttpCaller http = new HttpCaller()) {
                awaitReady(http, port, litellm);
                call(port, "");
                call(port, ",\"metadata\":{\"x\":NaN}");
                call(port, ",\"user\":\"" + "u".repeat(101) + "\\u0001\"");
                Calls.await(
                        "all are charged; LiteLLM wrote:\n" + litellm.output(),
                        Duration.ofMinutes(1),
                        () -> bench.settled().size() >= 3);
            }
            Settled each =
                    new Settled(
                            Outcome.OK.number(),
                            "input_tokens=50 cached_input_tokens=10 output_tokens=20",
                            70,
                            EventsBench.TELLER);
            assertEquals(List.of(each, each, each), bench.settled());
            assertEquals(
                    3,
                    bench.number(
                            "SELECT count(*) FROM usage_record WHERE upstream_cost_nanos > 0"));
        }
    }

    // LiteLLM empties its queue when a request has ended, also of what it did not send.
    @Test
    void whatEndsWhileARequestIsUnderWayLiteLlmNeverTells() throws IOException {
        int port = RunningProgram.freePorts(1).getFirst();
        CountDownLatch goOn = new CountDownLatch(1);
        Files.writeString(folder.resolve("payer_auth.py"), AUTH);
        try (ModelServer model =
                        ModelServer.start(
                                (_, reply) -> reply.json(200, ModelTexts.answer("Hi", USAGE)));
                ModelServer slow =
                        ModelServer.start(
                                (_, reply) -> {
                                    await(goOn);
                                    reply.json(200, "{}");
                                });
                // Is told of each call after the slow one is: it knows when that must know.
                ModelServer quick = ModelServer.start((_, reply) -> reply.json(200, "{}"))) {
            String configuration =
                    Files.readString(CONFIGURATION)
                            .replace("http://127.0.0.1:8000/v1", model.url());
            String callback =
                    configuration.substring(configuration.indexOf("  weighbridge_events:"));
            Files.writeString(
                    folder.resolve("config.yaml"),
                    configuration
                                    .replace("[\"weighbridge_events\"]", CALLBACKS)
                                    .replace(RECEIVER, slow.url())
                            + callback.replace("weighbridge_events", "quick")
                                    .replace(RECEIVER, quick.url())
                            + SETTINGS);
            try (RunningProgram litellm = litellm("acct_x", port);
                    HttpCaller http = new HttpCaller()) {
                awaitReady(http, port, litellm);
                call(port, ",\"user\":\"first\"");
                awaitTold(slow, "first", litellm);
                call(port, ",\"user\":\"second\"");
                awaitTold(quick, "second", litellm);
                goOn.countDown();
                call(port, ",\"user\":\"third\"");
                awaitTold(slow, "third", litellm);
                assertFalse(isTold(slow, "second"), litellm::output);
            }
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static boolean isTold(ModelServer receiver, String user) {
        return receiver.asked().stream()
                .anyMatch(post -> post.body().contains("\"end_user\": \"" + user + '"'));
    }

    private static void awaitTold(ModelServer receiver, String user, RunningProgram litellm) {
        Calls.await(
                user + " is told; LiteLLM wrote:\n" + litellm.output(),
                Duration.ofMinutes(1),
                () -> isTold(receiver, user));
    }

    // With a connection of its own: LiteLLM closes one that rests for seconds.
    private static void call(int port, String also) {
        try (HttpCaller http = new HttpCaller()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpCaller.post(
                                            HttpCaller.to(port, "/v1/chat/completions"),
                                            "sk-customer",
                                            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\","
                                                    + "\"content\":\"Hi\"}]"
                                                    + also
                                                    + "}")
                                    .header("x-litellm-call-id", "always-the-same"));
            assertEquals(200, answer.statusCode(), answer::body);
        }
    }

    private static void awaitReady(HttpCaller http, int port, RunningProgram litellm) {
        Calls.await("LiteLLM is ready", Duration.ofMinutes(3), () -> isReady(http, port, litellm));
    }

    private RunningProgram litellm(String payer, int port) {
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
                        "PYTHONDONTWRITEBYTECODE",
                        "1",
                        "LITELLM_LOCAL_MODEL_COST_MAP",
                        "True",
                        "LITELLM_MASTER_KEY",
                        "sk-" + UUID.randomUUID() + UUID.randomUUID(),
                        "PAYER",
                        payer));
    }

    private static boolean isReady(HttpCaller http, int port, RunningProgram litellm) {
        assertTrue(litellm.process().isAlive(), litellm::output);
        try {
            return http.send(
                                    HttpCaller.to(port, "/health/readiness")
                                            .timeout(Duration.ofSeconds(5)))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
