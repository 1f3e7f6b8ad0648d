package io.weighbridge.backend.operators;

import io.weighbridge.backend.keys.KeyDigest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// The text of a session's token: what it is for, and 256 random bits. Only its digest is kept.
final class Token {
    static final String ACCESS = "wbs_";
    static final String REFRESH = "wbr_";

    /// The longest there is, in characters.
    static final int LENGTH = 47;

    private static final int BYTES = 32;

    private Token() {}

    static String generate(String purpose, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return purpose + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static KeyDigest digest(String token) {
        try {
            return KeyDigest.of(
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
