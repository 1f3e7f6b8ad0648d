package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.UsageFields;
import io.weighbridge.backend.proxies.wire.ModelJson;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads CloudEvents 1.0 in their three modes over HTTP. Plain `application/json` is taken as
/// events, one or a list, unless the headers say that it is the data of one.
final class CloudEvents {
    private static final String PREFIX = "ce-";
    private static final String JSON = "application/json";
    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private CloudEvents() {}

    /// Reads a request.
    ///
    /// @throws IOException never: the bytes are here
    static ReadReport read(Caller.Proxy teller, List<HeaderLine> headers, byte[] body)
            throws IOException {
        String type = MediaType.of(headers).name();
        boolean hasHeaders = headers.stream().anyMatch(CloudEvents::isAttribute);
        boolean isBinary = hasHeaders && !type.equals(ONE) && !type.equals(BATCH);
        if (!type.equals(ONE) && !type.equals(BATCH) && !type.equals(JSON)) {
            return new ReadReport.Unreadable(
                    415, "unsupported_media_type", "Send " + ONE + ", " + BATCH + " or " + JSON);
        }
        JsonNode json;
        try {
            json = ModelJson.strict(body);
        } catch (JsonProcessingException e) {
            return new ReadReport.Unreadable(400, "invalid_json", "The body is not JSON.");
        }
        if (isBinary) {
            return binary(teller, headers, json);
        }
        boolean isList = json.isArray();
        if ((isList && type.equals(ONE)) || (!isList && type.equals(BATCH))) {
            return new ReadReport.Unreadable(
                    400, "invalid_events", "Send an event, or a list of events as a batch.");
        }
        if (isList && (json.isEmpty() || json.size() > EventIntake.EVENTS_MAX)) {
            return new ReadReport.Unreadable(
                    400, "invalid_events", "A batch has 1 to 1000 events.");
        }
        List<ToldEvent> events = new ArrayList<>();
        if (isList) {
            json.forEach(event -> events.add(event(teller, event)));
        } else {
            events.add(event(teller, json));
        }
        return new ReadReport.Events(events, 0);
    }

    private static boolean isAttribute(HeaderLine header) {
        return header.name().regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    // The attributes are headers, percent-encoded where they are not plain; the body is the data.
    private static ReadReport binary(Caller.Proxy teller, List<HeaderLine> headers, JsonNode data) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        Set<String> seen = new HashSet<>();
        for (HeaderLine header : headers) {
            if (!isAttribute(header)) {
                continue;
            }
            String name = header.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
            String value = decoded(header.value());
            if (!seen.add(name) || value.isEmpty() || name.startsWith("data")) {
                return new ReadReport.Unreadable(
                        400, "invalid_header", "The header ce-" + Check.shown(name) + " is wrong.");
            }
            event.put(name, value);
        }
        event.set("data", data);
        return new ReadReport.Events(List.of(event(teller, event)), 0);
    }

    // Empty when it is no percent-encoding. A plus is a plus.
    private static String decoded(String value) {
        try {
            String text = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
            return text.indexOf('\ufffd') < 0 ? text : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static ToldEvent event(Caller.Proxy teller, JsonNode event) {
        String source = "";
        String id = "";
        try {
            if (!event.isObject()) {
                throw Fault.invalid("event", event.getNodeType(), "an object");
            }
            source = UsageFields.text(event, "source");
            id = UsageFields.text(event, "id");
            require(event, "specversion", "1.0");
            require(event, "type", EventData.TYPE);
            String type = UsageFields.text(event, "datacontenttype");
            if (!type.isEmpty() && !MediaType.parse(type).isJson()) {
                throw Fault.invalid("datacontenttype", Check.shown(type), JSON);
            }
            if (event.has("data_base64")) {
                throw Fault.invalid("data_base64", "present", "data, as JSON");
            }
            return new ToldEvent.Read(
                    EventData.read(
                            teller,
                            source,
                            id,
                            UsageFields.text(event, "subject"),
                            UsageFields.text(event, "time"),
                            event.path("data")));
        } catch (Fault fault) {
            return new ToldEvent.Wrong(source, id, fault);
        }
    }

    private static void require(JsonNode event, String field, String value) {
        String text = UsageFields.text(event, field);
        if (!text.equals(value)) {
            throw Fault.invalid(field, Check.shown(text), value);
        }
    }
}
