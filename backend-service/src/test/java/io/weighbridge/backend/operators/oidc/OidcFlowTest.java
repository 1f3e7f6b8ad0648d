package io.weighbridge.backend.operators.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.OidcTable;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.AddressLimits;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.oidc.TestProvider;
import io.weighbridge.backend.testkit.oidc.Trouble;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What needs no service around it: a provider that does not answer in time, and how much is kept.
final class OidcFlowTest {
    private static final String REDIRECT = "http://127.0.0.1:50000/login";

    private final HandTime time = HandTime.now();
    @AutoClose private TestProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = TestProvider.start();
        provider.person("anna@example.org");
    }

    private OidcFlow flow(Duration limit) {
        Config config = provider.trustedBy(Config.of(Path.of("unused")));
        return new OidcFlow(
                new OidcSettings(
                        URI.create(provider.issuer()),
                        TestProvider.CLIENT_ID,
                        config.get(OidcTable.CLIENT_SECRET),
                        List.of("openid"),
                        "email",
                        OidcSettings.Match.NAME,
                        "Test"),
                limit,
                time);
    }

    private static OidcFlow.Result login(OidcFlow flow) throws Exception {
        OidcFlow.Begun begun = flow.begin(REDIRECT, null);
        try (HttpClient browser = HttpClient.newHttpClient()) {
            String location =
                    browser.send(
                                    HttpRequest.newBuilder(URI.create(begun.url())).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .headers()
                            .firstValue("Location")
                            .orElseThrow();
            Map<String, String> back = TestProvider.form(location.substring(REDIRECT.length() + 1));
            return flow.finish(
                    begun.id(), back.getOrDefault("code", ""), back.getOrDefault("state", ""));
        }
    }

    @Test
    void aProviderThatIsSlowIsNotWaitedForLong() throws Exception {
        OidcFlow flow = flow(Duration.ofMillis(300));
        for (String path : List.of(TestProvider.DISCOVERY, TestProvider.KEYS, TestProvider.TOKEN)) {
            provider.trouble(path, Trouble.SLOW);
            Fault slow = assertThrows(Fault.class, () -> login(flow), path);
            assertEquals(ErrorCode.SOURCE_UNREACHABLE, slow.code());
            // Where it is and why it failed is not for who is nobody yet.
            assertFalse(slow.text().contains("127.0.0.1"), slow.text());
            provider.well();
            time.pass(600_000);
        }
    }

    @Test
    void aProviderInTimeVouches() throws Exception {
        OidcFlow.Result result = login(flow(Duration.ofSeconds(20)));
        assertEquals(new OidcFlow.Result.Vouched("anna@example.org"), result);
    }

    @Test
    void soManyLoginsWaitAndTheOldestMakesRoom() {
        PendingLogins logins = new PendingLogins(time);
        OIDCProviderMetadata description =
                new ProviderHttp(URI.create(provider.issuer()), Duration.ofSeconds(20)).metadata();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= PendingLogins.COUNT_MAX; i++) {
            ids.add(logins.add(pending(logins, description, "state " + i, null)));
        }
        assertNull(logins.take(ids.getFirst()));
        Pending second = logins.take(ids.get(1));
        assertNotNull(second);
        assertEquals("state 1", second.state());
        assertNull(logins.take(ids.get(1)));
        assertNotNull(logins.take(ids.getLast()));
        time.pass(PendingLogins.TIME_MS);
        assertNull(logins.take(ids.get(2)));
    }

    @Test
    void whoBeginsManyPushesOutOnlyTheirOwn() {
        PendingLogins logins = new PendingLogins(time);
        OIDCProviderMetadata description =
                new ProviderHttp(URI.create(provider.issuer()), Duration.ofSeconds(20)).metadata();
        IpAddress flood = IpAddress.parse("203.0.113.1");
        List<String> honest = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            IpAddress from = IpAddress.parse("203.0.113." + (10 + i));
            honest.add(logins.add(pending(logins, description, "honest", from)));
        }
        List<String> floods = new ArrayList<>();
        for (int i = 0; i < PendingLogins.COUNT_MAX; i++) {
            floods.add(logins.add(pending(logins, description, "flood " + i, flood)));
        }
        honest.forEach(id -> assertNotNull(logins.take(id)));
        assertNull(logins.take(floods.get(9)));
        assertNotNull(logins.take(floods.get(10)));
    }

    private static Pending pending(
            PendingLogins logins,
            OIDCProviderMetadata description,
            String state,
            @Nullable IpAddress from) {
        return new Pending(
                state,
                new Nonce(),
                new CodeVerifier(),
                URI.create(REDIRECT),
                description,
                AddressLimits.counted(from),
                logins.nowMs() + PendingLogins.TIME_MS);
    }
}
