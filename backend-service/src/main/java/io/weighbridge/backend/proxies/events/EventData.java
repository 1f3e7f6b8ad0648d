package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.gate.event.UsageEvent;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.UsageFields;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The data of an event of ours: what was used, of what, and how it ended.
final class EventData {
    /// The type of events that are charged here.
    static final String TYPE = "io.weighbridge.usage.v1";

    private static final Set<String> FIELDS =
            Set.of(
                    "service",
                    "units",
                    "outcome",
                    "user",
                    "tier",
                    "tags",
                    "queue_ms",
                    "compute_ms",
                    "upstream_cost_nanos",
                    "estimated_by");

    private EventData() {}

    /// Makes usage of it.
    ///
    /// @param payer the event's subject
    /// @param time the event's instant
    /// @throws Fault INVALID_FIELD, INVALID_UNITS
    static UsageEvent read(
            Caller.Proxy teller,
            String source,
            String id,
            String payer,
            String time,
            JsonNode data) {
        if (!data.isObject()) {
            throw Fault.invalid("data", data.getNodeType(), "an object");
        }
        UsageFields.requireKnown(data, FIELDS);
        return new UsageEvent(
                teller,
                source,
                id,
                payer,
                UsageFields.text(data, "service"),
                tier(UsageFields.text(data, "tier")),
                UsageFields.text(data, "user"),
                EventTags.of(tags(data.path("tags")), source, id),
                atMs(time),
                new Settlement(
                        outcome(UsageFields.text(data, "outcome")),
                        UsageFields.units(data.path("units")),
                        UsageFields.count(data, "queue_ms"),
                        UsageFields.count(data, "compute_ms"),
                        UsageFields.count(data, "upstream_cost_nanos"),
                        UsageFields.text(data, "estimated_by")));
    }

    /// An instant as RFC 3339 writes it, cut to milliseconds.
    ///
    /// @throws Fault INVALID_FIELD
    static long atMs(String time) {
        try {
            return OffsetDateTime.parse(time).toInstant().toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw Fault.invalid(
                    "time", Check.shown(time), "an instant such as 2026-11-29T21:30:00.5Z");
        }
    }

    private static ServiceTier tier(String text) {
        if (text.isEmpty()) {
            return ServiceTier.STANDARD;
        }
        return Arrays.stream(ServiceTier.values())
                .filter(tier -> tier.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                Fault.invalid(
                                        "tier",
                                        Check.shown(text),
                                        "standard, batch, flex or priority"));
    }

    private static Outcome outcome(String text) {
        return switch (text) {
            case "", "ok" -> Outcome.OK;
            case "client_gone" -> Outcome.CLIENT_GONE;
            case "upstream_error" -> Outcome.UPSTREAM_ERROR;
            default ->
                    throw Fault.invalid(
                            "outcome", Check.shown(text), "ok, client_gone or upstream_error");
        };
    }

    private static Map<String, String> tags(JsonNode json) {
        Map<String, String> tags = new HashMap<>();
        if (json.isMissingNode() || json.isNull()) {
            return tags;
        }
        if (!json.isObject()) {
            throw Fault.invalid("tags", json.getNodeType(), "an object");
        }
        for (Map.Entry<String, JsonNode> tag : json.properties()) {
            tags.put(tag.getKey(), UsageFields.text(json, tag.getKey()));
        }
        return tags;
    }
}
