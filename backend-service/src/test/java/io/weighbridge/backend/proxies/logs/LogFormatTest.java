package io.weighbridge.backend.proxies.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogFormatTest {
    private static String nginx(
            String hold, String status, String completed, String input, String output) {
        return "{\"time\":\"x\",\"hold_id\":\""
                + hold
                + "\",\"request_id\":\"\",\"status\":\""
                + status
                + "\",\"completed\":\""
                + completed
                + "\",\"upstream_s\":\"0.010, 1.250\",\"units\":{\"input_tokens\":\""
                + input
                + "\",\"output_tokens\":\""
                + output
                + "\"}}";
    }

    private static LoggedCall call(Outcome outcome) {
        return new LoggedCall("h", outcome, Units.tokens(9, 4), 1_250);
    }

    @ParameterizedTest
    @CsvSource({
        "200, OK, OK",
        "201, OK, OK",
        "200, '', CLIENT_GONE",
        "499, '', CLIENT_GONE",
        "504, OK, UPSTREAM_ERROR"
    })
    void nginxTellsHowACallEnded(String status, String completed, Outcome outcome) {
        assertEquals(
                new LogLine.Ended(call(outcome)),
                LogFormat.NGINX.read(nginx("h", status, completed, "9", "4"), Units.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "404", "429", "500", "502", "503", "302"})
    void whatTheModelServerRefusedWasNotServed(String status) {
        LogLine line = LogFormat.NGINX.read(nginx("h", status, "OK", "9", "4"), Units.NONE);
        assertEquals(new LogLine.Ended(new LoggedCall("h", null, Units.NONE, -1)), line);
    }

    @Test
    void missingIsNotZero() {
        String without = nginx("h", "200", "OK", "", "-");
        assertEquals(new LogLine.WithoutUsage(), LogFormat.NGINX.read(without, Units.NONE));
        Units one = Units.of(Unit.REQUESTS, 1);
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", Outcome.OK, one, 1_250)),
                LogFormat.NGINX.read(without, one));
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", Outcome.OK, Units.tokens(0, 0), 1_250)),
                LogFormat.NGINX.read(nginx("h", "200", "OK", "0", "0"), one));
    }

    @ParameterizedTest
    @CsvSource({
        "4.9999999999999996e-05, 50000",
        "0.00045, 450000",
        "0, 0",
        "0.0, 0",
        "'', -1",
        "-, -1",
        "-1, -1",
        "NaN, -1",
        "1e999999999, -1"
    })
    void liteLlmTellsACostAndNoUsage(String cost, long nanos) {
        String told =
                "{\"hold_id\":\"h\",\"status\":\"200\",\"completed\":\"OK\",\"upstream_s\":\"1.25\","
                        + "\"cost\":\""
                        + cost
                        + "\"}";
        Units one = Units.of(Unit.REQUESTS, 1);
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", Outcome.OK, one, 1_250, nanos, "")),
                LogFormat.LITELLM.read(told, one));
        assertEquals(new LogLine.WithoutUsage(), LogFormat.LITELLM.read(told, Units.NONE));
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", null, Units.NONE, -1)),
                LogFormat.LITELLM.read(told.replace("\"200\"", "\"429\""), one));
    }

    @Test
    void aCallThatWasRefusedIsNoCall() {
        assertEquals(
                new LogLine.OfNoCall(),
                LogFormat.NGINX.read(nginx("", "402", "OK", "", ""), Units.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "{}",
                "{\"status\":\"200\",\"hold_id\":\"a b\",\"units\":{\"requests\":\"1\"}}",
                "{\"status\":\"200\",\"hold_id\":\"h\"",
                "{\"status\":\"200\",\"hold_id\":\"h\",\"hold_id\":\"g\"}",
                "{\"status\":\"200\",\"hold_id\":\"h\",\"units\":{\"input_tokens\":\"-4\"}}",
                "{\"status\":\"200\",\"hold_id\":\"h\",\"units\":{\"input_tokens\":\"4.5\"}}",
                "{\"status\":\"200\",\"hold_id\":\"h\",\"units\":{\"input_tokens\":\"9x\"}}",
                "{\"status\":\"200\",\"hold_id\":\"h\",\"units\":{\"input_tokens\":"
                        + "\"99999999999999999999\"}}",
                "{\"status\":\"200\",\"hold_id\":\"h\",\"units\":{\"reasoning_tokens\":\"4\"}}",
                "{\"status\":\"200\",\"hold_id\":\"h\",\"units\":{\"tokens\":\"4\"}}",
                "{\"status\":\"200\",\"hold_id\":\"h\",\"units\":{\"requests\":\"1\"},"
                        + "\"upstream_s\":\"soon\"}"
            })
    void whatIsNotTheFormatIsUnreadable(String line) {
        assertInstanceOf(LogLine.Unreadable.class, LogFormat.NGINX.read(line, Units.NONE), line);
    }

    /// What a client writes into its own header, where nobody else set one.
    @Test
    void aHoldIdThatIsNoneIsUnreadable() {
        String longest = "A".repeat(110);
        Units units = Units.tokens(9, 4);
        assertEquals(
                new LogLine.Ended(new LoggedCall(longest, Outcome.OK, units, 1_250)),
                LogFormat.NGINX.read(nginx(longest, "200", "OK", "9", "4"), Units.NONE));
        assertEquals(
                new LogLine.Unreadable(),
                LogFormat.NGINX.read(nginx(longest + "A", "200", "OK", "9", "4"), Units.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "200, ok, {}, 3, OK",
        "200, client_gone, {}, 1, CLIENT_GONE",
        "200, upstream_error, {}, 1, UPSTREAM_ERROR"
    })
    void whatWasServedWithoutItsUsageIsToldAsUnknown(
            String status, String outcome, String units, String pieces, Outcome told) {
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", told, Units.NONE, -1)),
                LogFormat.VLLM.read(vllm(status, outcome, units, pieces), Units.NONE));
        Units one = Units.of(Unit.REQUESTS, 1);
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", told, one, -1)),
                LogFormat.VLLM.read(vllm(status, outcome, units, pieces), one));
    }

    private static String vllm(String status, String outcome, String units, String pieces) {
        return "{\"hold_id\":\"h\",\"status\":"
                + status
                + ",\"outcome\":\""
                + outcome
                + "\",\"pieces\":"
                + pieces
                + ",\"units\":"
                + units
                + "}";
    }

    @Test
    void whoLeftBeforeTheAnswerBeganWasNotRefused() {
        assertEquals(
                new LogLine.WithoutUsage(),
                LogFormat.VLLM.read(vllm("0", "client_gone", "{}", "0"), Units.NONE));
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", null, Units.NONE, -1)),
                LogFormat.VLLM.read(vllm("0", "upstream_error", "{}", "0"), Units.NONE));
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", null, Units.NONE, -1)),
                LogFormat.VLLM.read(vllm("400", "ok", "{}", "0"), Units.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "'-', 200, OK",
        "DC, 200, CLIENT_GONE",
        "'DC,UF', 0, CLIENT_GONE",
        "DR, 0, CLIENT_GONE",
        "DPE, 0, CLIENT_GONE",
        "'-', 0, CLIENT_GONE",
        "UPE, 200, UPSTREAM_ERROR",
        "UMSDR, 504, UPSTREAM_ERROR",
        "OM, 503, UPSTREAM_ERROR",
        "UC, 503, UPSTREAM_ERROR"
    })
    void envoyTellsWhyACallEnded(String flags, String status, Outcome outcome) {
        assertEquals(
                new LogLine.Ended(call(outcome)),
                LogFormat.ENVOY.read(envoy(flags, status), Units.NONE));
    }

    private static String envoy(String flags, String status) {
        return "{\"hold_id\":\"h\",\"status\":"
                + status
                + ",\"flags\":\""
                + flags
                + "\",\"upstream_ms\":\"1250\","
                + "\"units\":{\"input_tokens\":\"9\",\"output_tokens\":4,\"images\":null}}";
    }

    @ParameterizedTest
    @CsvSource({"UF, 503", "NR, 404", "'-', 429"})
    void whatEnvoyCouldNotPassOnWasNotServed(String flags, String status) {
        assertEquals(
                new LogLine.Ended(new LoggedCall("h", null, Units.NONE, -1)),
                LogFormat.ENVOY.read(envoy(flags, status), Units.NONE));
    }

    @Test
    void theModelIsToldInAnyFormat() {
        String nginx = nginx("h", "200", "OK", "9", "4");
        assertEquals("", model(LogFormat.NGINX, nginx));
        assertEquals("big", model(LogFormat.NGINX, with("big", nginx)));
        assertEquals("", model(LogFormat.NGINX, with("-", nginx)));
        assertEquals("big", model(LogFormat.ENVOY, with("big", envoy("-", "200"))));
        assertEquals("big", model(LogFormat.VLLM, with("big", vllm("200", "ok", "{}", "3"))));
        assertEquals(
                "m".repeat(300),
                model(LogFormat.NGINX, with("m".repeat(301), nginx)),
                "what was served is charged all the same");
    }

    private static String with(String model, String line) {
        return line.replaceFirst("\\{", "{\"model\":\"" + model + "\",");
    }

    private static String model(LogFormat format, String line) {
        return assertInstanceOf(LogLine.Ended.class, format.read(line, Units.NONE)).call().model();
    }
}
