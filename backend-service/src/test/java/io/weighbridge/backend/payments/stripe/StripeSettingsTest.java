package io.weighbridge.backend.payments.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Collections;
import java.util.List;

/// Who could be forged, or has the key of the other mode, does not start.
final class StripeSettingsTest {
    private static final URI API = URI.create("https://api.stripe.com");

    private static Fault refused(String key, List<String> secrets, boolean live) {
        return StripeKit.assertFault(
                ErrorCode.INVALID_FIELD, () -> new StripeSettings(key, secrets, live, API));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "whsec_",
                "whsec_123456789012345",
                "a long enough secret of another kind",
                "whsec_1234567890123456 ",
                "WHSEC_1234567890123456"
            })
    void aWebhookSecretThatCanBeGuessedIsRefused(String secret) {
        Fault fault = refused(StripeKit.KEY, List.of(StripeKit.SECRET, secret), false);
        assertEquals(true, fault.text().startsWith("stripe.webhook_secrets: "), fault::text);
        if (secret.length() > 6) {
            assertFalse(fault.text().contains(secret), fault::text);
        }
        assertEquals(
                2,
                new StripeSettings(
                                StripeKit.KEY,
                                List.of(StripeKit.SECRET, "whsec_1234567890123456"),
                                false,
                                API)
                        .webhookSecrets()
                        .size());
    }

    @Test
    void thereMustBeAWebhookSecretAndNotTooMany() {
        refused(StripeKit.KEY, List.of(), false);
        refused(StripeKit.KEY, Collections.nCopies(6, StripeKit.SECRET), false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sk_test_", "pk_test_1234567890", "sk_1234567890", "sk_test_12 45678"})
    void aKeyIsASecretKey(String key) {
        Fault fault = refused(key, List.of(StripeKit.SECRET), false);
        assertEquals(true, fault.text().startsWith("stripe.secret_key: "), fault::text);
    }

    @Test
    void theKeyIsOfTheMode() {
        List<String> secrets = List.of(StripeKit.SECRET);
        refused("sk_live_1234567890", secrets, false);
        refused("rk_test_1234567890", secrets, true);
        assertEquals(true, new StripeSettings("rk_live_1234567890", secrets, true, API).live());
    }

    @Test
    void itsTextShowsNoSecret() {
        String text = StripeKit.settings(API).toString();
        assertFalse(text.contains("Canary"), text);
    }
}
