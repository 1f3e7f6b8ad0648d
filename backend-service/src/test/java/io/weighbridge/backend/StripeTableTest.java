package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.payments.stripe.StripeSettings;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// There are cards only with a key and a secret that nobody can guess.
final class StripeTableTest {
    private static final String KEY = "sk_test_CanaryOfTheKey";
    private static final String SECRET = "whsec_CanaryOfTheSecret";
    private static final String NEXT = "whsec_CanaryOfTheNextSecret";

    @TempDir Path folder;

    private Config config() {
        return Config.of(folder);
    }

    private Config withKey() {
        return config().with(StripeTable.SECRET_KEY, KEY);
    }

    private static String refused(Config config) {
        String text = assertThrows(Fault.class, config::stripe).text();
        assertFalse(text.contains("Canary"), text);
        return text;
    }

    @Test
    void isOffUnlessSet() {
        assertEquals(Optional.empty(), config().stripe());
    }

    @Test
    void halfOfItIsAMistake() {
        assertEquals(
                "stripe.webhook_secrets: 0 secrets (expected: 1 to 5: without one anybody could"
                        + " forge a payment)",
                refused(withKey()));
        assertEquals(
                "stripe.webhook_secrets: a text of 6 characters (expected: whsec_ and at least 16"
                        + " characters, as Stripe shows it)",
                refused(withKey().with(StripeTable.WEBHOOK_SECRETS, "whsec_")));
        assertEquals(
                "stripe.secret_key: a text of 0 characters (expected: a secret key (sk_…) or"
                        + " restricted key (rk_…) of Stripe)",
                refused(config().with(StripeTable.WEBHOOK_SECRETS, SECRET)));
    }

    @Test
    void theKeyMustBeOfTheMode() {
        Config test = withKey().with(StripeTable.WEBHOOK_SECRETS, SECRET);
        assertEquals(
                "stripe.secret_key: a key of test mode (expected: a key of the mode that"
                        + " stripe.mode says)",
                refused(test.with(StripeTable.MODE, "live")));
        assertFalse(test.stripe().orElseThrow().live());
    }

    /// Nobody shall buy real credit with the number of a test card.
    @Test
    void testModeSellsNothingToStrangers() {
        Config test = withKey().with(StripeTable.WEBHOOK_SECRETS, SECRET);
        Config open = test.with(PaymentTable.PUBLIC_URL, "https://pay.example.com");
        assertEquals(
                "stripe.mode: test (expected: live, or payments.demonstration = true, or a"
                        + " payments.public_url on this machine: in test mode anybody buys credit"
                        + " with the number of a test card)",
                refused(open));
        assertTrue(open.with(PayPageTable.DEMONSTRATION, "true").stripe().isPresent());
        assertTrue(
                test.with(PaymentTable.PUBLIC_URL, "http://127.0.0.1:7449").stripe().isPresent());
    }

    @Test
    void secretsMayBeInFiles() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), KEY + "\n");
        Path secrets = Files.writeString(folder.resolve("secrets"), SECRET + "\n" + NEXT + "\n");
        Config config =
                config().with(StripeTable.SECRET_KEY_FILE, key.toString())
                        .with(StripeTable.WEBHOOK_SECRETS_FILE, secrets.toString());
        StripeSettings settings = config.stripe().orElseThrow();
        assertEquals(KEY, settings.secretKey());
        assertEquals(List.of(SECRET, NEXT), settings.webhookSecrets());
        assertEquals("https://api.stripe.com", settings.api().toString());
        Files.writeString(secrets, "\n");
        refused(config);
        Files.delete(secrets);
        refused(config);
        Files.writeString(secrets, SECRET);
        Files.writeString(key, "");
        refused(config);
    }
}
