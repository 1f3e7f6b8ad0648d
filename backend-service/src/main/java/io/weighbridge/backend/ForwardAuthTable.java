package io.weighbridge.backend;

import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.grpc.ProxyCertificates;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.proxies.forwardauth.Estimates;
import io.weighbridge.backend.proxies.forwardauth.ForwardAuthSettings;
import io.weighbridge.backend.proxies.forwardauth.PathRules;
import io.weighbridge.model.Units;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of the port for proxies that ask over HTTP, a part of [ConfigTable].
public final class ForwardAuthTable {
    private static final SharedSettings SHARED = new SharedSettings("forward_auth");
    private static final int TOKENS_MAX = 100_000_000;

    /// Whether there is such a port.
    public static final Setting<Boolean> ENABLED =
            SHARED.yesOrNo(
                    "enabled",
                    "Whether proxies may ask about each call over HTTP: NGINX, Caddy, Traefik,"
                            + " HAProxy.");

    /// Its address.
    public static final Setting<String> HOST = SHARED.host("Address of the port for proxies.");

    /// Its port.
    public static final Setting<Integer> PORT = SHARED.port("7446", "The port for proxies");

    /// Whether it uses the certificate.
    public static final Setting<Boolean> TLS =
            SHARED.yesOrNo(
                    "tls",
                    "Whether the port for proxies is served over TLS, with the same certificate.");

    /// Whether other machines may talk to it in the clear.
    public static final Setting<Boolean> PLAINTEXT = SHARED.plaintext();

    /// Under whose name.
    public static final Setting<String> PROXY =
            Setting.of(
                    "forward_auth.proxy",
                    SettingType.text(
                            "the name of a proxy credential", text -> text.matches("[!-~]{1,60}")),
                    "forward-auth",
                    "",
                    "The proxy credential that calls are admitted under; who has its secret may"
                            + " report what they used. Without it no call is admitted.");

    /// Who is believed.
    public static final Setting<List<IpNetwork>> TRUSTED_PROXIES =
            Setting.of(
                    "forward_auth.trusted_proxies",
                    SharedSettings.networks(),
                    "127.0.0.1 ::1",
                    "",
                    "Proxies that are believed which address a client has: the last element of"
                            + " X-Forwarded-For. Of others their own address counts.");

    /// Where calls go.
    public static final Setting<PathRules> PATHS =
            Setting.of(
                    "forward_auth.paths",
                    new SettingType<>(
                            "PATH=SERVICE with spaces between, such as"
                                    + " /v1/chat=qwen /v1/embeddings=bge",
                            SettingType.Form.TEXT,
                            (text, _) -> PathRules.parse(text)),
                    "",
                    "",
                    "The service of each path and what is below it, where the proxy's configuration"
                            + " does not name the service; the longest path wins.");

    /// What is held for a prompt.
    public static final Setting<Integer> INPUT_TOKENS =
            Setting.of(
                    "forward_auth.input_tokens",
                    SettingType.number(1, TOKENS_MAX),
                    "8192",
                    "tokens",
                    "What is held for the input of a text or embedding, which the gate does not"
                            + " see.");

    /// What is held for an answer.
    public static final Setting<Integer> OUTPUT_TOKENS =
            Setting.of(
                    "forward_auth.output_tokens",
                    SettingType.number(1, TOKENS_MAX),
                    "4096",
                    "tokens",
                    "What is held for the output of a text, where the service has no default.");

    /// What is held for single services.
    public static final Setting<Map<String, Units>> ESTIMATES =
            Setting.of(
                    "forward_auth.estimates",
                    new SettingType<>(
                            "SERVICE unit=count unit=count with semicolons between, such as"
                                    + " flux images=4; whisper audio_milliseconds=600000",
                            SettingType.Form.TEXT,
                            (text, _) -> Estimates.parse(text)),
                    "",
                    "",
                    "What is held for a call of these services instead.");

    /// When an answer is too late.
    public static final Setting<Integer> ANSWER_MS =
            Setting.of(
                    "forward_auth.answer_ms",
                    SettingType.number(1, 60_000),
                    "1500",
                    "ms",
                    "An answer that took longer admits nothing and holds nothing, as the proxy may"
                            + " have given up: below the time that it waits.");

    /// Who the call is for.
    public static final Setting<String> SUBJECT_HEADER =
            Setting.of(
                    "forward_auth.subject_header",
                    SettingType.text(
                            "the name of a header that is not ours, or empty for none",
                            ForwardAuthTable::isHeader),
                    "",
                    "",
                    "The header of a request that names its end user; only where the proxy sets it,"
                            + " or your clients may be believed.");

    /// The longest report.
    public static final Setting<Integer> REPORT_MAX_KIB =
            Setting.of(
                    "forward_auth.report_max_kib",
                    SettingType.number(1, 1 << 16),
                    "1024",
                    "KiB",
                    "The longest report of usage; it has at most 1000 items.");

    /// Connections at the same time.
    public static final Setting<Integer> CONNECTIONS_MAX =
            Setting.of(
                    "forward_auth.connections_max",
                    SettingType.number(1, 100_000),
                    "4096",
                    "connections",
                    "How many connections proxies may have open at the same time.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    ENABLED,
                    HOST,
                    PORT,
                    TLS,
                    PLAINTEXT,
                    PROXY,
                    TRUSTED_PROXIES,
                    PATHS,
                    INPUT_TOKENS,
                    OUTPUT_TOKENS,
                    ESTIMATES,
                    ANSWER_MS,
                    SUBJECT_HEADER,
                    REPORT_MAX_KIB,
                    CONNECTIONS_MAX);

    private ForwardAuthTable() {}

    private static boolean isHeader(String text) {
        return text.matches("([A-Za-z0-9-]{1,60})?")
                && !text.regionMatches(true, 0, "x-weighbridge-", 0, 14);
    }

    /// What is wrong with them together.
    static List<String> problems(SettingValues values, boolean hasCertificate) {
        return SharedSettings.problems(
                values, values.get(ENABLED), HOST, TLS, PLAINTEXT, hasCertificate);
    }

    /// How settings are read.
    interface Values {
        <T> T get(Setting<T> setting);
    }

    /// What is held where nothing but the service is known.
    static Estimates estimates(Values values) {
        return new Estimates(
                values.get(INPUT_TOKENS), values.get(OUTPUT_TOKENS), values.get(ESTIMATES));
    }

    /// What they say; empty for no such port.
    static Optional<ForwardAuthSettings> read(Config config) {
        if (!config.get(ENABLED)) {
            return Optional.empty();
        }
        return Optional.of(
                new ForwardAuthSettings(
                        new InetSocketAddress(config.get(HOST), config.get(PORT)),
                        config.get(PROXY),
                        config.get(TRUSTED_PROXIES),
                        config.get(PATHS),
                        estimates(config::get),
                        config.get(ANSWER_MS),
                        config.get(SUBJECT_HEADER),
                        config.proxyCertificates() == ProxyCertificates.NONE,
                        1_024 * config.get(REPORT_MAX_KIB),
                        config.get(CONNECTIONS_MAX)));
    }
}
