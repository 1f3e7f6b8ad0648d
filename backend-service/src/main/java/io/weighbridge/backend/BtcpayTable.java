package io.weighbridge.backend;

import io.weighbridge.backend.payments.btcpay.BtcpaySettings;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.fault.Fault;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The settings of payments by Bitcoin through a BTCPay Server, a part of [ConfigTable].
public final class BtcpayTable {
    private static final int MINUTES_OF_90_DAYS = 129_600;

    /// Where it is.
    public static final Setting<String> URL =
            Setting.of(
                    "btcpay.url",
                    address(),
                    "",
                    "",
                    "Where the BTCPay Server is that takes payments by Bitcoin; empty: none are"
                            + " taken.");

    /// Whether others may read along.
    public static final Setting<Boolean> PLAINTEXT =
            Setting.of(
                    "btcpay.plaintext",
                    SettingType.yesOrNo(),
                    "false",
                    "",
                    "Whether btcpay.url may be http on another machine: the API key is sent in the"
                            + " clear then.");

    /// Where customers see it.
    public static final Setting<String> PUBLIC_URL =
            Setting.of(
                    "btcpay.public_url",
                    address(),
                    "",
                    "",
                    "Where customers see it, if that is not btcpay.url.");

    /// The store.
    public static final Setting<String> STORE_ID =
            Setting.of(
                    "btcpay.store_id",
                    SettingType.text(
                            "at most 100 letters and digits",
                            text -> text.matches("[A-Za-z0-9]{0,100}")),
                    "",
                    "",
                    "The id of the store there that invoices are made in.");

    /// Our key there.
    public static final Setting<String> API_KEY =
            Setting.secret(
                    "btcpay.api_key",
                    SettingType.text(
                            BtcpaySettings.API_KEY_EXPECTED + ", or empty",
                            text -> text.isEmpty() || BtcpaySettings.isApiKey(text)),
                    "",
                    "An API key that may create and view the store's invoices; meant for the"
                            + " environment.");

    /// The same in a file.
    public static final Setting<Optional<Path>> API_KEY_FILE =
            Setting.of(
                    "btcpay.api_key_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Without btcpay.api_key: this file's first line is the key.");

    /// What webhooks are signed with.
    public static final Setting<String> WEBHOOK_SECRET =
            Setting.secret(
                    "btcpay.webhook_secret",
                    SettingType.text(
                            BtcpaySettings.SECRETS_EXPECTED + ", or empty",
                            text ->
                                    text.isEmpty()
                                            || BtcpaySettings.areSecrets(List.of(text.split(" ")))),
                    "",
                    "The secret that BTCPay signs its webhooks with; while it is changed, the new"
                            + " and the old one. Meant for the environment.");

    /// The same in a file.
    public static final Setting<Optional<Path>> WEBHOOK_SECRET_FILE =
            Setting.of(
                    "btcpay.webhook_secret_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Without btcpay.webhook_secret: this file's first line is the secret.");

    /// When a payment counts.
    public static final Setting<String> CONFIRMATIONS =
            Setting.of(
                    "btcpay.confirmations",
                    SettingType.choice("1", "2", "6"),
                    "1",
                    "",
                    "After how many blocks a payment counts. Lightning counts at once.");

    /// How long a rate holds.
    public static final Setting<Integer> EXPIRATION_MINUTES =
            Setting.of(
                    "btcpay.expiration_minutes",
                    SettingType.number(1, 1_440),
                    "15",
                    "minutes",
                    "How long an invoice is to be paid at its rate.");

    /// How long late payments are looked for.
    public static final Setting<Integer> MONITORING_MINUTES =
            Setting.of(
                    "btcpay.monitoring_minutes",
                    SettingType.number(60, MINUTES_OF_90_DAYS),
                    "1440",
                    "minutes",
                    "How long after that BTCPay looks for late payments and blocks; what arrives"
                            + " later still it does not see.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    URL,
                    PLAINTEXT,
                    PUBLIC_URL,
                    STORE_ID,
                    API_KEY,
                    API_KEY_FILE,
                    WEBHOOK_SECRET,
                    WEBHOOK_SECRET_FILE,
                    CONFIRMATIONS,
                    EXPIRATION_MINUTES,
                    MONITORING_MINUTES);

    private BtcpayTable() {}

    private static SettingType<String> address() {
        return SettingType.text(
                "an http or https URL without user and query, or empty for none",
                text -> text.isEmpty() || BtcpaySettings.isAddress(text));
    }

    /// What is wrong with them together.
    static List<String> problems(SettingValues values) {
        List<String> problems = new ArrayList<>();
        String url = values.get(URL);
        if (url.isEmpty()) {
            return problems;
        }
        if (!BtcpaySettings.isPrivate(URI.create(url)) && !values.get(PLAINTEXT)) {
            problems.add(
                    values.problem(URL, "https, http on this machine, or btcpay.plaintext = true"));
        }
        if (values.get(STORE_ID).isEmpty()) {
            problems.add(values.problem(STORE_ID, "the id of a store, as btcpay.url is set"));
        }
        if (values.get(API_KEY).isEmpty() && values.get(API_KEY_FILE).isEmpty()) {
            problems.add(
                    values.problem(API_KEY, "a key, or btcpay.api_key_file, as btcpay.url is set"));
        }
        if (values.get(WEBHOOK_SECRET).isEmpty() && values.get(WEBHOOK_SECRET_FILE).isEmpty()) {
            problems.add(
                    values.problem(
                            WEBHOOK_SECRET,
                            "a secret, or btcpay.webhook_secret_file, as btcpay.url is set: without"
                                    + " one anybody could tell of payments"));
        }
        return problems;
    }

    /// What they say; empty for no Bitcoin.
    ///
    /// @throws Fault INVALID_FIELD when a file cannot be read, or what is in it is too short
    static Optional<BtcpaySettings> read(Config config) {
        String url = config.get(URL);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        String seen = config.get(PUBLIC_URL);
        return Optional.of(
                new BtcpaySettings(
                        URI.create(url),
                        URI.create(seen.isEmpty() ? url : seen),
                        config.get(STORE_ID),
                        secret(config, API_KEY, API_KEY_FILE),
                        List.of(secret(config, WEBHOOK_SECRET, WEBHOOK_SECRET_FILE).split(" ")),
                        Integer.parseInt(config.get(CONFIRMATIONS)),
                        config.get(EXPIRATION_MINUTES),
                        config.get(MONITORING_MINUTES)));
    }

    private static String secret(
            Config config, Setting<String> given, Setting<Optional<Path>> file) {
        String found =
                GivenSecret.find(config.get(given), file.name(), config.get(file).orElse(null));
        return found == null ? "" : found;
    }
}
