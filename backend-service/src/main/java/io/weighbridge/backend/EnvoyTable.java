package io.weighbridge.backend;

import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.proxies.call.CallLimits;
import io.weighbridge.backend.proxies.envoy.EnvoySettings;
import io.weighbridge.backend.proxies.tokens.Tokenizers;
import io.weighbridge.backend.proxies.wire.RequestRules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The settings of what Envoy asks, a part of [ConfigTable].
public final class EnvoyTable {
    private static final SharedSettings SHARED = new SharedSettings("envoy");
    private static final int KIB = 1_024;

    /// Whether there is a port for Envoy.
    public static final Setting<Boolean> ENABLED =
            SHARED.yesOrNo("enabled", "Whether Envoy may ask here (docs/proxies/envoy.md).");

    /// Address of the port.
    public static final Setting<String> HOST = SHARED.host("Address of Envoy's port.");

    /// The port.
    public static final Setting<Integer> PORT =
            SHARED.port("7447", "The port that Envoy asks at, by gRPC");

    /// Whether it uses the certificate.
    public static final Setting<Boolean> TLS =
            SHARED.yesOrNo(
                    "tls",
                    "Whether Envoy's port is served over TLS, with the same certificate and the"
                            + " same demands on clients.");

    /// Whether other machines may talk to it in the clear.
    public static final Setting<Boolean> PLAINTEXT = SHARED.plaintext();

    /// Where the API is.
    public static final Setting<String> PATH =
            Setting.of(
                    "envoy.path",
                    SettingType.text(
                            "empty, or a path that begins with a slash and does not end with one",
                            text -> text.matches("(/[A-Za-z0-9._~-]+)*")),
                    "/v1",
                    "",
                    "The path that the API has at Envoy.");

    /// How the model server is told a maximum.
    public static final Setting<String> MAXIMUM_FIELD =
            SHARED.maximumField("As gateway.maximum_field.");

    /// More fields that are refused.
    public static final Setting<String> REFUSED_FIELDS =
            SHARED.refusedFields("As gateway.refused_fields.");

    /// What estimates are made by.
    public static final Setting<String> TOKENIZERS = SHARED.tokenizers("As gateway.tokenizers.");

    /// Whether there is more than what is seen.
    public static final Setting<Boolean> HIDES_THINKING =
            SHARED.yesOrNo("hides_thinking", "As gateway.hides_thinking.");

    /// What is held for a plain answer.
    public static final Setting<Integer> PLAIN_OUTPUT_TOKENS =
            SHARED.plainOutputTokens("As gateway.plain_output_tokens.");

    /// The longest body.
    public static final Setting<Integer> BODY_MAX_KIB = SHARED.bodyMaxKib();

    /// All requests together.
    public static final Setting<Integer> BODIES_MAX_KIB =
            SHARED.bodiesMaxKib(
                    "How much of requests may be read at the same time, one key's at most an"
                            + " eighth; what is beyond is answered 503.");

    /// The longest whole answer.
    public static final Setting<Integer> ANSWER_MAX_KIB = SHARED.answerMaxKib();

    /// All whole answers together.
    public static final Setting<Integer> ANSWERS_MAX_KIB =
            SHARED.answersMaxKib(
                    "How much of answers that are not streamed may be in memory at the same time;"
                            + " what is beyond is charged, and broken off.");

    /// Calls at the same time.
    public static final Setting<Integer> CALLS_MAX = SHARED.callsMax();

    /// How long nothing may come.
    public static final Setting<Integer> QUIET_MS =
            Setting.of(
                    "envoy.quiet_ms",
                    SettingType.number(1, 3_600_000),
                    "300000",
                    "milliseconds",
                    "How long nothing may come of a call: as much as Envoy's timeouts let the model"
                            + " server be silent. A minute later its hold expires.");

    /// What becomes of limits that are not known.
    public static final Setting<Boolean> UNKNOWN_LIMITS_PASS =
            SHARED.yesOrNo(
                    "unknown_limits_pass",
                    "Whether the rate limit service lets through what it does not know: a key, a"
                            + " service or a descriptor. Otherwise that is over its limit.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    ENABLED,
                    HOST,
                    PORT,
                    TLS,
                    PLAINTEXT,
                    PATH,
                    MAXIMUM_FIELD,
                    REFUSED_FIELDS,
                    TOKENIZERS,
                    HIDES_THINKING,
                    PLAIN_OUTPUT_TOKENS,
                    BODY_MAX_KIB,
                    BODIES_MAX_KIB,
                    ANSWER_MAX_KIB,
                    ANSWERS_MAX_KIB,
                    CALLS_MAX,
                    QUIET_MS,
                    UNKNOWN_LIMITS_PASS);

    private EnvoyTable() {}

    /// What is wrong with them together.
    static List<String> problems(
            SettingValues values, boolean hasCertificate, boolean hasClientCa) {
        List<String> problems = new ArrayList<>();
        boolean isEnabled = values.get(ENABLED);
        if (isEnabled && !values.get(TLS) && hasClientCa) {
            problems.add(values.problem(TLS, "true where tls.client_ca is set"));
        }
        problems.addAll(
                SharedSettings.problems(values, isEnabled, HOST, TLS, PLAINTEXT, hasCertificate));
        return problems;
    }

    /// What they say; empty when Envoy may not ask.
    static Optional<EnvoySettings> read(SettingValues values) {
        if (!values.get(ENABLED)) {
            return Optional.empty();
        }
        return Optional.of(
                new EnvoySettings(
                        values.get(PATH),
                        new RequestRules(
                                values.get(MAXIMUM_FIELD),
                                Set.copyOf(List.of(values.get(REFUSED_FIELDS).split(",", -1))),
                                values.get(HIDES_THINKING),
                                Tokenizers.read(values.get(TOKENIZERS)),
                                0),
                        values.get(ForwardAuthTable.PATHS),
                        ForwardAuthTable.estimates(values::get),
                        new CallLimits(
                                KIB * values.get(BODY_MAX_KIB),
                                (long) KIB * values.get(BODIES_MAX_KIB),
                                KIB * values.get(ANSWER_MAX_KIB),
                                (long) KIB * values.get(ANSWERS_MAX_KIB),
                                values.get(CALLS_MAX),
                                values.get(PLAIN_OUTPUT_TOKENS),
                                values.get(ConfigTable.DRAIN_TIMEOUT_MS)),
                        values.get(QUIET_MS),
                        values.get(UNKNOWN_LIMITS_PASS)));
    }
}
