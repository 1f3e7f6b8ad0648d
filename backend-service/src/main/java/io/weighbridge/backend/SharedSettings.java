package io.weighbridge.backend;

import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.proxies.tokens.Tokenizers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Settings that several tables have alike, each under a prefix of its own: a port, and the bounds
/// of the calls that are served at it.
///
/// @param prefix of their names, without the dot
record SharedSettings(String prefix) {
    private static final int BODY_KIB_MOST = 1 << 20;
    private static final int BODIES_KIB_MOST = 1 << 30;

    Setting<Boolean> yesOrNo(String name, String text) {
        return Setting.of(named(name), SettingType.yesOrNo(), "false", "", text);
    }

    Setting<String> host(String text) {
        return Setting.of(named("host"), SettingType.address(), "127.0.0.1", "", text);
    }

    Setting<Integer> port(String byDefault, String text) {
        return Setting.of(
                named("port"),
                SettingType.number(0, ConfigTable.PORT_MAX),
                byDefault,
                "",
                text + "; 0 takes any free one.");
    }

    Setting<Boolean> plaintext() {
        return yesOrNo(
                "plaintext",
                "Whether an address that is not loopback may be listened on without TLS: keys"
                        + " are sent in the clear then.");
    }

    Setting<String> maximumField(String text) {
        return Setting.of(
                named("maximum_field"),
                SettingType.choice("max_tokens", "max_completion_tokens"),
                "max_tokens",
                "",
                text);
    }

    Setting<String> refusedFields(String text) {
        return Setting.of(
                named("refused_fields"),
                SettingType.text(
                        "names in small letters with commas between, or empty for none",
                        names -> names.matches("([a-z0-9_]+(,[a-z0-9_]+)*)?")),
                "",
                "",
                text);
    }

    Setting<String> tokenizers(String text) {
        return Setting.of(
                named("tokenizers"),
                SettingType.text(Tokenizers.EXPECTED, Tokenizers::areIn),
                "",
                "",
                text);
    }

    Setting<Integer> plainOutputTokens(String text) {
        return Setting.of(
                named("plain_output_tokens"),
                SettingType.number(1, 10_000_000),
                "4096",
                "tokens",
                text);
    }

    Setting<Integer> bodyMaxKib() {
        return kib("body_max_kib", BODY_KIB_MOST, "10240", "The longest body of a request.");
    }

    Setting<Integer> bodiesMaxKib(String text) {
        return kib("bodies_max_kib", BODIES_KIB_MOST, "262144", text);
    }

    Setting<Integer> answerMaxKib() {
        return kib(
                "answer_max_kib",
                BODY_KIB_MOST,
                "65536",
                "The longest answer that is not streamed.");
    }

    Setting<Integer> answersMaxKib(String text) {
        return kib("answers_max_kib", BODIES_KIB_MOST, "262144", text);
    }

    Setting<Integer> callsMax() {
        return Setting.of(
                named("calls_max"),
                SettingType.number(1, 100_000),
                "2048",
                "calls",
                "How many calls may be open at the same time; more are answered 503.");
    }

    /// Networks; an empty text means none.
    static SettingType<List<IpNetwork>> networks() {
        return new SettingType<>(
                "networks with a space between them, such as 10.1.0.0/16",
                SettingType.Form.TEXT,
                (text, _) -> networks(text));
    }

    private static @Nullable List<IpNetwork> networks(String text) {
        List<IpNetwork> networks = new ArrayList<>();
        for (String each : text.strip().split("\\s+")) {
            if (!each.isEmpty()) {
                try {
                    networks.add(IpNetwork.parse("network", each));
                } catch (Fault notOne) {
                    return null;
                }
            }
        }
        return networks;
    }

    Setting<Integer> kib(String name, int most, String byDefault, String text) {
        return Setting.of(named(name), SettingType.number(1, most), byDefault, "KiB", text);
    }

    private String named(String name) {
        return prefix + "." + name;
    }

    /// What is wrong with the port: there is no certificate for it, or others could read along.
    ///
    /// @param isServed whether there is such a port
    static List<String> problems(
            SettingValues values,
            boolean isServed,
            Setting<String> host,
            Setting<Boolean> tls,
            Setting<Boolean> plaintext,
            boolean hasCertificate) {
        if (values.get(tls)) {
            return hasCertificate
                    ? List.of()
                    : List.of(values.problem(tls, "false unless tls.certificate is set"));
        }
        if (!isServed || values.get(plaintext) || Config.isLoopback(values.get(host))) {
            return List.of();
        }
        return List.of(
                values.problem(
                        host,
                        "a loopback address (127.0.0.1, ::1) without TLS; "
                                + tls.name()
                                + " = true, or "
                                + plaintext.name()
                                + " = true, allow others"));
    }
}
