package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.OidcTable;
import io.weighbridge.backend.testkit.oidc.Signing;
import io.weighbridge.backend.testkit.oidc.TestProvider;
import io.weighbridge.backend.testkit.oidc.Trouble;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Logging in through an OpenID provider: what it says is looked at, and it may be of no use.
final class OidcProviderTest extends OidcFixture {
    @Test
    void aClientWithoutASecretAndKeysOfAnotherKindDo() {
        provider.signing(Signing.ES256);
        assertEquals("ok", outcome());
        provider.secret(false);
        reopen(UnaryOperator.identity());
        assertEquals("ok", outcome());
    }

    @Test
    void aWrongSecretOfTheClientIsRefusedByTheProvider() {
        reopen(config -> config.with(OidcTable.CLIENT_SECRET, "another"));
        assertRefused("the provider refuses the code: invalid_client");
    }

    @Test
    void aTokenThatProvesNothingLetsNobodyIn() {
        long nowS = System.currentTimeMillis() / 1_000;
        says("nonce", "another");
        assertRefused("the ID token: ");
        saysNothingOf("nonce");
        assertRefused("the ID token: ");
        says("aud", "another-client");
        assertRefused("the ID token: ");
        says("aud", List.of());
        assertRefused("the ID token: ");
        saysNothingOf("aud");
        assertRefused("the ID token: ");
        says("azp", "another-client");
        assertRefused("the ID token: ");
        says("aud", List.of(TestProvider.CLIENT_ID, "another-client"));
        assertRefused("the ID token: ");
        says("iss", provider.issuer() + "/");
        assertRefused("the ID token: ");
        saysNothingOf("iss");
        assertRefused("the ID token: ");
        says("exp", nowS - 120);
        assertRefused("the ID token: ");
        saysNothingOf("exp");
        assertRefused("the ID token: ");
        says("iat", nowS + 600);
        assertRefused("the ID token: ");
        saysNothingOf("sub");
        assertRefused("the ID token: ");
        provider.well();
        assertEquals("ok", outcome());
    }

    @Test
    void aTokenThatIsNotSignedByTheProviderLetsNobodyIn() {
        for (Signing how :
                List.of(
                        Signing.NONE,
                        Signing.HS256_WITH_THE_PUBLIC_KEY,
                        Signing.ANOTHER_KEY,
                        Signing.BROKEN)) {
            provider.signing(how);
            assertRefused("the ID token: ");
        }
        provider.signing(Signing.RS256);
        assertEquals("ok", outcome());
    }

    @Test
    void anAddressThatTheProviderHasNotVerifiedIsNobodys() {
        for (Object not : List.of(false, "false", "yes", 1)) {
            says("email_verified", not);
            assertRefused("has not verified");
        }
        saysNothingOf("email_verified");
        assertRefused("has not verified");
        says("email_verified", "true");
        assertEquals("ok", outcome());
    }

    @Test
    void aProviderThatIsOfNoUseIsSaidSoAndIsTriedAgain() {
        for (Trouble trouble :
                List.of(Trouble.HUGE, Trouble.ERROR, Trouble.REDIRECT, Trouble.NO_JSON)) {
            for (String path : List.of(TestProvider.DISCOVERY, TestProvider.KEYS)) {
                time.pass(600_000);
                provider.trouble(path, trouble);
                assertEquals("SOURCE_UNREACHABLE", outcome(), path + " " + trouble);
                provider.well();
            }
        }
        for (Trouble trouble : List.of(Trouble.HUGE, Trouble.ERROR, Trouble.REDIRECT)) {
            time.pass(600_000);
            provider.trouble(TestProvider.TOKEN, trouble);
            assertEquals("SOURCE_UNREACHABLE", outcome(), trouble::toString);
            provider.well();
        }
        assertEquals("ok", outcome());
        provider.trouble(TestProvider.TOKEN, Trouble.NO_JSON);
        assertRefused("the provider's answer to the code");
        for (Trouble refusal : List.of(Trouble.BARE_REFUSAL, Trouble.PAGE_REFUSAL)) {
            provider.trouble(TestProvider.TOKEN, refusal);
            assertRefused("the provider refuses the code: without an error");
        }
        provider.close();
        time.pass(600_000);
        assertEquals("SOURCE_UNREACHABLE", outcome());
        client.login(ANNA, anna.getPassword());
    }

    @Test
    void aProviderThatFailsIsAskedOnceInAWhile() {
        provider.trouble(TestProvider.DISCOVERY, Trouble.ERROR);
        for (int i = 0; i < 10; i++) {
            assertEquals("SOURCE_UNREACHABLE", outcome());
        }
        assertEquals(1, provider.askedFor(TestProvider.DISCOVERY));
        provider.well();
        time.pass(5_000);
        assertEquals("ok", outcome());
    }

    @Test
    void aProviderThatNamesOtherPlacesIsNotFollowedIntoTheClear() {
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "issuer", "https://evil.example",
                                "token_endpoint", "http://evil.example/token",
                                "authorization_endpoint", "http://evil.example/authorize",
                                "jwks_uri", "file:///etc/keys")
                        .entrySet()) {
            time.pass(600_000);
            provider.description(
                    description -> {
                        Map<String, Object> changed = new HashMap<>(description);
                        changed.put(wrong.getKey(), wrong.getValue());
                        return changed;
                    });
            assertEquals("SOURCE_UNREACHABLE", outcome(), wrong::toString);
        }
    }
}
