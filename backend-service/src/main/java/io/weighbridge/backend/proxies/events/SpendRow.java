package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.DollarCost;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.Units;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A row of LiteLLM's spend logs as an event: `GET /spend/logs?summarize=false`.
public sealed interface SpendRow {
    /// The source of these events; their id is the row's `request_id`.
    String SOURCE = "litellm-spend";

    /// Fields that say whose call it was, the first that is listed decides. Not the end user: that
    /// is whatever a client sent.
    List<String> OWNERS = List.of("api_key", "user", "team_id");

    /// Which row.
    String id();

    /// Usage, as a CloudEvent.
    ///
    /// @param units that it tells; none when they are not known
    record Usage(String id, ObjectNode event, Units units) implements SpendRow {}

    /// A failure that used nothing: not charged.
    record Failure(String id) implements SpendRow {}

    /// Cannot be charged as it is.
    record Unreadable(String id, String why) implements SpendRow {}

    /// Reads a row.
    ///
    /// @param payers id of an account or key by `FIELD=VALUE`, with a field of [#OWNERS]
    /// @param hasCost whether LiteLLM's cost is recorded beside the charge
    static SpendRow read(JsonNode row, Map<String, String> payers, boolean hasCost) {
        String id = text(row, "request_id");
        try {
            if (id.isEmpty()) {
                throw Fault.invalid("request_id", "missing", "the row's id");
            }
            JsonNode metadata = metadata(row.path("metadata"));
            Units units = LiteLlmUsage.units(row, metadata);
            long costNanos = DollarCost.nanos(row.path("spend"));
            // A client can write a status into the metadata: it takes nothing away that was used.
            boolean isUsed = units.tokens() > 0 || costNanos > 0;
            if ((isFailure(row) || isFailure(metadata)) && !isUsed) {
                return new Failure(id);
            }
            ObjectNode event = JsonNodeFactory.instance.objectNode();
            event.put("specversion", "1.0")
                    .put("type", EventData.TYPE)
                    .put("source", SOURCE)
                    .put("id", id)
                    .put("subject", payer(row, payers))
                    .put("time", time(text(row, "startTime")).toString());
            ObjectNode data = event.putObject("data");
            String group = text(row, "model_group");
            data.put("service", group.isEmpty() ? text(row, "model") : group);
            data.put("user", EndUser.of(row.path("end_user")));
            data.put(
                    "outcome",
                    LiteLlmUsage.outcome(metadata.path("error_information"))
                            .name()
                            .toLowerCase(Locale.ROOT));
            ObjectNode counts = data.putObject("units");
            units.forEach((unit, count) -> counts.put(unit.key(), count));
            if (hasCost && costNanos != Settlement.UNKNOWN) {
                data.put("upstream_cost_nanos", costNanos);
            }
            return new Usage(id, event, units);
        } catch (Fault fault) {
            return new Unreadable(id, fault.text());
        }
    }

    private static boolean isFailure(JsonNode of) {
        return text(of, "status").equals("failure");
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).isTextual() ? row.path(field).textValue() : "";
    }

    // As an object, or as a text of JSON.
    private static JsonNode metadata(JsonNode json) {
        if (!json.isTextual()) {
            return json;
        }
        try {
            return ModelJson.ANSWERS.readTree(json.textValue());
        } catch (JsonProcessingException e) {
            throw Fault.invalid("metadata", "not JSON", "an object");
        }
    }

    private static String payer(JsonNode row, Map<String, String> payers) {
        for (String field : OWNERS) {
            String payer = payers.get(field + '=' + text(row, field));
            if (payer != null) {
                return payer;
            }
        }
        throw Fault.invalid(
                "payer",
                "none for api_key " + Check.shown(text(row, "api_key")),
                "a line of the file of payers");
    }

    // Without an offset it is of UTC.
    private static Instant time(String text) {
        String iso = text.strip().replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException e) {
            // As the other form.
        }
        try {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw Fault.invalid("startTime", Check.shown(text), "an instant");
        }
    }
}
