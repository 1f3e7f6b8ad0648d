package io.weighbridge.backend.testkit.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs ID tokens with the JDK alone, rightly and in the ways that have let others in. What
/// verifies them is a library, so nothing of it is used here.
final class TokenSigner {
    private static final Base64.Encoder BASE_64 = Base64.getUrlEncoder().withoutPadding();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RSA_ID = "rsa-1";
    private static final String EC_ID = "ec-1";
    private static final int EC_BYTES = 32;

    // One of each for all providers of a process: looking for primes takes long.
    private static final KeyPair RSA = rsa();
    private static final KeyPair OTHER = rsa();
    private static final KeyPair EC = ec();

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair ec() {
        try {
            KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
            curves.initialize(new ECGenParameterSpec("secp256r1"));
            return curves.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return BASE_64.encodeToString(bytes);
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
        byte[] padded = new byte[Math.max(length, bytes.length - from)];
        System.arraycopy(
                bytes, from, padded, padded.length - (bytes.length - from), bytes.length - from);
        return base64(padded);
    }

    /// The public keys, as a provider shows them.
    String keys() {
        RSAPublicKey rsaKey = (RSAPublicKey) RSA.getPublic();
        ECPublicKey ecKey = (ECPublicKey) EC.getPublic();
        return json(
                Map.of(
                        "keys",
                        List.of(
                                Map.of(
                                        "kty",
                                        "RSA",
                                        "kid",
                                        RSA_ID,
                                        "use",
                                        "sig",
                                        "n",
                                        unsigned(rsaKey.getModulus(), 0),
                                        "e",
                                        unsigned(rsaKey.getPublicExponent(), 0)),
                                Map.of(
                                        "kty",
                                        "EC",
                                        "kid",
                                        EC_ID,
                                        "use",
                                        "sig",
                                        "crv",
                                        "P-256",
                                        "x",
                                        unsigned(ecKey.getW().getAffineX(), EC_BYTES),
                                        "y",
                                        unsigned(ecKey.getW().getAffineY(), EC_BYTES)))));
    }

    /// A token.
    String sign(Signing how, Map<String, Object> claims) {
        String header =
                switch (how) {
                    case RS256, ANOTHER_KEY, BROKEN -> header("RS256", RSA_ID);
                    case ES256 -> header("ES256", EC_ID);
                    case NONE -> json(Map.of("alg", "none"));
                    case HS256_WITH_THE_PUBLIC_KEY -> header("HS256", RSA_ID);
                };
        String content =
                base64(header.getBytes(StandardCharsets.UTF_8))
                        + '.'
                        + base64(json(claims).getBytes(StandardCharsets.UTF_8));
        try {
            return content + '.' + base64(signature(how, content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(String algorithm, String keyId) {
        return json(Map.of("alg", algorithm, "kid", keyId, "typ", "JWT"));
    }

    private byte[] signature(Signing how, byte[] content) throws GeneralSecurityException {
        return switch (how) {
            case RS256 -> signature("SHA256withRSA", RSA, content);
            case ES256 -> signature("SHA256withECDSAinP1363Format", EC, content);
            case ANOTHER_KEY -> signature("SHA256withRSA", OTHER, content);
            case BROKEN -> {
                byte[] right = signature("SHA256withRSA", RSA, content);
                right[right.length / 2] ^= 1;
                yield right;
            }
            case NONE -> new byte[0];
            case HS256_WITH_THE_PUBLIC_KEY -> {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(RSA.getPublic().getEncoded(), "HmacSHA256"));
                yield mac.doFinal(content);
            }
        };
    }

    private static byte[] signature(String algorithm, KeyPair key, byte[] content)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key.getPrivate());
        signature.update(content);
        return signature.sign();
    }
}
