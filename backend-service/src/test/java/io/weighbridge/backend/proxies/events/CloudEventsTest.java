package io.weighbridge.backend.proxies.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.EventsTable;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.testkit.HttpCaller;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// CloudEvents as people send them, in every mode, and as they should not.
final class CloudEventsTest {
    @TempDir Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder binary(EventsBench bench, Account account, String id) {
        String data =
                "{\"service\":\"chat\",\"units\":"
                        + EventsBench.units(2, 1)
                        + ",\"user\":\"u-1\",\"tags\":{\"team\":\"a\"},\"tier\":\"standard\"}";
        return bench.request("/events", bench.credential, "application/json", bytes(data))
                .header("ce-specversion", "1.0")
                .header("ce-type", EventData.TYPE)
                .header("ce-source", "urn:%C3%A4")
                .header("ce-subject", EventsBench.id(account))
                .header("ce-time", bench.now())
                .header("ce-id", id);
    }

    @Test
    void everyModeIsRead() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String one = bench.event("1", account, 1, 0);
            String two = bench.event("2", account, 2, 0);
            assertEquals(204, bench.send(one).statusCode());
            assertEquals(200, bench.batch(two, one).statusCode());
            String secret = bench.credential;
            String three = bench.event("3", account, 3, 0);
            assertEquals(204, bench.send(secret, "application/json", three).statusCode());
            assertEquals(
                    204,
                    bench.send(
                                    secret,
                                    "Application/JSON; charset=UTF-8",
                                    "[" + bench.event("4", account, 4, 0) + "]")
                            .statusCode());
            HttpResponse<String> last = bench.send(binary(bench, account, "5"));
            assertEquals(204, last.statusCode(), last.body());
            assertEquals("", last.body());
            assertEquals(
                    List.of(1L, 2L, 3L, 4L, 3L),
                    bench.settled().stream().map(settled -> settled.charge()).toList());
            assertEquals(
                    1,
                    bench.number(
                            "SELECT count(*) FROM usage_record WHERE subject = 'u-1' AND tags ="
                                    + " 'team=a' || char(10) || 'event_source=urn:ä' || char(10)"
                                    + " || 'event_id=5'"));
        }
    }

    @Test
    void packedBodiesAreUnpackedAsFarAsThereIsRoom() throws IOException {
        try (EventsBench bench = EventsBench.start(folder, Map.of(EventsTable.BODY_MAX_KIB, "4"))) {
            Account account = bench.account(EventsBench.CREDIT);
            String event = bench.event("1", account, 9, 4);
            HttpResponse<String> taken = bench.send(packed(bench, event));
            assertEquals(204, taken.statusCode(), taken.body());
            assertEquals(413, bench.send(packed(bench, event + " ".repeat(1 << 20))).statusCode());
            assertEquals(413, bench.send(event + " ".repeat(4_096)).statusCode());
            assertEquals(
                    415,
                    bench.send(
                                    bench.request(
                                                    "/events",
                                                    bench.credential,
                                                    EventsBench.ONE,
                                                    bytes(event))
                                            .header("Content-Encoding", "gzip"))
                            .statusCode());
            assertEquals(
                    400,
                    bench.send(
                                    bench.request(
                                                    "/events",
                                                    bench.credential,
                                                    EventsBench.ONE,
                                                    bytes(event))
                                            .header("Content-Encoding", "br"))
                            .statusCode());
            assertEquals(1, bench.settled().size());
        }
    }

    private static HttpRequest.Builder packed(EventsBench bench, String body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(bytes(body));
        }
        return bench.request("/events", bench.credential, EventsBench.ONE, bytes.toByteArray())
                .header("Content-Encoding", "gzip");
    }

    // Events that are refused, and the code that says why.
    private static Map<String, String> wrong(EventsBench bench, Account account, String good) {
        String payer = EventsBench.id(account);
        String units = EventsBench.units(1, 0);
        Instant now = Instant.ofEpochMilli(bench.time.wallMs());
        return Map.ofEntries(
                Map.entry(good.replace("1.0", "0.3"), "INVALID_FIELD"),
                Map.entry(good.replace(EventData.TYPE, "other"), "INVALID_FIELD"),
                Map.entry(good.replace("\"good\"", "\"\""), "INVALID_FIELD"),
                Map.entry(good.replace("\"good\"", "7"), "INVALID_FIELD"),
                Map.entry(good.replace("good", "a\\u0000b"), "INVALID_FIELD"),
                Map.entry(good.replace("good", "\\ud800"), "INVALID_FIELD"),
                Map.entry(good.replace("good", "x".repeat(201)), "INVALID_FIELD"),
                Map.entry(good.replace(payer, "wb_live_secret"), "INVALID_FIELD"),
                Map.entry(good.replace(payer, "acct_0000000000zzz"), "ACCOUNT_UNKNOWN"),
                Map.entry(good.replace(payer, "key_0000000000zzz"), "KEY_UNKNOWN"),
                Map.entry(good.replace("\"chat\"", "\"chess\""), "SERVICE_UNKNOWN"),
                Map.entry(good.replace("input_tokens", "tokens"), "INVALID_UNITS"),
                Map.entry(good.replace("\":1,", "\":1.0,"), "INVALID_FIELD"),
                Map.entry(good.replace("\"units\"", "\"Units\""), "INVALID_FIELD"),
                Map.entry(good.replace("\"data\"", "\"data_base64\""), "INVALID_FIELD"),
                Map.entry(
                        EventsBench.event("t1", payer, now.plusSeconds(90) + "", "\"chat\"", units),
                        "INVALID_FIELD"),
                Map.entry(
                        EventsBench.event(
                                "t2",
                                payer,
                                now.minusSeconds(36 * 86_400L) + "",
                                "\"chat\"",
                                units),
                        "INVALID_FIELD"),
                Map.entry(
                        EventsBench.event("t3", payer, "yesterday", "\"chat\"", units),
                        "INVALID_FIELD"),
                Map.entry("7", "INVALID_FIELD"));
    }

    @Test
    void eachThatIsRefusedIsNamedAndTheOthersAreCharged() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String good = bench.event("good", account, 1, 0);
            Map<String, String> wrong = wrong(bench, account, good);
            List<String> events = new ArrayList<>(wrong.keySet());
            events.add(3, good);
            HttpResponse<String> response = bench.batch(events.toArray(String[]::new));
            assertEquals(400, response.statusCode());
            assertEquals(
                    "application/problem+json",
                    response.headers().firstValue("content-type").orElseThrow());
            JsonNode body = EventsBench.json(response);
            assertEquals(1, body.path("taken").asInt());
            assertEquals(wrong.size(), body.path("refused").size());
            for (JsonNode refused : body.path("refused")) {
                String event = events.get(refused.path("index").asInt());
                assertEquals(wrong.get(event), refused.path("code").asText(), event);
                assertFalse(refused.path("retry").asBoolean(true), event);
            }
            assertFalse(response.body().contains("wb_live"), "it may be a secret");
            assertEquals(List.of(EventsBench.settled(1, 0)), bench.settled());
        }
    }

    /// What is taken and not charged is said, so that nobody finds it out at the end of a month.
    @Test
    void whatIsTakenAndNotChargedIsNamedAndSaidInTheLogOnceInAWhile() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(EventIntake.class);
        logged.start();
        logger.addAppender(logged);
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String payer = EventsBench.id(account);
            Instant early = Instant.ofEpochMilli(bench.time.wallMs()).minusSeconds(7_200);
            String units = EventsBench.units(1, 1);
            String before = EventsBench.event("a", payer, early + "", "\"chat\"", units);
            String good = bench.event("b", account, 1, 0);
            HttpResponse<String> response = bench.batch(before, good);
            assertEquals(200, response.statusCode(), response.body());
            JsonNode body = EventsBench.json(response);
            assertEquals(2, body.path("taken").asInt());
            assertEquals(1, body.path("unrated").size(), response.body());
            assertEquals(0, body.path("repeated").size());
            JsonNode unrated = body.path("unrated").path(0);
            assertEquals(0, unrated.path("index").asInt(-1));
            assertFalse(unrated.path("record_id").asText().isEmpty());
            assertEquals(
                    "no price for input_tokens at "
                            + early
                            + " in tier standard: no price book was in force",
                    unrated.path("unrated_reason").asText());
            JsonNode again = EventsBench.json(bench.batch(good, before));
            assertEquals(0, again.path("unrated").size(), again::toString);
            assertEquals(2, again.path("repeated").size(), again::toString);

            String now = bench.now();
            String batch =
                    EventsBench.event("c", payer, now, "\"chat\"", "{\"images\":2}")
                            .replace("\"units\"", "\"tier\":\"batch\",\"units\"");
            String reason =
                    EventsBench.json(bench.send(batch))
                            .path("unrated")
                            .path(0)
                            .path("unrated_reason")
                            .asText();
            assertTrue(
                    reason.startsWith("no price for images at " + now + " in tier batch: not in"),
                    reason);
            assertEquals(1, logged.list.size(), logged.list::toString);
            String line = logged.list.getFirst().getFormattedMessage();
            assertTrue(line.startsWith("1 events are not charged"), line);
            assertTrue(line.contains("no price book was in force"), line);
            bench.time.pass(Duration.ofMinutes(2));
            var _ = bench.send(batch.replace("\"c\"", "\"d\""));
            assertTrue(
                    logged.list.getLast().getFormattedMessage().startsWith("2 events"),
                    logged.list::toString);
        } finally {
            logger.detachAppender(logged);
        }
    }

    @Test
    void whoMistakesWhatToSendIsToldWhatIsWanted() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            for (String path : List.of("/events", "/litellm", "/v1/traces")) {
                HttpResponse<String> got = bench.send(HttpCaller.to(bench.port(), path).GET());
                assertEquals(405, got.statusCode(), path);
                assertEquals("POST", got.headers().firstValue("allow").orElseThrow());
                assertTrue(got.body().contains("told by POST"), got.body());
            }
            String event = bench.event("1", account, 1, 0);
            HttpResponse<String> byKey =
                    bench.send(bench.test.key(account).secret(), EventsBench.ONE, event);
            assertEquals(401, byKey.statusCode());
            assertTrue(byKey.body().contains("an API key is for calls of models"), byKey.body());
            JsonNode units = EventsBench.json(bench.send(event.replace("input_tokens", "tokens")));
            String names = units.path("refused").path(0).path("detail").asText();
            assertTrue(names.contains("input_tokens, cached_input_tokens, "), names);
            JsonNode payer =
                    EventsBench.json(bench.send(event.replace(EventsBench.id(account), "acme")));
            String text = payer.path("refused").path(0).path("detail").asText();
            assertTrue(text.contains("in a CloudEvent it is the subject"), text);
        }
    }

    @Test
    void requestsThatAreWrongAsAWholeChargeNothing() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String event = bench.event("1", account, 9, 4);
            String list = "[" + event + "]";
            String secret = bench.credential;
            assertEquals(415, bench.send(secret, "text/plain", event).statusCode());
            assertEquals(
                    415,
                    bench.send(secret, EventsBench.ONE + "; charset=latin1", event).statusCode());
            assertEquals(400, bench.send(secret, EventsBench.ONE, list).statusCode());
            assertEquals(400, bench.send(secret, EventsBench.BATCH, event).statusCode());
            for (String wrong :
                    List.of("", "[", event + "x", "[]", "[" + "7,".repeat(1_000) + "7]")) {
                assertEquals(400, bench.send(secret, EventsBench.BATCH, wrong).statusCode(), wrong);
            }
            String twice = event.replaceFirst("\"id\"", "\"id\":\"x\",\"id\"");
            assertEquals(400, bench.send(twice).statusCode());
            assertEquals(
                    400, bench.send(binary(bench, account, "5").header("ce-id", "6")).statusCode());
            assertEquals(
                    400,
                    bench.send(binary(bench, account, "5").header("ce-data", "6")).statusCode());
            assertEquals(400, bench.send(binary(bench, account, "%zz")).statusCode());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void onlyAProxyCredentialMayTellAndOnlyOfItsServices() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String event = bench.event("1", account, 9, 4);
            String key = bench.test.key(account).secret();
            assertEquals(401, bench.send("nonsense", EventsBench.ONE, event).statusCode());
            assertEquals(401, bench.send(key, EventsBench.ONE, event).statusCode());
            String operator = bench.test.tokens().operator(Role.ADMIN);
            assertEquals(403, bench.send(operator, EventsBench.ONE, event).statusCode());
            assertEquals(
                    401,
                    bench.send(
                                    HttpCaller.to(bench.port(), "/events")
                                            .POST(HttpRequest.BodyPublishers.ofString(event)))
                            .statusCode());
            String narrow =
                    bench.test
                            .backend()
                            .proxies()
                            .create("narrow", false, Set.of(bench.test.service("other").id()), 0)
                            .secret();
            HttpResponse<String> response = bench.send(narrow, EventsBench.ONE, event);
            assertEquals(400, response.statusCode());
            assertEquals("PERMISSION_DENIED", EventsBench.code(response));
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void countsWhatCame() {
        try (EventsBench bench =
                EventsBench.start(
                        folder,
                        Map.of(ConfigTable.HTTP_PORT, "0", ConfigTable.HTTP_ENABLED, "true"))) {
            Account account = bench.account(EventsBench.CREDIT);
            String event = bench.event("1", account, 9, 4);
            assertEquals(400, bench.batch(event, event, "7").statusCode());
            int port = bench.test.backend().httpPort().orElseThrow();
            String text = bench.send(HttpCaller.to(port, "/metrics")).body();
            for (String line :
                    List.of(
                            "outcome=\"charged\"} 1.0",
                            "outcome=\"repeated\"} 1.0",
                            "outcome=\"refused\"} 1.0",
                            "outcome=\"unrated\"} 0.0")) {
                assertTrue(text.contains("\nweighbridge_events_total{" + line), text);
            }
            assertEquals(EventsBench.CREDIT - 13, bench.balanceTokens(account));
        }
    }
}
