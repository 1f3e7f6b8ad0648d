package io.weighbridge.backend.payments.btcpay;

import io.weighbridge.backend.platform.fault.Fault;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// The operator's BTCPay Server, and what its checkouts are to be like.
///
/// @param url where we call it
/// @param publicUrl where customers see it
/// @param storeId the store that invoices are made in
/// @param apiKey with the permissions that docs/payments/btcpay.md names
/// @param webhookSecrets any of them makes a webhook genuine, so that one can follow another
/// @param confirmations blocks after which a payment counts: 1, 2 or 6
/// @param expirationMinutes how long an invoice and its rate hold
/// @param monitoringMinutes how long BTCPay looks for late payments after that
public record BtcpaySettings(
        URI url,
        URI publicUrl,
        String storeId,
        String apiKey,
        List<String> webhookSecrets,
        int confirmations,
        int expirationMinutes,
        int monitoringMinutes) {
    /// The shortest secret that is taken.
    public static final int SECRET_LEAST = 16;

    private static final int SECRET_MOST = 200;
    private static final int SECRETS_MOST = 4;
    private static final int URL_LENGTH_MAX = 500;

    /// Those.
    ///
    /// @throws Fault INVALID_FIELD when a secret is missing or too short; shows none
    public BtcpaySettings {
        webhookSecrets = List.copyOf(webhookSecrets);
        if (!isApiKey(apiKey)) {
            throw Fault.invalid("btcpay.api_key", "not shown", API_KEY_EXPECTED);
        }
        if (!areSecrets(webhookSecrets)) {
            throw Fault.invalid("btcpay.webhook_secret", "not shown", SECRETS_EXPECTED);
        }
    }

    /// What an API key is, in words.
    public static final String API_KEY_EXPECTED =
            SECRET_LEAST + " to " + SECRET_MOST + " printable characters without spaces";

    /// What the webhooks' secrets are, in words.
    public static final String SECRETS_EXPECTED =
            "1 to "
                    + SECRETS_MOST
                    + " secrets with a space between them, each "
                    + SECRET_LEAST
                    + " to "
                    + SECRET_MOST
                    + " printable characters";

    /// Whether it can be an API key.
    public static boolean isApiKey(String text) {
        return text.matches("[!-~]{" + SECRET_LEAST + "," + SECRET_MOST + "}");
    }

    /// Whether these can be the secrets of webhooks.
    public static boolean areSecrets(List<String> secrets) {
        return !secrets.isEmpty()
                && secrets.size() <= SECRETS_MOST
                && secrets.stream().allMatch(BtcpaySettings::isApiKey);
    }

    /// Whether a text can be the address of a server: http or https, without user and query.
    public static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return text.length() <= URL_LENGTH_MAX
                    && ("https".equals(scheme(uri)) || "http".equals(scheme(uri)))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String scheme(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }

    /// Whether nobody else can read along: https, or this machine by its spelling.
    public static boolean isPrivate(URI uri) {
        if ("https".equals(scheme(uri)) || "localhost".equals(uri.getHost())) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(uri.getHost()).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Leaves the secrets out.
    @Override
    public String toString() {
        return "BtcpaySettings[" + url + ", " + storeId + "]";
    }
}
