package io.weighbridge.backend;

import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.CallLimits;
import io.weighbridge.backend.proxies.call.Receipts;
import io.weighbridge.backend.proxies.openai.GatewaySettings;
import io.weighbridge.backend.proxies.tokens.Tokenizers;
import io.weighbridge.backend.proxies.wire.RequestRules;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The settings of the own gateway, a part of [ConfigTable].
public final class GatewayTable {
    private static final SharedSettings SHARED = new SharedSettings("gateway");
    private static final int TIMEOUT_MS_MAX = 3_600_000;

    /// The model server.
    public static final Setting<Optional<URI>> UPSTREAM =
            Setting.of(
                    "gateway.upstream",
                    new SettingType<>(
                            "an http or https URL without user, query and fragment, or empty for"
                                    + " none",
                            SettingType.Form.TEXT,
                            (text, _) -> {
                                if (text.isEmpty()) {
                                    return Optional.empty();
                                }
                                URI uri = GatewayModels.parse(text);
                                return uri == null ? null : Optional.of(uri);
                            }),
                    "",
                    "",
                    "The model server that the gateway stands in front of, as its clients name it;"
                            + " without a path, /v1 is added. Empty: there is no gateway, but by"
                            + " gateway.models_file.");

    /// Several model servers.
    public static final Setting<Optional<Path>> MODELS_FILE =
            Setting.of(
                    "gateway.models_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Which model servers serve which service, by what name and in which order"
                            + " (docs/proxies/gateway.md); other services go to gateway.upstream.");

    /// Address of the gateway.
    public static final Setting<String> HOST = SHARED.host("Address of the gateway's port.");

    /// The gateway's port.
    public static final Setting<Integer> PORT = SHARED.port("7445", "The gateway's port");

    /// Whether it uses the certificate.
    public static final Setting<Boolean> TLS =
            SHARED.yesOrNo(
                    "tls", "Whether the gateway is served over TLS, with the same certificate.");

    /// Whether other machines may talk to it in the clear.
    public static final Setting<Boolean> PLAINTEXT = SHARED.plaintext();

    /// What the model server is shown.
    public static final Setting<String> UPSTREAM_KEY =
            Setting.secret(
                    "gateway.upstream_key",
                    SettingType.text("printable characters without spaces", GatewayModels::isKey),
                    "",
                    "The key that the model server wants, if it does; meant for the environment.");

    /// The same in a file.
    public static final Setting<Optional<Path>> UPSTREAM_KEY_FILE =
            Setting.of(
                    "gateway.upstream_key_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Without gateway.upstream_key: this file's first line is the key.");

    /// How the model server is told a maximum.
    public static final Setting<String> MAXIMUM_FIELD =
            SHARED.maximumField(
                    "The one field that the model server is told the most output tokens in; what"
                            + " the client says in another goes into it.");

    /// More fields that are refused.
    public static final Setting<String> REFUSED_FIELDS =
            SHARED.refusedFields(
                    "Fields of a request that are refused, beside those that always are.");

    /// What estimates are made by.
    public static final Setting<String> TOKENIZERS =
            SHARED.tokenizers(
                    "Which tokenizer counts a service's texts where its model server tells no"
                            + " usage; else four bytes are a token.");

    /// Whether there is more than what is seen.
    public static final Setting<Boolean> HIDES_THINKING =
            SHARED.yesOrNo(
                    "hides_thinking",
                    "Whether the model thinks without streaming it: then streams are held for as a"
                            + " whole, like answers that are not streamed.");

    /// What clients are told of their charge.
    public static final Setting<String> RECEIPTS =
            Setting.of(
                    "gateway.receipts",
                    SettingType.choice("none", "cost", "balance"),
                    "balance",
                    "",
                    "What clients are told of their charge: nothing, its cost, or its cost and the"
                            + " account's balance. Anything but none waits for the disk.");

    /// Whether clients may tag calls.
    public static final Setting<Boolean> CLIENT_TAGS =
            SHARED.yesOrNo(
                    "client_tags",
                    "Whether clients may tag their calls by the header x-weighbridge-tags, for"
                            + " reports and sums.");

    /// How long a client that left is followed by its usage.
    public static final Setting<Integer> LINGER_MS =
            Setting.of(
                    "gateway.linger_ms",
                    SettingType.number(0, TIMEOUT_MS_MAX),
                    "2000",
                    "milliseconds",
                    "When a client leaves a stream: how long the model server may take to tell the"
                            + " usage before it is let go.");

    /// What is held for a plain answer.
    public static final Setting<Integer> PLAIN_OUTPUT_TOKENS =
            SHARED.plainOutputTokens(
                    "How long an answer that is not streamed may become at most, where neither the"
                            + " client nor the service's default says so.");

    /// The longest body.
    public static final Setting<Integer> BODY_MAX_KIB = SHARED.bodyMaxKib();

