package io.weighbridge.backend;

import io.weighbridge.backend.payments.page.PageSettings;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// The settings of the port where customers pay and providers tell, a part of [ConfigTable].
public final class PayPageTable {
    private static final SharedSettings SHARED = new SharedSettings("payments");
    private static final int CONNECTIONS_MOST = 100_000;

    /// Its address.
    public static final Setting<String> HOST =
            SHARED.host("Address of the port for customers' orders and providers' webhooks.");

    /// Its port.
    public static final Setting<Integer> PORT =
            SHARED.port("7449", "The port for customers' orders and providers' webhooks");

    /// Whether it uses the certificate.
    public static final Setting<Boolean> TLS =
            SHARED.yesOrNo(
                    "tls",
                    "Whether that port is served over TLS, with the same certificate; false behind"
                            + " a proxy that does it.");

    /// Whether other machines may talk to it in the clear.
    public static final Setting<Boolean> PLAINTEXT =
            SHARED.yesOrNo(
                    "plaintext",
                    "Whether an address that is not loopback may be listened on without TLS: the"
                            + " links to orders are sent in the clear then.");

    /// Who sells.
    public static final Setting<String> SELLER =
            Setting.of(
                    "payments.seller",
                    SettingType.text(
                            "1 to 8 lines with a semicolon between them, 400 characters at most",
                            PayPageTable::isSeller),
                    "Weighbridge",
                    "",
                    "Who sells: name and address, as they stand on pages and receipts, with a"
                            + " semicolon between lines; the first line is the name.");

    /// Whether it is only shown how it would be.
    public static final Setting<Boolean> DEMONSTRATION =
            SHARED.yesOrNo(
                    "demonstration", "Whether every page and receipt says that no money moves.");

    /// Connections at the same time.
    public static final Setting<Integer> CONNECTIONS_MAX =
            Setting.of(
                    "payments.connections_max",
                    SettingType.number(1, CONNECTIONS_MOST),
                    "1024",
                    "connections",
                    "How many connections customers and providers may have open at the same time.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(HOST, PORT, TLS, PLAINTEXT, SELLER, DEMONSTRATION, CONNECTIONS_MAX);

    private PayPageTable() {}

    private static boolean isSeller(String text) {
        return text.length() <= 400
                && lines(text).size() <= 8
                && lines(text).stream().allMatch(line -> line.matches("\\P{Cntrl}+"));
    }

    private static List<String> lines(String text) {
        return List.of(text.split(";", -1)).stream().map(String::strip).toList();
    }

    /// What is wrong with them together.
    static List<String> problems(SettingValues values, boolean hasCertificate) {
        return SharedSettings.problems(
                values,
                !values.get(PaymentTable.PUBLIC_URL).isEmpty(),
                HOST,
                TLS,
                PLAINTEXT,
                hasCertificate);
    }

    /// What they say; empty when nothing is sold.
    static Optional<PageSettings> read(Config config) {
        if (config.get(PaymentTable.PUBLIC_URL).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new PageSettings(
                        new InetSocketAddress(config.get(HOST), config.get(PORT)),
                        lines(config.get(SELLER)),
                        config.get(CONNECTIONS_MAX),
                        config.get(DEMONSTRATION)));
    }
}
