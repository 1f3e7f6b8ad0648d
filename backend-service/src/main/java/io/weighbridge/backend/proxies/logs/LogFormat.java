package io.weighbridge.backend.proxies.logs;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.DollarCost;
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
import java.util.regex.Pattern;

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
            if (isRefusal(status)) {
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
    /// The `log_format` of docs/proxies/litellm.md, of NGINX in front of LiteLLM: as NGINX's, with
    /// what LiteLLM's headers say of the cost.
    LITELLM {
        @Override
        LogLine read(JsonNode line, String holdId, Units units) {
            LogLine read = NGINX.read(line, holdId, units);
            long costNanos = DollarCost.nanos(text(line, "cost"));
            return read instanceof LogLine.Ended(LoggedCall call) && call.outcome() != null
                    ? new LogLine.Ended(
                            new LoggedCall(
                                    holdId,
                                    call.outcome(),
                                    units,
                                    call.computeMs(),
                                    costNanos,
                                    call.model()))
                    : read;
        }
    },
    /// The `json_format` of docs/proxies/forward-auth.md: with Envoy's flags of why a call ended.
    ENVOY {
        @Override
        LogLine read(JsonNode line, String holdId, Units units) {
            Set<String> flags = Set.of(text(line, "flags").split(",", -1));
            long ms = seconds(text(line, "upstream_ms")) / 1_000;
            if (flags.stream().anyMatch(LEFT::contains)) {
                return used(holdId, Outcome.CLIENT_GONE, units, ms);
            }
            if (flags.stream().anyMatch(BROKEN::contains)) {
                return used(holdId, Outcome.UPSTREAM_ERROR, units, ms);
            }
            String status = text(line, "status");
            if (isRefusal(status)) {
                return notServed(holdId);
            }
            // 0: nothing was answered, whoever is to blame.
            boolean isAnswered = !status.equals("0");
            return used(holdId, isAnswered ? Outcome.OK : Outcome.CLIENT_GONE, units, ms);
        }
    },
    /// What docs/proxies/vllm.md writes in the model server itself.
    VLLM {
        @Override
        LogLine read(JsonNode line, String holdId, Units units) {
            String status = text(line, "status");
            String ended = text(line, "outcome");
            // 0: the answer had not begun.
            boolean isFailed = status.equals("0") && ended.equals("upstream_error");
            if (isRefusal(status) || isFailed) {
                return notServed(holdId);
            }
            Outcome outcome =
                    switch (ended) {
                        case "ok" -> Outcome.OK;
                        case "client_gone" -> Outcome.CLIENT_GONE;
                        case "upstream_error" -> Outcome.UPSTREAM_ERROR;
                        default -> null;
                    };
            if (outcome == null) {
                return new LogLine.Unreadable();
            }
            // Something was delivered, so that what it used is not known, rather than none.
            return units.isEmpty() && line.path("pieces").asLong() > 0
                    ? new LogLine.Ended(
                            new LoggedCall(holdId, outcome, Units.NONE, Settlement.UNKNOWN))
                    : used(holdId, outcome, units, Settlement.UNKNOWN);
        }
    };

    // The client left, in the ways of each protocol, or broke it.
    private static final Set<String> LEFT = Set.of("DC", "DR", "DPE");
    // The upstream had the request, and it was ended: reset, closed, timed out, or by Envoy.
    private static final Set<String> BROKEN =
            Set.of("UC", "UPE", "UR", "LR", "UT", "SI", "DT", "UMSDR", "OM");
    // As long as the gate's are. Where the gate set none, a proxy may log the client's own header.
    private static final Pattern HOLD_ID = Pattern.compile("[A-Za-z0-9_-]{1,110}");
    // As long as the gate takes it.
    private static final int MODEL_MAX = 300;
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
        if (!HOLD_ID.matcher(holdId).matches()) {
            return new LogLine.Unreadable();
        }
        try {
            Units units = units(line.path("units"));
            LogLine read = read(line, holdId, units.isEmpty() ? otherwise : units);
            return read instanceof LogLine.Ended(LoggedCall call)
                    ? new LogLine.Ended(call.servedBy(model(line)))
                    : read;
        } catch (NumberFormatException e) {
            return new LogLine.Unreadable();
        }
    }

    // Cut, as whoever sent too long a header has been served all the same.
    private static String model(JsonNode line) {
        String model = text(line, "model");
        return model.substring(0, Math.min(model.length(), MODEL_MAX));
    }

    private static LogLine used(String holdId, Outcome outcome, Units units, long ms) {
        return units.isEmpty()
                ? new LogLine.WithoutUsage()
                : new LogLine.Ended(new LoggedCall(holdId, outcome, units, ms));
    }

    // Redirected, refused or failed: the model server did not work on it to the end.
    private static boolean isRefusal(String status) {
        return status.startsWith("3") || status.startsWith("4") || status.startsWith("5");
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
