package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Fields of usage that is told in JSON, afterwards. What has no place in it is refused: no usage
/// is lost because its name was spelled otherwise.
public final class UsageFields {
    private static final int TEXT_MAX = 300;
    private static final String NAMES =
            Arrays.stream(Unit.values()).map(Unit::key).collect(Collectors.joining(", "));

    private UsageFields() {}

    /// Refuses fields that are not among these.
    ///
    /// @throws Fault INVALID_FIELD
    public static void requireKnown(JsonNode item, Set<String> known) {
        for (Map.Entry<String, JsonNode> field : item.properties()) {
            if (!known.contains(field.getKey())) {
                throw Fault.invalid(
                        Check.shown(field.getKey()),
                        "unknown",
                        String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /// A text, empty when it is not there.
    ///
    /// @throws Fault INVALID_FIELD
    public static String text(JsonNode item, String field) {
        JsonNode value = item.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw Fault.invalid(field, value.getNodeType(), "a text");
        }
        return Check.text(field, value.textValue(), 0, TEXT_MAX);
    }

    /// A whole number, [Settlement#UNKNOWN] when it is not there.
    ///
    /// @throws Fault INVALID_FIELD
    public static long count(JsonNode item, String field) {
        JsonNode value = item.path(field);
        return value.isMissingNode() || value.isNull() ? Settlement.UNKNOWN : whole(field, value);
    }

    private static long whole(String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw Fault.invalid(field, Check.shown(value.toString()), "a whole number from 0");
        }
        return value.longValue();
    }

    /// Counts by the names of units. No units at all are usage that is not known, and never free.
    ///
    /// @throws Fault INVALID_FIELD, INVALID_UNITS
    public static Units units(JsonNode json) {
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
                        "units: " + Check.shown(each.getKey()) + " (expected: " + NAMES + ")");
            }
            units = units.with(unit, whole(unit.key(), each.getValue()));
        }
        return units;
    }
}
