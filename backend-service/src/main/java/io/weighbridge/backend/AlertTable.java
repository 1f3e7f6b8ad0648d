package io.weighbridge.backend;

import io.weighbridge.backend.alerts.AlertSettings;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.http.GuardedSocketsHttp;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The settings of alerts, a part of [ConfigTable].
public final class AlertTable {
    private static final SharedSettings SHARED = new SharedSettings("alerts");

    /// In whose name.
    public static final Setting<String> SENDER =
            Setting.of(
                    "alerts.sender",
                    SettingType.text(
                            "1 to 60 characters", text -> text.matches("\\P{Cntrl}{1,60}")),
                    "Weighbridge",
                    "",
                    "What alerts call you, in the subject of mails.");

    /// Who takes mail.
    public static final Setting<String> MAIL_HOST =
            Setting.of(
                    "alerts.mail_host",
                    SettingType.text(
                            "the name of a host, or empty for none",
                            text -> text.matches("[A-Za-z0-9.:-]{0,253}")),
                    "",
                    "",
                    "The mail server that alerts are handed to; empty: none by mail.");

    /// Where.
    public static final Setting<Integer> MAIL_PORT =
            Setting.of(
                    "alerts.mail_port",
                    SettingType.number(1, ConfigTable.PORT_MAX),
                    "587",
                    "",
                    "The mail server's port.");

    /// How guarded.
    public static final Setting<String> MAIL_SECURITY =
            Setting.of(
                    "alerts.mail_security",
                    SettingType.choice("starttls", "tls", "none"),
                    "starttls",
                    "",
                    "How the way to the mail server is guarded: by TLS that is asked for, by TLS"
                            + " from the start, or not at all.");

    /// Our name there.
    public static final Setting<String> MAIL_USER =
            Setting.of(
                    "alerts.mail_user",
                    SettingType.text("at most 200 characters", text -> text.length() <= 200),
                    "",
                    "",
                    "The user at the mail server; empty: it needs none.");

    /// Our secret there.
    public static final Setting<String> MAIL_PASSWORD =
            Setting.secret(
                    "alerts.mail_password",
                    SettingType.text("a text", _ -> true),
                    "",
                    "The password of the user at the mail server; meant for the environment.");

    /// The same in a file.
    public static final Setting<Optional<Path>> MAIL_PASSWORD_FILE =
            Setting.of(
                    "alerts.mail_password_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Without alerts.mail_password: this file's first line is the password.");

    /// Our address.
    public static final Setting<String> MAIL_FROM =
            Setting.of(
                    "alerts.mail_from",
                    SettingType.text(
                            "a mail address, or empty for none",
                            text -> text.isEmpty() || AlertSettings.isAddress(text)),
                    "",
                    "",
                    "The address that mails come from.");

    /// Whether other than the internet.
    public static final Setting<Boolean> PRIVATE_WEBHOOKS =
            SHARED.yesOrNo(
                    "private_webhooks",
                    "Whether webhooks may go to addresses of your own networks too, and without"
                            + " TLS. Who may add a contact can then reach what this machine can.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    SENDER,
                    MAIL_HOST,
                    MAIL_PORT,
                    MAIL_SECURITY,
                    MAIL_USER,
                    MAIL_PASSWORD,
                    MAIL_PASSWORD_FILE,
                    MAIL_FROM,
                    PRIVATE_WEBHOOKS);

    private AlertTable() {}

    /// What is wrong with them together.
    static List<String> problems(SettingValues values) {
        List<String> problems = new ArrayList<>();
        String host = values.get(MAIL_HOST);
        if (!host.isEmpty() && values.get(MAIL_FROM).isEmpty()) {
            problems.add(values.problem(MAIL_HOST, "alerts.mail_from beside it"));
        }
        boolean isBare =
                values.get(MAIL_SECURITY).equals("none") && !values.get(MAIL_USER).isEmpty();
        if (isBare && !GuardedSocketsHttp.isLoopback(host)) {
            problems.add(
                    values.problem(
                            MAIL_SECURITY,
                            "starttls or tls, as a password would go in clear to another machine"));
        }
        return problems;
    }

    /// What they say.
    ///
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when the file with the
    ///     password cannot be read
    static AlertSettings read(SettingValues values) {
        return new AlertSettings(values.get(SENDER), mail(values), values.get(PRIVATE_WEBHOOKS));
    }

    private static AlertSettings.@Nullable MailSettings mail(SettingValues values) {
        if (values.get(MAIL_HOST).isEmpty()) {
            return null;
        }
        return new AlertSettings.MailSettings(
                values.get(MAIL_HOST),
                values.get(MAIL_PORT),
                switch (values.get(MAIL_SECURITY)) {
                    case "none" -> AlertSettings.Security.NONE;
                    case "tls" -> AlertSettings.Security.TLS;
                    default -> AlertSettings.Security.STARTTLS;
                },
                values.get(MAIL_USER),
                Objects.requireNonNullElse(
                        GivenSecret.find(
                                values.get(MAIL_PASSWORD),
                                MAIL_PASSWORD_FILE.name(),
                                values.get(MAIL_PASSWORD_FILE).orElse(null)),
                        ""),
                values.get(MAIL_FROM));
    }
}
