package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.wire.ModelJson;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads what LiteLLM's `generic_api` callback posts: a list of its standard logging objects, or
/// one.
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
                    "Send application/json (log_format json_array).");
        }
        JsonNode json;
        try {
            json = ModelJson.strict(body);
        } catch (JsonProcessingException e) {
            return new ReadReport.Unreadable(400, "invalid_json", "The body is not JSON.");
        }
        boolean isTaken = json.isObject() || json.isArray();
        if (!isTaken
                || json.isEmpty()
                || (json.isArray() && json.size() > EventIntake.EVENTS_MAX)) {
            return new ReadReport.Unreadable(
                    400, "invalid_events", "Send a list of 1 to 1000 standard logging objects.");
        }
        List<JsonNode> all = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(all::add);
        } else {
            all.add(json);
        }
        List<ToldEvent> events = new ArrayList<>();
        int failures = 0;
        for (JsonNode log : all) {
            if (LiteLlmLog.isFailure(log)) {
                failures++;
            } else {
                events.add(LiteLlmLog.read(teller, log, isDollars));
            }
        }
        return new ReadReport.Events(events, failures);
    }
}
