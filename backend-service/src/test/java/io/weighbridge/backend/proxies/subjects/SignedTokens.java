package io.weighbridge.backend.proxies.subjects;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs tokens with the JDK alone: what verifies them is a library.
public final class SignedTokens {
    /// What Open WebUI and the gate share in tests.
    public static final String SECRET = "a secret of thirty-two characters";

    private static final Base64.Encoder BASE_64 = Base64.getUrlEncoder().withoutPadding();

    private SignedTokens() {}

    /// A token of Open WebUI's.
    public static String openWebUi(String user, long nowMs) {
        return bySecret(
                "HS256",
                SECRET.getBytes(StandardCharsets.UTF_8),
                "{\"sub\":\""
                        + user
                        + "\",\"email\":\"a@example.test\",\"iss\":\"open-webui\",\"iat\":"
                        + nowMs / 1_000
                        + ",\"exp\":"
                        + (nowMs / 1_000 + 300)
                        + "}");
    }

    static String bySecret(String algorithm, byte[] secret, String claims) {
        String signed =
                part("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed
                    + "."
                    + BASE_64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String unsigned(String claims) {
        return part("{\"alg\":\"none\"}") + "." + part(claims) + ".";
    }

    static String byKey(KeyPair pair, String id, String claims) {
        String signed =
                part("{\"alg\":\"RS256\",\"kid\":\"" + id + "\",\"typ\":\"at+jwt\"}")
                        + "."
                        + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + BASE_64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String keys(KeyPair pair, String id) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\""
                + id
                + "\",\"n\":\""
                + number(key.getModulus())
                + "\",\"e\":\""
                + number(key.getPublicExponent())
                + "\"}]}";
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] plain = new byte[bytes.length - from];
        System.arraycopy(bytes, from, plain, 0, plain.length);
        return BASE_64.encodeToString(plain);
    }

    private static String part(String json) {
        return BASE_64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
