package io.weighbridge.backend;

import io.weighbridge.backend.keys.KeySecret;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingTable;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.tls.TlsFiles;
import io.weighbridge.backend.usage.TagKeys;

import java.nio.file.Path;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/// Every setting there is. docs/configuration.md, docs/weighbridge.example.toml, parsing, errors
/// and `weighbridge config check` follow this table; tests hold the first two to it.
public final class ConfigTable {
    static final int EVENT_LOOPS_MAX = 256;

    static final int PORT_MAX = 65_535;

    private static final SharedSettings HTTP = new SharedSettings("http");

    /// Where the data is.
    public static final Setting<Path> DATA_DIRECTORY =
            Setting.of(
                    "data_directory",
                    SettingType.folder(),
                    "data",
                    "",
                    "Where the store, the journal and the secrets are. Relative to the settings"
                            + " file's folder.");

    /// The billing currency.
    public static final Setting<String> CURRENCY =
            Setting.of(
                    "currency",
                    SettingType.text("an ISO 4217 code such as USD", ConfigTable::isCurrency),
                    "USD",
                    "",
                    "The billing currency; kept at the first start, not to be changed after it.");

    /// Where the store is, when it is not in the data directory. A text with a password in it is
    /// refused, and not shown.
    public static final Setting<String> STORE_URL =
            Setting.of(
                    "store.url",
                    new SettingType<>(
                            "postgresql://USER@HOST:PORT/DATABASE, or empty for the data directory",
                            SettingType.Form.TEXT,
                            (text, _) -> storeUrl(text)),
                    "",
                    "",
                    "Where the store is: empty for SQLite in the data directory, else a PostgreSQL"
                            + " database. Without the password.");

    /// The password of the database's user.
    public static final Setting<String> STORE_PASSWORD =
            Setting.secret(
                    "store.password",
                    SettingType.text("a text", _ -> true),
                    "",
                    "The password of the database's user; meant for the environment.");

    /// The same in a file.
    public static final Setting<Optional<Path>> STORE_PASSWORD_FILE =
            Setting.of(
                    "store.password_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Without store.password: this file's first line is the password.");

    /// Address of the gRPC port.
    public static final Setting<String> LISTEN_HOST =
            Setting.of(
                    "listen.host",
                    SettingType.address(),
                    "127.0.0.1",
                    "",
                    "Address of the gRPC port.");

    /// The gRPC port.
    public static final Setting<Integer> LISTEN_PORT =
            Setting.of(
                    "listen.port",
                    SettingType.number(0, PORT_MAX),
                    "7443",
                    "",
                    "The gRPC port; 0 takes any free one, which the ready line tells.");

    /// Threads of the gate.
    public static final Setting<Integer> LISTEN_EVENT_LOOPS =
            Setting.of(
                    "listen.event_loops",
                    SettingType.number(0, EVENT_LOOPS_MAX),
                    "0",
                    "threads",
                    "Threads that serve the gate; 0 is one for every two processors.");

    /// Whether other machines may talk to the gRPC port in the clear.
    public static final Setting<Boolean> LISTEN_PLAINTEXT =
            Setting.of(
                    "listen.plaintext",
                    SettingType.yesOrNo(),
                    "false",
                    "",
                    "Whether an address that is not loopback may be listened on without TLS: keys"
                            + " and tokens are sent in the clear then.");

    /// Whether HTTP is served.
    public static final Setting<Boolean> HTTP_ENABLED =
            Setting.of(
                    "http.enabled",
                    SettingType.yesOrNo(),
                    "true",
                    "",
                    "Whether /livez, /readyz and /metrics are served. They need no token.");

    /// Address of the HTTP port.
    public static final Setting<String> HTTP_HOST = HTTP.host("Address of the HTTP port.");

    /// The HTTP port.
    public static final Setting<Integer> HTTP_PORT = HTTP.port("7444", "The HTTP port");

    /// Whether HTTP uses the certificate.
    public static final Setting<Boolean> HTTP_TLS =
            HTTP.yesOrNo("tls", "Whether HTTP is served over TLS, with the same certificate.");

    /// Whether other machines may talk to the HTTP port in the clear.
    public static final Setting<Boolean> HTTP_PLAINTEXT =
            HTTP.yesOrNo(
                    "plaintext",
                    "Whether an address that is not loopback may be listened on without TLS.");

    /// How long a stop waits before it takes no new calls.
    public static final Setting<Integer> DRAIN_GRACE_MS =
            Setting.of(
                    "drain.grace_ms",
                    SettingType.number(0, 600_000),
                    "0",
                    "milliseconds",
                    "At a stop: how long calls are still taken while health says not to come.");

    /// How long a stop waits for calls.
    public static final Setting<Integer> DRAIN_TIMEOUT_MS =
            Setting.of(
                    "drain.timeout_ms",
                    SettingType.number(0, 600_000),
                    "10000",
                    "milliseconds",
                    "After that: how long calls in flight may take before they are cut off.");

    /// The server's certificate.
    public static final Setting<Optional<Path>> TLS_CERTIFICATE =
            Setting.of(
                    TlsFiles.CERTIFICATE,
                    SettingType.optionalFile(),
                    "",
                    "",
                    "The server's certificate and those that vouch for it (PEM). Read again when it"
                            + " changes.");

    /// Its key.
    public static final Setting<Optional<Path>> TLS_KEY =
            Setting.of(
                    TlsFiles.KEY,
                    SettingType.optionalFile(),
                    "",
                    "",
                    "The certificate's private key (PEM, without a passphrase).");

    /// Who vouches for clients.
    public static final Setting<Optional<Path>> TLS_CLIENT_CA =
            Setting.of(
                    TlsFiles.CLIENT_CA,
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Who vouches for clients' certificates (PEM). With it a proxy must show one"
                            + " beside its credential.");

