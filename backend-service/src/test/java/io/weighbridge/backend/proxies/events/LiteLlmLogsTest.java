package io.weighbridge.backend.proxies.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What LiteLLM posts, as it was captured, and what a client or a provider may make of it.
final class LiteLlmLogsTest {
    @TempDir Path folder;

    private static HttpResponse<String> post(EventsBench bench, String... logs) {
        return bench.send(
                bench.request(
                        "/litellm",
                        bench.credential,
                        "application/json",
                        ("[" + String.join(",", logs) + "]").getBytes(StandardCharsets.UTF_8)));
    }

    private static String log(EventsBench bench, Account payer) {
        BigDecimal start = BigDecimal.valueOf(bench.time.wallMs()).movePointLeft(3);
        return """
        {"id": "chatcmpl-1", "litellm_call_id": "mine", "trace_id": "t", "call_type": "acompletion",
         "stream": true, "status": "success", "model": "openai/fake", "model_group": "chat",
         "model_id": "ddf43958", "api_base": "http://127.0.0.1:8000/v1",
         "prompt_tokens": 50, "completion_tokens": 200, "total_tokens": 250,
         "response_cost": 4.4999999999999996e-04, "end_user": "u-1", "startTime": START.123456,
         "endTime": START.923456, "completionStartTime": START.223456,
         "error_information": {"error_code": ""},
         "metadata": {"user_api_key_hash": "abc",
           "user_api_key_auth_metadata": {"weighbridge_account": "PAYER"},
           "usage_object": {"prompt_tokens": 50, "completion_tokens": 200, "total_tokens": 250,
             "prompt_tokens_details": {"cached_tokens": 10}}}}
        """
                .replace("START", start.toBigInteger().toString())
                .replace("PAYER", EventsBench.id(payer));
    }

    private static Settled settled(Outcome outcome, String units, long tokens) {
        return new Settled(outcome.number(), units, tokens, EventsBench.TELLER);
    }

