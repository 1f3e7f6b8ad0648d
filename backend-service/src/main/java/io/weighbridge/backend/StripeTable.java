package io.weighbridge.backend;

import io.weighbridge.backend.operators.oidc.ProviderAddress;
import io.weighbridge.backend.payments.stripe.StripeSettings;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The settings of cards through Stripe, a part of [ConfigTable].
public final class StripeTable {
    /// Our key there.
    public static final Setting<String> SECRET_KEY =
            Setting.secret(
                    StripeSettings.SECRET_KEY,
                    SettingType.text("a text", _ -> true),
                    "",
                    "Stripe's secret or restricted key; with it, or its file, customers can pay by"
                            + " card. Meant for the environment.");

    /// The same in a file.
    public static final Setting<Optional<Path>> SECRET_KEY_FILE =
            Setting.of(
                    "stripe.secret_key_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Without stripe.secret_key: this file's first line is the key.");

    /// What webhooks are signed with.
    public static final Setting<String> WEBHOOK_SECRETS =
            Setting.secret(
                    StripeSettings.WEBHOOK_SECRETS,
                    SettingType.text("a text", _ -> true),
                    "",
                    "The signing secret (whsec_…) of the webhook endpoint at Stripe; while it is"
                            + " being changed both, with a space between them.");

    /// The same in a file.
    public static final Setting<Optional<Path>> WEBHOOK_SECRETS_FILE =
            Setting.of(
                    "stripe.webhook_secrets_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Without stripe.webhook_secrets: this file's lines are the secrets.");

    /// Whether money is real.
    public static final Setting<String> MODE =
            Setting.of(
                    "stripe.mode",
                    SettingType.choice("test", "live"),
                    "test",
                    "",
                    "Whether real money moves. The key must be of this mode, and events of the"
                            + " other are passed over.");

    /// Where Stripe is.
    public static final Setting<String> API_URL =
            Setting.of(
                    "stripe.api_url",
                    SettingType.text(
                            "an https URL without query, or http on this machine",
                            ProviderAddress::isIssuer),
                    "https://api.stripe.com",
                    "",
                    "Where Stripe's API is; another address only for a stand-in.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    SECRET_KEY,
                    SECRET_KEY_FILE,
                    WEBHOOK_SECRETS,
                    WEBHOOK_SECRETS_FILE,
                    MODE,
                    API_URL);

    private StripeTable() {}

    /// What they say; empty for no cards.
    ///
    /// @throws Fault INVALID_FIELD when a secret is missing, too short or unreadable, or the key
    ///     is of the other mode, or test mode would sell to strangers
    static Optional<StripeSettings> read(Config config) {
        String key =
                GivenSecret.find(
                        config.get(SECRET_KEY),
                        SECRET_KEY_FILE.name(),
                        config.get(SECRET_KEY_FILE).orElse(null));
        List<String> webhookSecrets = webhookSecrets(config);
        // Half of it is a mistake, and not the wish to have no cards.
        if (key == null && webhookSecrets.isEmpty()) {
            return Optional.empty();
        }
        StripeSettings settings =
                new StripeSettings(
                        key == null ? "" : key,
                        webhookSecrets,
                        config.get(MODE).equals("live"),
                        URI.create(config.get(API_URL)));
        if (!settings.live() && isPublic(config) && !config.get(PayPageTable.DEMONSTRATION)) {
            throw Fault.invalid(
                    MODE.name(),
                    "test",
                    "live, or payments.demonstration = true, or a payments.public_url on this"
                            + " machine: in test mode anybody buys credit with the number of a"
                            + " test card");
        }
        return Optional.of(settings);
    }

    // Whether others than who runs it can buy.
    private static boolean isPublic(Config config) {
        String page = config.get(PaymentTable.PUBLIC_URL);
        return !page.isEmpty()
                && !Set.of("localhost", "127.0.0.1").contains(URI.create(page).getHost());
    }

    private static List<String> webhookSecrets(Config config) {
        String given = config.get(WEBHOOK_SECRETS);
        Optional<Path> file = config.get(WEBHOOK_SECRETS_FILE);
        if (!given.isEmpty() || file.isEmpty()) {
            return words(given);
        }
        try {
            return words(Files.readString(file.get()));
        } catch (IOException e) {
            throw Fault.invalid(
                    WEBHOOK_SECRETS_FILE.name(),
                    file.get(),
                    "a readable file with a secret in each line");
        }
    }

    private static List<String> words(String text) {
        return List.of(text.split("\\s+")).stream().filter(each -> !each.isEmpty()).toList();
    }
}
