package io.weighbridge.backend;

import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.grpc.ProxyCertificates;
import io.weighbridge.backend.proxies.events.EventsSettings;
import io.weighbridge.backend.proxies.events.SpanSide;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The settings of the port where usage is told after the fact, a part of [ConfigTable].
public final class EventsTable {
    private static final SharedSettings SHARED = new SharedSettings("events");

    /// Whether there is such a port.
    public static final Setting<Boolean> ENABLED =
            SHARED.yesOrNo(
                    "enabled",
                    "Whether usage that was not authorised here may be told afterwards, to be"
                            + " charged (docs/proxies/events.md).");

    /// Its address.
    public static final Setting<String> HOST = SHARED.host("Address of the port for usage events.");

    /// Its port.
    public static final Setting<Integer> PORT = SHARED.port("7448", "The port for usage events");

    /// Whether it uses the certificate.
    public static final Setting<Boolean> TLS =
            SHARED.yesOrNo(
                    "tls",
                    "Whether the port for usage events is served over TLS, with the same"
                            + " certificate.");

    /// Whether other machines may talk to it in the clear.
    public static final Setting<Boolean> PLAINTEXT = SHARED.plaintext();

    /// Whether spans are taken by gRPC.
    public static final Setting<Boolean> GRPC =
            SHARED.yesOrNo(
                    "grpc",
                    "Whether spans of OpenTelemetry are taken by gRPC too, at a port of its own,"
                            + " over TLS where this one is.");

    /// Where.
    public static final Setting<Integer> GRPC_PORT =
            Setting.of(
                    "events.grpc_port",
                    SettingType.number(0, ConfigTable.PORT_MAX),
                    "4317",
                    "",
                    "The port for spans by gRPC; 0 takes any free one.");

    /// Whose spans are charged.
    public static final Setting<String> SPANS =
            Setting.of(
                    "events.spans",
                    SettingType.choice("client", "server", "internal"),
                    "client",
                    "",
                    "Whose spans are charged: both sides of a call write one. Those of the other"
                            + " kinds are passed over.");

    /// How old an event may be.
    public static final Setting<Integer> AGE_MAX_DAYS =
            Setting.of(
                    "events.age_max_days",
                    SettingType.number(1, 3_650),
                    "35",
                    "days",
                    "How long ago usage may have happened that is told; older is refused.");

    /// The longest request.
    public static final Setting<Integer> BODY_MAX_KIB =
            SHARED.kib(
                    "body_max_kib",
                    1 << 16,
                    "4096",
                    "The longest request with events, unpacked. It has at most 1000 of them; of"
                            + " spans with usage, 10000.");

    /// All requests together.
    public static final Setting<Integer> BODIES_MAX_KIB =
            SHARED.kib(
                    "bodies_max_kib",
                    1 << 24,
                    "131072",
                    "How much of requests may be read at the same time, of one credential at most"
                            + " an eighth; what is beyond is answered 503.");

    /// Connections at the same time.
    public static final Setting<Integer> CONNECTIONS_MAX =
            Setting.of(
                    "events.connections_max",
                    SettingType.number(1, 100_000),
                    "1024",
                    "connections",
                    "How many connections may be open at the same time.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    ENABLED,
                    HOST,
                    PORT,
                    TLS,
                    PLAINTEXT,
                    GRPC,
                    GRPC_PORT,
                    SPANS,
                    AGE_MAX_DAYS,
                    BODY_MAX_KIB,
                    BODIES_MAX_KIB,
                    CONNECTIONS_MAX);

    private EventsTable() {}

    /// What is wrong with them together.
    static List<String> problems(
            SettingValues values, boolean hasCertificate, boolean hasClientCa) {
        List<String> problems = new ArrayList<>();
        boolean isEnabled = values.get(ENABLED);
        if (isEnabled && values.get(GRPC) && !values.get(TLS) && hasClientCa) {
            problems.add(values.problem(TLS, "true where tls.client_ca is set"));
        }
        problems.addAll(
                SharedSettings.problems(values, isEnabled, HOST, TLS, PLAINTEXT, hasCertificate));
        return problems;
    }

    /// How old an event may be.
    static long ageMaxMs(Config config) {
        return Duration.ofDays(config.get(AGE_MAX_DAYS)).toMillis();
    }

    /// What they say; empty for no such port.
    static Optional<EventsSettings> read(Config config) {
        if (!config.get(ENABLED)) {
            return Optional.empty();
        }
        return Optional.of(
                new EventsSettings(
                        new InetSocketAddress(config.get(HOST), config.get(PORT)),
                        config.proxyCertificates() == ProxyCertificates.NONE,
                        SpanSide.valueOf(config.get(SPANS).toUpperCase(Locale.ROOT)),
                        config.currency().equals("USD"),
                        1_024 * config.get(BODY_MAX_KIB),
                        1_024L * config.get(BODIES_MAX_KIB),
                        config.get(CONNECTIONS_MAX)));
    }
}
