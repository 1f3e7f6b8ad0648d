package io.weighbridge.backend.proxies.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Usage that nobody asked about before is charged in full, once, at the price of its instant.
final class EventMoneyTest {
    @TempDir Path folder;

    private static UsageRecord record(EventsBench bench) {
        return UsageGrpc.newBlockingStub(bench.test.channel())
                .listRecords(ListRecordsRequest.getDefaultInstance())
                .getRecords(0);
    }

    @Test
    void theChargeIsUsageTimesPriceAndAllOfItAnOverrun() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            HttpResponse<String> response = bench.send(bench.event("1", account, 9, 4));
            assertEquals(204, response.statusCode(), response.body());
            assertEquals(EventsBench.CREDIT - 13, bench.balanceTokens(account));
            assertEquals(List.of(EventsBench.settled(9, 4)), bench.settled());
            UsageRecord record = record(bench);
            assertEquals(13 * Calls.TOKEN, record.getOverrunNanos());
            assertEquals(0, record.getHeldNanos());
            assertEquals("", record.getKey());
            assertEquals(
                    "event_source=/gpu/7 event_id=1",
                    record.getTagsList().stream()
                            .map(tag -> tag.getKey() + '=' + tag.getValue())
                            .collect(Collectors.joining(" ")));
            RequestId id = RequestId.parse(record.getId());
            assertTrue(id != null && id.atMs() < 1L << 40, record::getId);
        }
    }

    @Test
    void aKeyPaysFromItsAccountAlsoWhenItIsRevoked() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            ApiKeys.Made key = bench.test.key(account);
            String payer = IdKind.KEY.format(key.key().id());
            bench.test.backend().keys().revoke(key.key().id(), "test");
            String event =
                    EventsBench.event("1", payer, bench.now(), "\"chat\"", EventsBench.units(5, 5));
            assertEquals(204, bench.send(event).statusCode());
            assertEquals(EventsBench.CREDIT - 10, bench.balanceTokens(account));
            assertEquals(payer, record(bench).getKey());
        }
    }

    @Test
    void chargesBeyondTheBalanceAndASuspendedAccountAndThenNothingIsAdmitted() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(5);
            String key = bench.test.key(account).secret();
            assertEquals(204, bench.send(bench.event("1", account, 9, 4)).statusCode());
            assertEquals(-8, bench.balanceTokens(account));
            assertTrue(
                    bench.test.gate().authorize(Calls.chat(key, 1, 1).build()).hasRefused(),
                    "nothing is left");
            bench.test.backend().accounts().suspend(account.id(), "test");
            assertEquals(204, bench.send(bench.event("2", account, 1, 1)).statusCode());
            assertEquals(-10, bench.balanceTokens(account));
        }
    }

    @Test
    void thePriceIsThatOfTheInstantOfTheEvent() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String before = bench.now();
            String early = Instant.ofEpochMilli(bench.time.wallMs()).minusSeconds(7_200).toString();
            bench.time.shift(Duration.ofDays(2));
            bench.test.publish(
                    bench.chat, 7 * Calls.TOKEN * 1_000_000, 7 * Calls.TOKEN * 1_000_000);
            String units = EventsBench.units(1, 1);
            String payer = EventsBench.id(account);
            assertEquals(
                    200,
                    bench.batch(
                                    EventsBench.event("1", payer, before, "\"chat\"", units),
                                    EventsBench.event("2", payer, bench.now(), "\"chat\"", units),
                                    EventsBench.event("3", payer, early, "\"chat\"", units))
                            .statusCode());
            assertEquals(
                    List.of(2L, 14L, 0L),
                    bench.settled().stream().map(SettledCalls.Settled::charge).toList());
            // Before the first book there was no price, which is not a price of 0.
            assertEquals(1, bench.test.backend().ledger().quarantineCount());
            assertEquals(EventsBench.CREDIT - 16, bench.balanceTokens(account));
        }
    }

    @Test
    void whatHasNoPriceOrIsNotToldIsKeptAsUnrated() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String payer = EventsBench.id(account);
            bench.test.service("free");
            assertEquals(
                    200,
                    bench.batch(
                                    EventsBench.event(
                                            "1", payer, bench.now(), "\"chat\"", "{\"images\":2}"),
                                    EventsBench.event("2", payer, bench.now(), "\"chat\"", "{}"),
                                    EventsBench.event(
                                            "3",
                                            payer,
                                            bench.now(),
                                            "\"free\"",
                                            EventsBench.units(1, 1)))
                            .statusCode());
            assertEquals(3, bench.test.backend().ledger().quarantineCount());
            assertEquals(0, bench.test.balance(account).heldNanos().orElseThrow());
            assertEquals(EventsBench.CREDIT, bench.balanceTokens(account));
        }
    }

    @Test
    void sentAgainItIsChargedOnceAndWithOtherContentRefused() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String event = bench.event("1", account, 9, 4);
            assertEquals(200, bench.batch(event, event).statusCode());
            assertEquals(200, bench.send(event).statusCode());
            Account other = bench.test.account("Other", 0);
            for (String changed :
                    List.of(
                            event.replace("\"output_tokens\":4", "\"output_tokens\":5"),
                            event.replace(EventsBench.id(account), EventsBench.id(other)),
                            later(event),
                            event.replace("\"units\"", "\"user\":\"u\",\"units\""),
                            event.replace("\"units\"", "\"tags\":{\"a\":\"b\"},\"units\""),
                            event.replace("\"units\"", "\"outcome\":\"client_gone\",\"units\""),
                            event.replace("\"units\"", "\"tier\":\"batch\",\"units\""))) {
                HttpResponse<String> response = bench.send(changed);
                assertEquals(400, response.statusCode(), changed);
                assertEquals("SETTLED_DIFFERENTLY", EventsBench.code(response), changed);
            }
            assertEquals(List.of(EventsBench.settled(9, 4)), bench.settled());
            // Its identity is the pair, and each teller's own.
            assertEquals(204, bench.send(event.replace("/gpu/7", "/gpu/8")).statusCode());
            assertEquals(
                    204,
                    bench.send(bench.test.tokens().proxy("other"), EventsBench.ONE, event)
                            .statusCode());
            assertEquals(3, bench.settled().size());
        }
    }

    // The same event a millisecond later.
    private static String later(String event) {
        int at = event.indexOf("\"time\":\"") + 8;
        int end = event.indexOf('"', at);
        Instant time = Instant.parse(event.substring(at, end)).plusMillis(1);
        return event.substring(0, at) + time + event.substring(end);
    }

    @Test
    void sixtyFourAtTheSameTimeChargeOnce() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String event = bench.event("1", account, 9, 4);
            assertEquals(
                    Set.of(200),
                    Set.copyOf(Calls.atOnce(64, _ -> bench.batch(event, event).statusCode())));
            assertEquals(List.of(EventsBench.settled(9, 4)), bench.settled());
            assertEquals(EventsBench.CREDIT - 13, bench.balanceTokens(account));
        }
    }

    @Test
    void thereIsNoTimeAfterWhichItIsChargedAgain() {
        ShiftedTime time;
        String event;
        Account account;
        try (EventsBench bench = EventsBench.start(folder)) {
            time = bench.time;
            account = bench.account(EventsBench.CREDIT);
            event = bench.event("1", account, 9, 4);
            assertEquals(204, bench.send(event).statusCode());
        }
        time.shift(Duration.ofDays(30));
        try (EventsBench bench = EventsBench.again(folder, Map.of(), time)) {
            assertEquals(200, bench.send(event).statusCode());
            assertEquals(List.of(EventsBench.settled(9, 4)), bench.settled());
            time.shift(Duration.ofDays(30));
            HttpResponse<String> response = bench.send(event);
            assertEquals("INVALID_FIELD", EventsBench.code(response), response.body());
            assertEquals(EventsBench.CREDIT - 13, bench.balanceTokens(account));
        }
    }

    // As after a kill: the journal has what SQL lacks.
    @Test
    void aCrashChargesOnce(@TempDir Path image) throws IOException {
        ShiftedTime time;
        Account account;
        List<String> events = new ArrayList<>();
        try (EventsBench bench = EventsBench.start(folder)) {
            time = bench.time;
            account = bench.account(EventsBench.CREDIT);
        }
        copy(folder, image);
        try (EventsBench bench = EventsBench.again(folder, Map.of(), time)) {
            for (int i = 0; i < 20; i++) {
                events.add(bench.event("e" + i, account, 9, 4));
            }
            assertEquals(204, bench.batch(events.toArray(String[]::new)).statusCode());
        }
        delete(image.resolve("journal"));
        Files.delete(image.resolve("journal"));
        copy(folder.resolve("journal"), image.resolve("journal"));
        try (EventsBench bench = EventsBench.again(image, Map.of(), time)) {
            assertEquals(EventsBench.CREDIT - 20 * 13, bench.balanceTokens(account));
            assertEquals(200, bench.batch(events.toArray(String[]::new)).statusCode());
            assertEquals(200, bench.batch(events.toArray(String[]::new)).statusCode());
            assertEquals(EventsBench.CREDIT - 20 * 13, bench.balanceTokens(account));
            assertEquals(20, bench.settled().size());
        }
    }

    @Test
    void theSameOnPostgres() {
        PostgresAddress database = TestPostgres.database();
        try (TestBackend test =
                TestBackend.start(
                        EventsBench.config(folder, Map.of()).withStore(database),
                        new ShiftedTime())) {
            checkTwice(test);
        }
    }

    private static void checkTwice(TestBackend test) {
        test.chat();
        Account account = test.account("Acme", 100 * Calls.TOKEN);
        try (HttpCaller http = new HttpCaller()) {
            String now = Instant.now().toString();
            String event =
                    EventsBench.event(
                            "1", EventsBench.id(account), now, "\"chat\"", EventsBench.units(9, 4));
            int port = test.backend().proxyServers().eventsPort().orElseThrow();
            String secret = test.tokens().proxy(EventsBench.TELLER);
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        200,
                        http.send(
                                        HttpCaller.post(
                                                HttpCaller.to(port, "/events"),
                                                secret,
                                                "[" + event + "," + event + "]"))
                                .statusCode());
            }
            assertEquals(87 * Calls.TOKEN, test.balance(account).balanceNanos());
        }
    }

    @Test
    void theRequestsOfThePastAreNotReadWithThoseOfEvents() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            assertEquals(204, bench.send(bench.event("1", account, 9, 4)).statusCode());
            String id = record(bench).getId();
            String key = bench.test.key(account).secret();
            assertEquals(
                    "INVALID_REQUEST_ID",
                    Calls.outcome(
                            () ->
                                    bench.test
                                            .gate()
                                            .authorize(
                                                    Calls.chat(key, 1, 1)
                                                            .setRequestId(id)
                                                            .build())));
            assertFalse(
                    bench.test.gate().authorize(Calls.chat(key, 1, 1).build()).hasRefused(),
                    "others are as before");
            assertEquals(1, bench.number("SELECT count(*) FROM request"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
