package io.weighbridge.backend.payments.stripe;

import io.weighbridge.backend.platform.fault.Fault;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/// How this installation is known at Stripe. Holds secrets: its text shows none of them.
///
/// @param secretKey of the mode below
/// @param webhookSecrets of the endpoint: more than one while it is being changed
/// @param live whether real money moves
/// @param api Stripe's address, or a fake's
public record StripeSettings(String secretKey, List<String> webhookSecrets, boolean live, URI api) {
    /// Names of the settings, for texts.
    public static final String SECRET_KEY = "stripe.secret_key";

    /// The same.
    public static final String WEBHOOK_SECRETS = "stripe.webhook_secrets";

    // Each is tried on every webhook.
    private static final int SECRETS_MAX = 5;
    private static final Pattern KEY = Pattern.compile("(sk|rk)_(test|live)_[A-Za-z0-9_]{8,250}");
    private static final Pattern WEBHOOK_SECRET = Pattern.compile("whsec_[!-~]{16,250}");

    /// @throws Fault INVALID_FIELD when a secret is missing, too short or of the other mode
    public StripeSettings {
        webhookSecrets = List.copyOf(webhookSecrets);
        if (!KEY.matcher(secretKey).matches()) {
            throw Fault.invalid(
                    SECRET_KEY,
                    "a text of " + secretKey.length() + " characters",
                    "a secret key (sk_…) or restricted key (rk_…) of Stripe");
        }
        if (secretKey.startsWith("live", 3) != live) {
            throw Fault.invalid(
                    SECRET_KEY,
                    live ? "a key of test mode" : "a key of live mode",
                    "a key of the mode that stripe.mode says");
        }
        if (webhookSecrets.isEmpty() || webhookSecrets.size() > SECRETS_MAX) {
            throw Fault.invalid(
                    WEBHOOK_SECRETS,
                    webhookSecrets.size() + " secrets",
                    "1 to " + SECRETS_MAX + ": without one anybody could forge a payment");
        }
        for (String secret : webhookSecrets) {
            if (!WEBHOOK_SECRET.matcher(secret).matches()) {
                throw Fault.invalid(
                        WEBHOOK_SECRETS,
                        "a text of " + secret.length() + " characters",
                        "whsec_ and at least 16 characters, as Stripe shows it");
            }
        }
    }

    @Override
    public String toString() {
        return "StripeSettings[" + (live ? "live" : "test") + ", " + api + "]";
    }
}
