package io.weighbridge.backend.proxies.subjects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.model.ModelServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;

/// Which signed tokens are believed.
final class SubjectTokensTest {
    private static final byte[] SECRET = SignedTokens.SECRET.getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private final ShiftedTime time = new ShiftedTime();

    private String claims(String more) {
        long now = time.wallMs() / 1_000;
        return "{\"sub\":\"anna\",\"n\":7,\"exp\":" + (now + 300) + more + "}";
    }

    private String bySecret(String claims) {
        return SignedTokens.bySecret("HS256", SECRET, claims);
    }

    private SubjectTokens ofSecret(String issuer, String audience) {
        return tokens(new TokenSettings(SignedTokens.SECRET, null, null, issuer, audience));
    }

    private SubjectTokens tokens(TokenSettings settings) {
        return new SubjectTokens(settings, TokenKeys.open(settings), time);
    }

    private TokenSettings ofKeys(@Nullable Path file, @Nullable URI url) {
        return new TokenSettings(SignedTokens.SECRET, file, url, "", "");
    }

    @Test
    void believesWhatIsSignedByTheSecretAndTimely() {
        SubjectTokens tokens = ofSecret("", "");
        String right = bySecret(claims(""));
        assertEquals("anna", tokens.claim(right, "sub"));
        assertEquals("", tokens.claim(right, "email"));
        assertEquals("", tokens.claim(right, "n"));
        assertEquals("anna", tokens.claim(SignedTokens.openWebUi("anna", time.wallMs()), "sub"));
        String other = "another secret of 32 characters!!";
        byte[] otherBytes = other.getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "", tokens.claim(SignedTokens.bySecret("HS256", otherBytes, claims("")), "sub"));
        assertEquals("", tokens.claim(SignedTokens.bySecret("HS512", SECRET, claims("")), "sub"));
        assertEquals("", tokens.claim(SignedTokens.unsigned(claims("")), "sub"));
        assertEquals("", tokens.claim(right.substring(0, right.length() - 4) + "AAAA", "sub"));
        assertEquals("", tokens.claim("", "sub"));
        assertEquals("", tokens.claim("a.b.c", "sub"));
        assertEquals("", tokens.claim(bySecret("{\"sub\":\"anna\"}"), "sub"));
        String long_ = bySecret(claims(",\"x\":\"" + "a".repeat(SubjectTokens.LENGTH_MAX) + "\""));
        assertEquals("", tokens.claim(long_, "sub"));
        long soon = time.wallMs() / 1_000 + 120;
        assertEquals("", tokens.claim(bySecret(claims(",\"nbf\":" + soon)), "sub"));
        time.pass(Duration.ofSeconds(359));
        assertEquals("anna", tokens.claim(right, "sub"));
        time.pass(Duration.ofSeconds(2));
        assertEquals("", tokens.claim(right, "sub"));
    }

    @Test
    void looksAtIssuerAndAudience() {
        SubjectTokens plain = ofSecret("", "");
        assertEquals("", plain.claim(bySecret(claims(",\"aud\":\"others\"")), "sub"));
        SubjectTokens ours = ofSecret("open-webui", "weighbridge");
        String right = ",\"iss\":\"open-webui\",\"aud\":[\"others\",\"weighbridge\"]";
        assertEquals("anna", ours.claim(bySecret(claims(right)), "sub"));
        assertEquals("", ours.claim(bySecret(claims(",\"iss\":\"open-webui\"")), "sub"));
        assertEquals("", ours.claim(bySecret(claims(",\"aud\":\"weighbridge\"")), "sub"));
        String wrong = right.replace("open-webui", "open-webui2");
        assertEquals("", ours.claim(bySecret(claims(wrong)), "sub"));
    }

    /// What is known of everybody is no secret.
    @Test
    void aPublicKeyIsNoSecret() throws IOException {
        KeyPair pair = SignedTokens.pair();
        String keys = SignedTokens.keys(pair, "one");
        Path file = Files.writeString(folder.resolve("keys.json"), keys);
        SubjectTokens tokens = tokens(ofKeys(file, null));
        assertEquals("anna", tokens.claim(SignedTokens.byKey(pair, "one", claims("")), "sub"));
        assertEquals("", tokens.claim(SignedTokens.byKey(pair, "two", claims("")), "sub"));
        KeyPair other = SignedTokens.pair();
        assertEquals("", tokens.claim(SignedTokens.byKey(other, "one", claims("")), "sub"));
        byte[] encoded = pair.getPublic().getEncoded();
        assertEquals("", tokens.claim(SignedTokens.bySecret("HS256", encoded, claims("")), "sub"));
        assertEquals("", tokens.claim(SignedTokens.bySecret("RS256", encoded, claims("")), "sub"));
        Path none = Files.writeString(folder.resolve("none.json"), "what is this");
        TokenSettings wrong = ofKeys(none, null);
        assertThrows(Fault.class, () -> TokenKeys.open(wrong));
    }

    @Test
    void asksForAKeyThatItDoesNotKnow() {
        KeyPair first = SignedTokens.pair();
        KeyPair second = SignedTokens.pair();
        try (ModelServer server =
                ModelServer.start((_, reply) -> reply.json(200, SignedTokens.keys(first, "one")))) {
            TokenSettings settings = ofKeys(null, URI.create(server.url()));
            try (TokenKeys keys = TokenKeys.open(settings)) {
                SubjectTokens tokens = new SubjectTokens(settings, keys, time);
                String byFirst = SignedTokens.byKey(first, "one", claims(""));
                String bySecond = SignedTokens.byKey(second, "two", claims(""));
                assertEquals("anna", tokens.claim(byFirst, "sub"));
                server.behave((_, reply) -> reply.json(200, SignedTokens.keys(second, "two")));
                Calls.await("the new key", () -> tokens.claim(bySecond, "sub").equals("anna"));
                assertEquals("", tokens.claim(byFirst, "sub"));
                int asked = server.asked().size();
                // What it does not tell in order changes nothing.
                String endless = " ".repeat(KeysHttp.BYTES_MAX + 1);
                server.behave((_, reply) -> reply.json(200, endless));
                Calls.await(
                        "another question",
                        () -> {
                            assertEquals("anna", tokens.claim(bySecond, "sub"));
                            return tokens.claim(byFirst, "sub").isEmpty()
                                    && server.asked().size() > asked;
                        });
                assertEquals("anna", tokens.claim(bySecond, "sub"));
            }
        }
    }
}
