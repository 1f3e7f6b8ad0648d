package io.weighbridge.backend.proxies.forwardauth;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/// How one call ended, as a model server or a log tells it.
///
/// @param holdId empty when only the request id is told
/// @param requestId null when only the hold id is told
/// @param settlement null when nothing was served, and its hold is dropped
/// @param model that answered, empty when that is not told
record ReportedCall(
        String holdId,
        @Nullable RequestId requestId,
        @Nullable Settlement settlement,
        String model) {
    private static final Set<String> FIELDS =
            Set.of(
                    "hold_id",
                    "request_id",
                    "outcome",
                    "units",
                    "model",
                    "queue_ms",
                    "compute_ms",
                    "upstream_cost_nanos");
    private static final int TEXT_MAX = 300;

    /// Reads an item of a report.
    ///
    /// @throws Fault INVALID_FIELD, INVALID_UNITS, INVALID_REQUEST_ID
    static ReportedCall of(JsonNode item) {
        if (!item.isObject()) {
            throw Fault.invalid("item", item.getNodeType(), "an object");
        }
        for (Map.Entry<String, JsonNode> field : item.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw Fault.invalid(
                        Check.shown(field.getKey()),
                        "unknown",
                        String.join(", ", FIELDS.stream().sorted().toList()));
            }
        }
        return new ReportedCall(
                text(item, "hold_id"),
                requestId(text(item, "request_id")),
                settlement(item),
                text(item, "model"));
    }

    private static String text(JsonNode item, String field) {
        JsonNode value = item.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw Fault.invalid(field, value.getNodeType(), "a text");
        }
        return Check.text(field, value.textValue(), 0, TEXT_MAX);
    }

    private static @Nullable RequestId requestId(String text) {
        RequestId id = text.isEmpty() ? null : RequestId.parse(text);
        if (id == null && !text.isEmpty()) {
            throw Fault.of(
                    ErrorCode.INVALID_REQUEST_ID,
                    "request_id: " + Check.shown(text) + " (expected: a UUID of version 7)");
        }
        return id;
    }

    private static @Nullable Settlement settlement(JsonNode item) {
        String outcome = text(item, "outcome");
        return switch (outcome) {
            case "ok" -> settlement(item, Outcome.OK);
            case "client_gone" -> settlement(item, Outcome.CLIENT_GONE);
            case "upstream_error" -> settlement(item, Outcome.UPSTREAM_ERROR);
            case "not_served" -> null;
            default ->
                    throw Fault.invalid(
                            "outcome",
                            Check.shown(outcome),
                            "ok, client_gone, upstream_error or not_served");
        };
    }

    private static Settlement settlement(JsonNode item, Outcome outcome) {
        return new Settlement(
                outcome,
                units(item.path("units")),
                count(item, "queue_ms"),
                count(item, "compute_ms"),
                count(item, "upstream_cost_nanos"));
    }

    private static long count(JsonNode item, String field) {
        JsonNode value = item.path(field);
        return value.isMissingNode() || value.isNull() ? Settlement.UNKNOWN : whole(field, value);
    }

    private static long whole(String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw Fault.invalid(field, Check.shown(value.toString()), "a whole number from 0");
        }
        return value.longValue();
    }

    // No units at all are usage that is not known, and never free.
    private static Units units(JsonNode json) {
        Units units = Units.NONE;
        if (json.isMissingNode() || json.isNull()) {
            return units;
        }
        if (!json.isObject()) {
            throw Fault.invalid("units", json.getNodeType(), "an object");
        }
        for (Map.Entry<String, JsonNode> each : json.properties()) {
            Unit unit = Unit.byKey(each.getKey());
            if (unit == null) {
                throw Fault.of(
                        ErrorCode.INVALID_UNITS,
                        "units: " + Check.shown(each.getKey()) + " (expected: names of units)");
            }
            units = units.with(unit, whole(unit.key(), each.getValue()));
        }
        return units;
    }
}
