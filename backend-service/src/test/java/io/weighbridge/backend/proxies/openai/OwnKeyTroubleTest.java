package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.log.LogText;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// A customer's own key where something goes wrong: it is the customer's matter, and nobody else is
/// told the key or gets to use it.
final class OwnKeyTroubleTest {
    private static final long CREDIT = 1_000;

    @TempDir Path folder;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = logger(Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeEach
    void listen() {
        log.start();
        // The build's output stays as it is.
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(level.toString());
        filter.start();
        root.getAppender("CONSOLE").addFilter(filter);
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        logger("some.library").trace("the canary");
        root.detachAppender(log);
        root.setLevel(level);
        root.getAppender("CONSOLE").clearAllFilters();
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent event : log.list) {
            all.append(LogText.text(event)).append(LogText.json(event));
        }
        assertTrue(all.toString().contains("the canary"), "the log is not seen");
        assertFalse(all.toString().contains(OwnKeyBench.KEY), "the key is in the log");
    }

    private static String all(HttpResponse<String> response) {
        return response.headers().map() + response.body();
    }

    @ParameterizedTest
    @CsvSource({
        "401, 401, upstream_key_refused",
        "402, 402, upstream_quota",
        "403, 403, upstream_key_refused",
        "429, 429, upstream_rate_limit",
        "307, 502, upstream_refused",
        "400, 502, upstream_refused",
        "500, 502, upstream_refused",
    })
    void aProvidersRefusalIsToldWithoutTheKeyAndCostsNothing(int status, int told, String code) {
        String error = "{\"error\":{\"message\":\"Incorrect key: " + OwnKeyBench.KEY + "\"}}";
        try (OwnKeyBench bench =
                new OwnKeyBench(
                        folder,
                        (_, reply) ->
                                reply.json(
                                        status,
                                        error,
                                        "retry-after: 7",
                                        "x-echo: " + OwnKeyBench.KEY,
                                        "location: https://example.com/" + OwnKeyBench.KEY),
                        CREDIT)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            HttpResponse<String> response = bench.chat("");
            assertEquals(told, response.statusCode(), response::body);
            assertTrue(response.body().contains("\"code\":\"" + code + "\""), response::body);
            assertTrue(response.body().contains("openrouter") || status == 307, response::body);
            assertFalse(all(response).contains(OwnKeyBench.KEY), all(response));
            assertEquals(
                    status == 429 ? "7" : "none",
                    response.headers().firstValue("retry-after").orElse("none"));
            assertEquals(List.of(), bench.gateway.settled());
            assertEquals(CREDIT, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void anErrorWithoutTheKeyIsPassedOnAsItIs() {
        String error = "{\"error\":{\"message\":\"no such model\"}}";
        try (OwnKeyBench bench =
                new OwnKeyBench(
                        folder,
                        (_, reply) -> reply.json(404, error, "x-echo: " + OwnKeyBench.KEY),
                        CREDIT)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            HttpResponse<String> response = bench.chat("");
            assertEquals(404, response.statusCode());
            assertEquals(error, response.body());
            assertFalse(all(response).contains(OwnKeyBench.KEY), all(response));
        }
    }

    @Test
    void oneCustomersBadKeyTakesTheProviderFromNobody() {
        try (OwnKeyBench bench =
                new OwnKeyBench(
                        folder,
                        (asked, reply) -> {
                            if (asked.all().contains(OwnKeyBench.KEY)) {
                                reply.json(503, "{\"error\":{\"message\":\"full\"}}");
                            } else {
                                reply.json(200, OwnKeyBench.answer("0"));
                            }
                        },
                        CREDIT)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            for (int i = 0; i < 10; i++) {
                assertEquals(503, bench.chat("").statusCode());
            }
            Account other = bench.gateway.test.account("Beta", 100 * Calls.TOKEN);
            bench.give(other, "sk-own-beta-0123456789");
            String key = bench.gateway.test.key(other).secret();
            assertEquals(
                    200,
                    bench.gateway.send(bench.chatting(key, OwnKeyBench.MODEL, "")).statusCode());
            assertEquals(11, bench.provider.asked().size());
            assertEquals(CREDIT, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void whatIsRemovedOrReplacedIsNotUsedByTheNextCall() {
        try (OwnKeyBench bench = new OwnKeyBench(folder, OwnKeyBench.HELLO, CREDIT)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            for (int i = 0; i < 20; i++) {
                String next = "sk-own-acme-replaced-" + i;
                bench.replace(bench.gateway.account, next);
                assertEquals(200, bench.chat("").statusCode());
                assertEquals(
                        List.of("Bearer " + next),
                        bench.provider.asked().getLast().header("authorization"));
            }
            bench.remove(bench.gateway.account);
            assertEquals(404, bench.chat("").statusCode());
            assertEquals(20, bench.provider.asked().size());
            assertEquals(CREDIT - 20 * OwnKeyBench.FEE, bench.gateway.balanceAfterAll());
        }
    }

    /// Two accounts call at once while their keys are replaced, removed and given again. Each call
    /// that came to the provider has a key of its own account.
    @Test
    void noCallEverHasAnothersKey() throws Exception {
        try (OwnKeyBench bench =
                        new OwnKeyBench(
                                folder,
                                (_, reply) -> reply.json(200, OwnKeyBench.answer("0")),
                                10_000);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Account acme = bench.gateway.account;
            Account beta = bench.gateway.test.account("Beta", 10_000 * Calls.TOKEN);
            String betasKey = bench.gateway.test.key(beta).secret();
            bench.give(acme, "sk-acme-first-0123456789");
            bench.give(beta, "sk-beta-first-0123456789");
            AtomicBoolean over = new AtomicBoolean();
            Future<Integer> changing = threads.submit(() -> change(bench, acme, beta, over));
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                boolean isBeta = i % 2 == 0;
                String key = isBeta ? betasKey : bench.gateway.key;
                String user = isBeta ? "sk-beta-" : "sk-acme-";
                calls.add(
                        threads.submit(
                                () -> {
                                    int served = 0;
                                    for (int n = 0; n < 10; n++) {
                                        served += serve(bench, key, user);
                                    }
                                    return served;
                                }));
            }
            int served = 0;
            for (Future<Integer> call : calls) {
                served += call.get();
            }
            over.set(true);
            assertTrue(changing.get() > 0);
            assertTrue(served > 0);
            assertEquals(served, bench.provider.asked().size());
            for (AskedModel asked : bench.provider.asked()) {
                String user = asked.body().contains("sk-beta-") ? "sk-beta-" : "sk-acme-";
                String shown = asked.header("authorization").getFirst();
                assertTrue(shown.startsWith("Bearer " + user), asked::all);
            }
            bench.gateway.test.awaitNoHolds(beta);
            assertEquals(
                    20_000 - served * OwnKeyBench.FEE,
                    bench.gateway.balanceAfterAll()
                            + bench.gateway.test.balance(beta).balanceNanos() / Calls.TOKEN);
        }
    }

    private static int serve(OwnKeyBench bench, String key, String user) {
        int status =
                bench.gateway
                        .send(bench.chatting(key, OwnKeyBench.MODEL, "\"user\":\"" + user + "\""))
                        .statusCode();
        assertTrue(status == 200 || status == 404, () -> "status " + status);
        return status == 200 ? 1 : 0;
    }

    private static int change(OwnKeyBench bench, Account one, Account two, AtomicBoolean over) {
        int changes = 0;
        while (!over.get()) {
            changes++;
            bench.replace(one, "sk-acme-" + changes + "-0123456789");
            bench.replace(two, "sk-beta-" + changes + "-0123456789");
            bench.remove(two);
            bench.give(two, "sk-beta-again-" + changes + "-0123456789");
        }
        return changes;
    }

    @Test
    void sixtyFourAtOnceWithCreditForFiveAreFive() throws Exception {
        long credit = 5 * OwnKeyBench.FEE + 2;
        try (OwnKeyBench bench = new OwnKeyBench(folder, OwnKeyBench.HELLO, credit);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(threads.submit(() -> bench.chat("").statusCode()));
            }
            int served = 0;
            for (Future<Integer> call : calls) {
                int status = call.get();
                assertTrue(status == 200 || status == 402, () -> "status " + status);
                served += status == 200 ? 1 : 0;
            }
            assertEquals(5, served);
            assertEquals(5, bench.provider.asked().size());
            assertEquals(2, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void aKeyThatCannotBeOpenedCostsNothingAndIsLogged() {
        try (OwnKeyBench bench = new OwnKeyBench(folder, OwnKeyBench.HELLO, CREDIT)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            // As a service that was started with another installation's secrets.
            bench.restart(
                    () -> assertTrue(bench.data().resolve("secrets/box.key").toFile().delete()));
            HttpResponse<String> response = bench.chat("");
            assertEquals(500, response.statusCode(), response::body);
            assertEquals(List.of(), bench.provider.asked());
            assertEquals(200, bench.gateway.chat("").statusCode());
            assertTrue(
                    log.list.stream()
                            .anyMatch(
                                    event ->
                                            event.getLevel() == Level.ERROR
                                                    && event.getFormattedMessage()
                                                            .contains("cannot be decrypted")));
            bench.replace(bench.gateway.account, OwnKeyBench.KEY);
            assertEquals(200, bench.chat("").statusCode());
        }
    }
}
