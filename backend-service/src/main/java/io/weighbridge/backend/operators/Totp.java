package io.weighbridge.backend.operators;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.OptionalLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Time-based codes as RFC 6238 defines them, with what every authenticator understands: SHA-1, six
/// digits, half a minute.
final class Totp {
    static final int SECRET_BYTES = 20;
    static final long STEP_MS = 30_000;

    private static final int DIGITS = 6;
    // The authenticator's clock may be so many steps off.
    private static final int DRIFT_STEPS = 1;
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    static String code(byte[] secret, long step, int digits) {
        byte[] hash;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-1", e);
        }
        int offset = hash[hash.length - 1] & 0xf;
        long number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffffL;
        long modulus = 1;
        for (int i = 0; i < digits; i++) {
            modulus *= 10;
        }
        return String.format(Locale.ROOT, "%0" + digits + "d", number % modulus);
    }

    static String code(byte[] secret, long step) {
        return code(secret, step, DIGITS);
    }

    /// The step whose code this is, near now and after the last one used; empty when there is none.
    static OptionalLong step(byte[] secret, String code, long nowMs, long lastStep) {
        long now = Math.floorDiv(nowMs, STEP_MS);
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        OptionalLong found = OptionalLong.empty();
        for (long step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
            byte[] right = code(secret, step).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(right, typed) && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /// As it is typed into an authenticator.
    static String base32(byte[] secret) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte each : secret) {
            held = (held << 8) | (each & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE_32.charAt((held >> bits) & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(BASE_32.charAt((held << (5 - bits)) & 31));
        }
        return text.toString();
    }

    /// As it is shown to an authenticator.
    static String uri(byte[] secret, String name) {
        return "otpauth://totp/Weighbridge:"
                + URLEncoder.encode(name, StandardCharsets.UTF_8)
                + "?secret="
                + base32(secret)
                + "&issuer=Weighbridge&algorithm=SHA1&digits=6&period=30";
    }
}