    /// All requests together.
    public static final Setting<Integer> BODIES_MAX_KIB =
            SHARED.bodiesMaxKib(
                    "How much of requests may be in memory at the same time, until they"
                            + " are sent on, one key's at most an eighth; what is beyond is"
                            + " answered 503.");

    /// The longest whole answer.
    public static final Setting<Integer> ANSWER_MAX_KIB = SHARED.answerMaxKib();

    /// All whole answers together.
    public static final Setting<Integer> ANSWERS_MAX_KIB =
            SHARED.answersMaxKib(
                    "How much of answers that are not streamed, and of events that carry pictures,"
                            + " may be in memory at the same time; what is beyond is charged, and"
                            + " answered 502.");

    /// Calls at the same time.
    public static final Setting<Integer> CALLS_MAX = SHARED.callsMax();

    /// How long a connection may take.
    public static final Setting<Integer> CONNECT_TIMEOUT_MS =
            timeout(
                    "gateway.connect_timeout_ms",
                    "5000",
                    "How long a connection to the model server may take.");

    /// How long an answer may take to begin.
    public static final Setting<Integer> FIRST_BYTE_TIMEOUT_MS =
            timeout(
                    "gateway.first_byte_timeout_ms",
                    "300000",
                    "How long the model server's answer may take to begin.");

    /// How long nothing may come.
    public static final Setting<Integer> IDLE_TIMEOUT_MS =
            timeout(
                    "gateway.idle_timeout_ms",
                    "60000",
                    "How long the next part of an answer may take, and a client to take what is"
                            + " written to it.");

    /// How long a request may take.
    public static final Setting<Integer> BODY_TIMEOUT_MS =
            timeout(
                    "gateway.body_timeout_ms",
                    "120000",
                    "How long a client may take to send a whole request.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    UPSTREAM,
                    MODELS_FILE,
                    HOST,
                    PORT,
                    TLS,
                    PLAINTEXT,
                    UPSTREAM_KEY,
                    UPSTREAM_KEY_FILE,
                    MAXIMUM_FIELD,
                    REFUSED_FIELDS,
                    TOKENIZERS,
                    HIDES_THINKING,
                    RECEIPTS,
                    CLIENT_TAGS,
                    LINGER_MS,
                    PLAIN_OUTPUT_TOKENS,
                    BODY_MAX_KIB,
                    BODIES_MAX_KIB,
                    ANSWER_MAX_KIB,
                    ANSWERS_MAX_KIB,
                    CALLS_MAX,
                    CONNECT_TIMEOUT_MS,
                    FIRST_BYTE_TIMEOUT_MS,
                    IDLE_TIMEOUT_MS,
                    BODY_TIMEOUT_MS);

    private GatewayTable() {}

    private static Setting<Integer> timeout(String name, String byDefault, String text) {
        return Setting.of(
                name, SettingType.number(1, TIMEOUT_MS_MAX), byDefault, "milliseconds", text);
    }

    /// What is wrong with them together.
    static List<String> problems(SettingValues values, boolean hasCertificate) {
        List<String> problems =
                SharedSettings.problems(
                        values, GatewayModels.areIn(values), HOST, TLS, PLAINTEXT, hasCertificate);
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            GatewayModels.check(values);
        } catch (Fault wrong) {
            return List.of(wrong.text());
        }
        return List.of();
    }

    /// What they say; empty for no gateway.
    ///
    /// @throws Fault INVALID_FIELD when a file that they name is wrong
    static Optional<GatewaySettings> read(SettingValues values) {
        return GatewayModels.areIn(values) ? Optional.of(settings(values)) : Optional.empty();
    }

    private static GatewaySettings settings(SettingValues values) {
        return new GatewaySettings(
                new InetSocketAddress(values.get(HOST), values.get(PORT)),
                GatewayModels.read(values),
                new RequestRules(
                        values.get(MAXIMUM_FIELD),
                        Set.copyOf(List.of(values.get(REFUSED_FIELDS).split(",", -1))),
                        // Each service's own matter.
                        false,
                        Tokenizers.read(values.get(TOKENIZERS)),
                        values.get(LINGER_MS)),
                new Receipts(
                        values.get(ConfigTable.CURRENCY),
                        Receipts.Detail.valueOf(values.get(RECEIPTS).toUpperCase(Locale.ROOT))),
                values.get(CLIENT_TAGS),
                new CallLimits(
                        1_024 * values.get(BODY_MAX_KIB),
                        1_024L * values.get(BODIES_MAX_KIB),
                        1_024 * values.get(ANSWER_MAX_KIB),
                        1_024L * values.get(ANSWERS_MAX_KIB),
                        values.get(CALLS_MAX),
                        values.get(PLAIN_OUTPUT_TOKENS),
                        values.get(ConfigTable.DRAIN_TIMEOUT_MS)),
                values.get(IDLE_TIMEOUT_MS),
                values.get(BODY_TIMEOUT_MS));
    }
}