    @Test
    void chargesWhatWasUsedOnceAndRecordsItsCost() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String log = log(bench, account);
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> response = post(bench, log, log);
                assertEquals(200, response.statusCode(), response.body());
            }
            assertEquals(
                    List.of(
                            settled(
                                    Outcome.OK,
                                    "input_tokens=50 cached_input_tokens=10 output_tokens=200",
                                    250)),
                    bench.settled());
            assertEquals(
                    1,
                    bench.number(
                            "SELECT count(*) FROM usage_record WHERE upstream_cost_nanos = 450000"
                                    + " AND subject = 'u-1'"));
        }
    }

    // The client chooses the call id, and some providers repeat theirs.
    @Test
    void theSameIdsForTwoCallsAreTwoCharges() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String log = log(bench, account);
            assertEquals(204, post(bench, log, log.replace(".923456", ".923457")).statusCode());
            assertEquals(2, bench.settled().size());
        }
    }

    @Test
    void failuresAreNotChargedAndWhoLeftIsMarked() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String log = log(bench, account);
            assertEquals(
                    204,
                    post(
                                    bench,
                                    log.replace("\"success\"", "\"failure\""),
                                    log.replace("\"error_code\": \"\"", "\"error_code\": \"499\""))
                            .statusCode());
            assertEquals(
                    List.of(Outcome.CLIENT_GONE.number()),
                    bench.settled().stream().map(Settled::outcome).toList());
        }
    }

    @Test
    void zerosThatNobodyToldAreNotFree() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String log =
                    log(bench, account)
                            .replaceAll("_tokens\": [0-9]+", "_tokens\": 0")
                            .replaceAll(
                                    "\"usage_object\": \\{[^}]*\\}\\}", "\"usage_object\": null");
            HttpResponse<String> response = post(bench, log);
            assertEquals(200, response.statusCode(), response.body());
            assertEquals(1, bench.test.backend().ledger().quarantineCount());
        }
    }

    @Test
    void whoPaysIsSaidByTheKeysMetadataAlone() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String key = IdKind.KEY.format(bench.test.key(account).key().id());
            String log = log(bench, account);
            String payer = "\"weighbridge_account\": \"" + EventsBench.id(account) + '"';
            HttpResponse<String> response =
                    post(
                            bench,
                            log.replace(payer, ""),
                            log.replace(payer, payer + ",\"weighbridge_key\": \"" + key + '"'),
                            log.replace("\"chat\"", "\"chess\""),
                            log.replace("\"success\"", "\"odd\""),
                            log.replaceAll("\"startTime\": [0-9.]+", "\"startTime\": 1e999999999"),
                            "7",
                            log.replace(payer, "\"weighbridge_key\": \"" + key + '"'));
            assertEquals(400, response.statusCode());
            assertEquals(1, EventsBench.json(response).path("taken").asInt(), response.body());
            assertEquals(1, bench.settled().size());
            assertEquals(
                    (EventsBench.CREDIT - 250) * Calls.TOKEN,
                    bench.test.balance(account).balanceNanos());
            assertEquals(1, SettledCalls.in(folder).size());
        }
    }

    // The end user is what a client wrote as `user`, and the metadata is its own too.
    @Test
    void nothingThatAClientWritesMakesItsCallFree() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String log = log(bench, account);
            List<String> users =
                    List.of(
                            '"' + "u".repeat(101) + '"',
                            "\"\\u0001\"",
                            "7",
                            "\"\\ud800\"",
                            '"' + "\\ud83d\\ude00".repeat(60) + '"',
                            "{\"a\": [1]}",
                            "NaN");
            for (int i = 0; i < users.size(); i++) {
                HttpResponse<String> response =
                        post(
                                bench,
                                log.replace("\"u-1\"", users.get(i))
                                        .replace(".923456", ".92345" + i));
                assertEquals(204, response.statusCode(), response.body());
            }
            assertEquals(users.size(), bench.settled().size());
            String subjects = "SELECT count(*) FROM usage_record WHERE subject = '";
            assertEquals(1, bench.number(subjects + "u".repeat(100) + "'"));
            assertEquals(1, bench.number(subjects + "\ud83d\ude00".repeat(50) + "'"));
            assertEquals(2, bench.number(subjects + "\ufffd'"));
            assertEquals(3, bench.number(subjects + "'"));
        }
    }

    @Test
    void metadataThatIsNoJsonOrHugeKeepsNoCallOfTheBatchFromBeingCharged() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String log = log(bench, account);
            String odd =
                    log.replace(
                                    "\"user_api_key_hash\"",
                                    "\"requester_metadata\": {\"x\": NaN, \"y\": 1e99999999999, \"z\":"
                                            + " -Infinity, \"n\": "
                                            + "9".repeat(4_300)
                                            + ", \"many\": ["
                                            + "0,".repeat(600_000)
                                            + "0]}, \"user_api_key_hash\"")
                            .replace("4.4999999999999996e-04", "NaN")
                            .replace(".923456", ".923457");
            HttpResponse<String> response = post(bench, odd, log);
            assertEquals(204, response.statusCode(), response.body());
            assertEquals(2, bench.settled().size());
        }
    }

    @Test
    void whatCameBeforeSomethingUnreadableIsCharged() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String log = log(bench, account);
            HttpResponse<String> response = post(bench, log, "{\"a\": }", log);
            assertEquals(400, response.statusCode());
            assertEquals(1, EventsBench.json(response).path("taken").asInt(), response.body());
            assertEquals("INVALID_FIELD", EventsBench.code(response));
            assertEquals(400, post(bench, log + "] [").statusCode());
            assertEquals(400, post(bench, "{").statusCode());
            assertEquals(400, post(bench).statusCode());
            assertEquals(1, bench.settled().size());
        }
    }
}