    /// Who must show a certificate.
    public static final Setting<String> TLS_CLIENTS =
            Setting.of(
                    "tls.require_client_certificate",
                    SettingType.choice("proxies", "all"),
                    "proxies",
                    "",
                    "Who must show a certificate, once tls.client_ca is set: proxies, or all who"
                            + " connect.");

    /// Whether a proxy's certificate must name it.
    public static final Setting<Boolean> TLS_MATCH_PROXY =
            Setting.of(
                    "tls.match_proxy_name",
                    SettingType.yesOrNo(),
                    "false",
                    "",
                    "Whether a proxy's certificate must have the credential's name as its common"
                            + " name or as a DNS name.");

    /// How often the files are looked at.
    public static final Setting<Integer> TLS_RELOAD_S =
            Setting.of(
                    "tls.reload_s",
                    SettingType.number(1, 86_400),
                    "10",
                    "seconds",
                    "How often the files of TLS are looked at.");

    /// How the log reads.
    public static final Setting<String> LOG_FORMAT =
            Setting.of(
                    "log.format",
                    SettingType.choice("text", "json"),
                    "text",
                    "",
                    "How the log reads, on standard error: text for people, or one JSON object a"
                            + " line.");

    /// How API keys begin.
    public static final Setting<String> KEYS_PREFIX =
            Setting.of(
                    "keys.prefix",
                    SettingType.text(
                            "1 to 20 of a-z, 0-9 and '-', beginning with a letter",
                            KeySecret::isPrefix),
                    "wb",
                    "",
                    "New API keys begin with it. Some clients insist on sk-.");

    /// What API keys say next.
    public static final Setting<String> KEYS_ENVIRONMENT =
            Setting.of(
                    "keys.environment",
                    SettingType.text(
                            "1 to 10 of a-z and 0-9, beginning with a letter",
                            KeySecret::isEnvironment),
                    "live",
                    "",
                    "Stands after the prefix of new API keys, as in wb_live_.");

    /// Free disk space below which no new call is admitted; 0 for no minimum.
    public static final Setting<Integer> MIN_FREE_MIB =
            Setting.of(
                    "storage.min_free_mib",
                    SettingType.number(0, 1 << 20),
                    "512",
                    "MiB",
                    "Under so much free disk space no new call is admitted, while those in flight"
                            + " are settled; 0 for no minimum.");

    /// How many days usage records are kept at least; 0 for ever.
    public static final Setting<Integer> USAGE_RECORDS_DAYS =
            Setting.of(
                    "retention.usage_records_days",
                    SettingType.number(0, 36_500),
                    "0",
                    "days",
                    "How long a usage record is kept at least; 0 for ever.");

    /// How many days measured hours of GPUs are kept at least; 0 for ever.
    public static final Setting<Integer> MEASURED_HOURS_DAYS =
            Setting.of(
                    "retention.measured_hours_days",
                    SettingType.number(0, 36_500),
                    "800",
                    "days",
                    "How long measured hours of GPUs and model servers are kept at least; 0 for"
                            + " ever.");

    /// Keys of tags that usage is summed by.
    public static final Setting<List<String>> USAGE_TAG_KEYS =
            Setting.of(
                    "usage.tag_keys",
                    new SettingType<>(
                            "at most 4 keys of tags with a space between them, each 1 to 40 of a-z,"
                                    + " 0-9, '_', '-' and '.'",
                            SettingType.Form.TEXT,
                            (text, _) -> TagKeys.parse(text)),
                    "",
                    "",
                    "Usage is summed by the values of these tags as well, from the next start on;"
                            + " the sums of a key that is taken out are deleted then.");

    /// All of them.
    public static final SettingTable TABLE =
            SettingTable.of(
                            DATA_DIRECTORY,
                            CURRENCY,
                            STORE_URL,
                            STORE_PASSWORD,
                            STORE_PASSWORD_FILE,
                            LISTEN_HOST,
                            LISTEN_PORT,
                            LISTEN_EVENT_LOOPS,
                            LISTEN_PLAINTEXT,
                            HTTP_ENABLED,
                            HTTP_HOST,
                            HTTP_PORT,
                            HTTP_TLS,
                            HTTP_PLAINTEXT,
                            DRAIN_GRACE_MS,
                            DRAIN_TIMEOUT_MS,
                            TLS_CERTIFICATE,
                            TLS_KEY,
                            TLS_CLIENT_CA,
                            TLS_CLIENTS,
                            TLS_MATCH_PROXY,
                            TLS_RELOAD_S,
                            LOG_FORMAT,
                            MIN_FREE_MIB,
                            USAGE_RECORDS_DAYS,
                            MEASURED_HOURS_DAYS,
                            USAGE_TAG_KEYS,
                            KEYS_PREFIX,
                            KEYS_ENVIRONMENT)
                    .with(OidcTable.ALL)
                    .with(GatewayTable.ALL)
                    .with(EnvoyTable.ALL)
                    .with(ForwardAuthTable.ALL)
                    .with(EventsTable.ALL)
                    .with(SubjectTable.ALL)
                    .with(PaymentTable.ALL)
                    .with(PayPageTable.ALL)
                    .with(StripeTable.ALL)
                    .with(BtcpayTable.ALL)
                    .with(AlertTable.ALL)
                    .with(ComputeTable.ALL);

    private ConfigTable() {}

    private static String storeUrl(String text) {
        return text.isEmpty() ? "" : PostgresAddress.parse("store.url", text, null).url();
    }

    private static boolean isCurrency(String code) {
        try {
            return !Currency.getInstance(code).getCurrencyCode().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
