package io.weighbridge.backend.proxies.logs;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/// The lines of a log, which are JSON in the words of a page of docs/proxies. Values may be texts,
/// as proxies write them; an empty one and `-` are none.
public enum LogFormat {
    /// The `log_format` of docs/proxies/nginx.md.
    NGINX {
        // 499: the client left. 504: the model server may have worked on it all that time. After an
        // answer has begun its status stays, and only its completion tells that the client left.
        @Override
        LogLine read(JsonNode line, String holdId, Units units) {
            String status = text(line, "status");
            if (status.equals("499") || status.equals("504")) {
                Outcome outcome =
                        status.equals("499") ? Outcome.CLIENT_GONE : Outcome.UPSTREAM_ERROR;
                return used(holdId, outcome, units, seconds(text(line, "upstream_s")));
            }
            if (!status.startsWith("2")) {
                return notServed(holdId);
            }
            boolean isWhole = text(line, "completed").equals("OK");
            return used(
                    holdId,
                    isWhole ? Outcome.OK : Outcome.CLIENT_GONE,
                    units,
                    seconds(text(line, "upstream_s")));
        }
    },
    /// The `json_format` of docs/proxies/forward-auth.md: with Envoy's flags of why a call ended.
    ENVOY {
        @Override
        LogLine read(JsonNode line, String holdId, Units units) {
            Set<String> flags = Set.of(text(line, "flags").split(",", -1));
            long ms = seconds(text(line, "upstream_ms")) / 1_000;
            if (flags.contains("DC")) {
                return used(holdId, Outcome.CLIENT_GONE, units, ms);
            }
            if (flags.stream().anyMatch(BROKEN::contains)) {
                return used(holdId, Outcome.UPSTREAM_ERROR, units, ms);
            }
            return text(line, "status").startsWith("2")
                    ? used(holdId, Outcome.OK, units, ms)
                    : notServed(holdId);
        }
    },
    /// What docs/proxies/vllm.md writes in the model server itself.
    VLLM {
        @Override
        LogLine read(JsonNode line, String holdId, Units units) {
            if (!text(line, "status").startsWith("2")) {
                return notServed(holdId);
            }
            return switch (text(line, "outcome")) {
                case "ok" -> used(holdId, Outcome.OK, units, Settlement.UNKNOWN);
                case "client_gone" -> used(holdId, Outcome.CLIENT_GONE, units, Settlement.UNKNOWN);
                case "upstream_error" ->
                        used(holdId, Outcome.UPSTREAM_ERROR, units, Settlement.UNKNOWN);
                default -> new LogLine.Unreadable();
            };
        }
    };

    // The upstream had the request, and ended it: reset, closed, timed out.
    private static final Set<String> BROKEN = Set.of("UC", "UPE", "UR", "LR", "UT", "SI", "DT");
    private static final long COUNT_DIGITS_MAX = 13;

    abstract LogLine read(JsonNode line, String holdId, Units units);

    /// Reads one.
    ///
    /// @param otherwise what a call counts as whose line says nothing of units; none for not known
    public LogLine read(String text, Units otherwise) {
        JsonNode line;
        try {
            line = ModelJson.strict(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new LogLine.Unreadable();
        }
        if (!line.isObject() || text(line, "status").isEmpty()) {
            return new LogLine.Unreadable();
        }
        String holdId = text(line, "hold_id");
        if (holdId.isEmpty()) {
            return new LogLine.OfNoCall();
        }
        try {
            Units units = units(line.path("units"));
            return read(line, holdId, units.isEmpty() ? otherwise : units);
        } catch (NumberFormatException e) {
            return new LogLine.Unreadable();
        }
    }

    private static LogLine used(String holdId, Outcome outcome, Units units, long ms) {
        return units.isEmpty()
                ? new LogLine.WithoutUsage()
                : new LogLine.Ended(new LoggedCall(holdId, outcome, units, ms));
    }

    private static LogLine notServed(String holdId) {
        return new LogLine.Ended(new LoggedCall(holdId, null, Units.NONE, Settlement.UNKNOWN));
    }

    static String text(JsonNode line, String field) {
        String text = line.path(field).asText("");
        return text.equals("-") || text.equals("null") ? "" : text;
    }

    private static Units units(JsonNode json) {
        Units units = Units.NONE;
        for (Map.Entry<String, JsonNode> each : json.properties()) {
            String count = text(json, each.getKey());
            Unit unit = Unit.byKey(each.getKey());
            if (unit == null) {
                throw new NumberFormatException(each.getKey());
            }
            if (!count.isEmpty()) {
                if (!count.chars().allMatch(c -> c >= '0' && c <= '9')
                        || count.length() > COUNT_DIGITS_MAX) {
                    throw new NumberFormatException(count);
                }
                units = units.with(unit, Long.parseLong(count));
            }
        }
        if (units.problem() != null) {
            throw new NumberFormatException(units.problem());
        }
        return units;
    }

    // Of several tries the last counts: `0.010, 1.250`.
    private static long seconds(String text) {
        String last = text.substring(Math.max(text.lastIndexOf(','), text.lastIndexOf(':')) + 1);
        String plain = last.strip();
        if (plain.isEmpty() || plain.equals("-")) {
            return Settlement.UNKNOWN;
        }
        BigDecimal ms = new BigDecimal(plain).movePointRight(3);
        return ms.signum() < 0 || ms.precision() - ms.scale() > COUNT_DIGITS_MAX
                ? Settlement.UNKNOWN
                : ms.longValue();
    }
}
