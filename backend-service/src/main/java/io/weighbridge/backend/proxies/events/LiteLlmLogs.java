package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.HeaderLine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads what LiteLLM's `generic_api` callback posts: a list of its standard logging objects, or
/// one. LiteLLM does not send again what is refused, so what can be read is charged, whatever comes
/// after it.
final class LiteLlmLogs {
    private final boolean isDollars;

    /// @param isDollars whether the billing currency is the dollar, which LiteLLM's costs are in
    LiteLlmLogs(boolean isDollars) {
        this.isDollars = isDollars;
    }

    /// Reads a request.
    ///
    /// @throws IOException never: the bytes are here
    ReadReport read(Caller.Proxy teller, List<HeaderLine> headers, byte[] body) throws IOException {
        if (!MediaType.of(headers).name().equals("application/json")) {
            return new ReadReport.Unreadable(
                    415,
                    "unsupported_media_type",
                    "Send application/json (log_format single or json_array).");
        }
        LiteLlmJson.Logs read = LiteLlmJson.read(body);
        if (read.logs().isEmpty() && !read.isWhole()) {
            return new ReadReport.Unreadable(400, "invalid_json", "The body is not JSON.");
        }
        if (read.logs().isEmpty() || read.logs().size() > EventIntake.EVENTS_MAX) {
            return new ReadReport.Unreadable(
                    400, "invalid_events", "Send a list of 1 to 1000 standard logging objects.");
        }
        List<ToldEvent> events = new ArrayList<>();
        int failures = 0;
        for (JsonNode log : read.logs()) {
            if (LiteLlmLog.isFailure(log)) {
                failures++;
            } else {
                events.add(LiteLlmLog.read(teller, log, isDollars));
            }
        }
        if (!read.isWhole()) {
            String at = "after " + read.logs().size() + " logs";
            events.add(
                    new ToldEvent.Wrong(
                            LiteLlmLog.SOURCE, "", Fault.invalid("body", at, "JSON to its end")));
        }
        return new ReadReport.Events(events, failures);
    }
}
