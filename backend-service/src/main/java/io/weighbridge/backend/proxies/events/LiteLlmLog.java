package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

import io.weighbridge.backend.gate.event.UsageEvent;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.UsageFields;
import io.weighbridge.backend.proxies.wire.DollarCost;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.ServiceTier;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One of LiteLLM's standard logging objects.
///
/// Its `litellm_call_id` is what the client sent, and its `id` what the model server said: either
/// may be the same for two calls. So a call is told by these together with when it began and ended,
/// to the microsecond, which no client chooses; the same object, posted again, has them all.
final class LiteLlmLog {
    /// The source of these events.
    static final String SOURCE = "litellm";

    private static final String AUTH = "user_api_key_auth_metadata";
    private static final String ACCOUNT = "weighbridge_account";
    private static final String KEY = "weighbridge_key";
    private static final List<String> IDENTITY =
            List.of(
                    "litellm_call_id",
                    "id",
                    "startTime",
                    "endTime",
                    "completionStartTime",
                    "call_type",
                    "model_id",
                    "api_base");
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);
    private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(1L << 40);

    private LiteLlmLog() {}

    /// Whether the call failed: nothing was served, and LiteLLM counts nothing.
    static boolean isFailure(JsonNode log) {
        return log.path("status").asText().equals("failure");
    }

    /// Makes usage of it.
    static ToldEvent read(Caller.Proxy teller, JsonNode log, boolean isDollars) {
        String id = id(log);
        try {
            if (!log.path("status").asText().equals("success")) {
                throw Fault.invalid("status", shown(log.path("status")), "success or failure");
            }
            JsonNode metadata = log.path("metadata");
            JsonNode auth = metadata.path(AUTH);
            long startMs = ms(log, "startTime");
            return new ToldEvent.Read(
                    new UsageEvent(
                            teller,
                            SOURCE,
                            id,
                            Payers.of(
                                    UsageFields.text(auth, ACCOUNT),
                                    UsageFields.text(auth, KEY),
                                    ACCOUNT + " or " + KEY + " in the key's metadata"),
                            service(log),
                            ServiceTier.STANDARD,
                            EndUser.of(log.path("end_user")),
                            EventTags.of(Map.of(), SOURCE, id),
                            startMs,
                            new Settlement(
                                    LiteLlmUsage.outcome(log.path("error_information")),
                                    LiteLlmUsage.units(log, metadata),
                                    Settlement.UNKNOWN,
                                    Settlement.UNKNOWN,
                                    isDollars
                                            ? DollarCost.nanos(log.path("response_cost"))
                                            : Settlement.UNKNOWN)));
        } catch (Fault fault) {
            return new ToldEvent.Wrong(SOURCE, id, fault);
        }
    }

    private static String id(JsonNode log) {
        Hasher hasher = Hashing.sha256().newHasher();
        for (String field : IDENTITY) {
            text(hasher, log.path(field));
        }
        text(hasher, log.path("metadata").path("user_api_key_hash"));
        return hasher.hash().toString().substring(0, 32);
    }

    private static void text(Hasher hasher, JsonNode value) {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        hasher.putInt(bytes.length).putBytes(bytes);
    }

    private static String shown(JsonNode value) {
        return Check.shown(value.toString());
    }

    // The name that clients write, which is that of a service.
    private static String service(JsonNode log) {
        String group = UsageFields.text(log, "model_group");
        return group.isEmpty() ? UsageFields.text(log, "model") : group;
    }

    private static long ms(JsonNode log, String field) {
        JsonNode seconds = log.path(field);
        if (!seconds.isNumber()) {
            throw Fault.invalid(field, shown(seconds), "seconds since 1970");
        }
        BigDecimal value = seconds.decimalValue();
        boolean isWild = Math.abs((long) value.scale()) > 40;
        if (isWild || value.signum() < 0 || value.compareTo(SECONDS_MAX) > 0) {
            throw Fault.invalid(field, shown(seconds), "seconds since 1970");
        }
        return value.multiply(MILLIS).setScale(0, RoundingMode.DOWN).longValueExact();
    }
}
