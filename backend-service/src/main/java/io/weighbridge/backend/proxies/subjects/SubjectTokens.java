package io.weighbridge.backend.proxies.subjects;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/// Verifies signed tokens: by one secret (HS256), or by public keys. The two never mix: a public
/// key is no secret to sign with. Safe for sharing.
final class SubjectTokens {
    /// The longest token.
    static final int LENGTH_MAX = 8_192;

    /// How far the clock of who signs may be off.
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final Set<JWSAlgorithm> PUBLIC =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final TokenSettings settings;
    private final TokenKeys keys;
    private final TimeSource time;
    private final byte @Nullable [] secret;

    SubjectTokens(TokenSettings settings, TokenKeys keys, TimeSource time) {
        this.settings = settings;
        this.keys = keys;
        this.time = time;
        this.secret =
                settings.secret() == null
                        ? null
                        : settings.secret().getBytes(StandardCharsets.UTF_8);
    }

    /// The text of a claim; empty where the token is not right in all, or has none.
    String claim(String token, String name) {
        if (token.length() > LENGTH_MAX) {
            return "";
        }
        try {
            SignedJWT signed = SignedJWT.parse(token);
            JWTClaimsSet claims = verified(signed);
            String text = claims == null || !isNow(claims) ? null : claims.getStringClaim(name);
            return text == null ? "" : text;
        } catch (ParseException | JOSEException | BadJOSEException e) {
            return "";
        }
    }

    private @Nullable JWTClaimsSet verified(SignedJWT token)
            throws JOSEException, BadJOSEException, ParseException {
        JWSHeader header = token.getHeader();
        if (!header.getAlgorithm().equals(JWSAlgorithm.HS256)) {
            return byPublicKey(token);
        }
        JOSEObjectType type = header.getType();
        boolean isRight =
                secret != null
                        && (type == null || type.equals(JOSEObjectType.JWT))
                        && token.verify(new MACVerifier(secret));
        return isRight ? token.getJWTClaimsSet() : null;
    }

    private @Nullable JWTClaimsSet byPublicKey(SignedJWT token)
            throws JOSEException, BadJOSEException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(PUBLIC, new ImmutableJWKSet<>(keys.now())));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        // Its times are looked at here, by our own clock.
        processor.setJWTClaimsSetVerifier(null);
        try {
            return processor.process(token, null);
        } catch (BadJOSEException e) {
            keys.askSoon();
            throw e;
        }
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private boolean isNow(JWTClaimsSet claims) {
        Instant now = Instant.ofEpochMilli(time.wallMs());
        Instant end = instant(claims.getExpirationTime());
        Instant begin = instant(claims.getNotBeforeTime());
        boolean isFresh =
                end != null
                        && now.isBefore(end.plus(SKEW))
                        && (begin == null || !now.isBefore(begin.minus(SKEW)));
        boolean isFrom =
                settings.issuer().isEmpty() || settings.issuer().equals(claims.getIssuer());
        boolean isForUs =
                settings.audience().isEmpty()
                        ? claims.getAudience().isEmpty()
                        : claims.getAudience().contains(settings.audience());
        return isFresh && isFrom && isForUs;
    }
}
