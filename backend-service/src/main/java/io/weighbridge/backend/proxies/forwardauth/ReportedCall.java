package io.weighbridge.backend.proxies.forwardauth;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.UsageFields;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

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
                    "upstream_cost_nanos",
                    "estimated_by");

    /// Reads an item of a report.
    ///
    /// @throws Fault INVALID_FIELD, INVALID_UNITS, INVALID_REQUEST_ID
    static ReportedCall of(JsonNode item) {
        if (!item.isObject()) {
            throw Fault.invalid("item", item.getNodeType(), "an object");
        }
        UsageFields.requireKnown(item, FIELDS);
        return new ReportedCall(
                UsageFields.text(item, "hold_id"),
                requestId(UsageFields.text(item, "request_id")),
                settlement(item),
                UsageFields.text(item, "model"));
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
        String outcome = UsageFields.text(item, "outcome");
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
                UsageFields.units(item.path("units")),
                UsageFields.count(item, "queue_ms"),
                UsageFields.count(item, "compute_ms"),
                UsageFields.count(item, "upstream_cost_nanos"),
                UsageFields.text(item, "estimated_by"));
    }
}
