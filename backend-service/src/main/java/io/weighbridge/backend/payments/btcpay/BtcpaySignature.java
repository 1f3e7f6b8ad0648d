package io.weighbridge.backend.payments.btcpay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of webhooks: HMAC-SHA256 over the raw body, by any of a few secrets. Safe for
/// sharing.
final class BtcpaySignature {
    /// The header that carries it, in lower case.
    static final String HEADER = "btcpay-sig";

    private static final String PREFIX = "sha256=";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HEX_LENGTH = 64;

    private final List<SecretKeySpec> secrets;

    BtcpaySignature(List<String> secrets) {
        this.secrets =
                secrets.stream()
                        .map(
                                secret ->
                                        new SecretKeySpec(
                                                secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                        .toList();
    }

    /// Whether this header is the signature of this body, in a time that says nothing of how near
    /// it comes.
    boolean isOf(byte[] body, String header) {
        if (header.length() != PREFIX.length() + HEX_LENGTH || !header.startsWith(PREFIX)) {
            return false;
        }
        byte[] given;
        try {
            given = HexFormat.of().parseHex(header, PREFIX.length(), header.length());
        } catch (IllegalArgumentException e) {
            return false;
        }
        boolean isOne = false;
        for (SecretKeySpec secret : secrets) {
            isOne |= MessageDigest.isEqual(sign(secret, body), given);
        }
        return isOne;
    }

    /// The first secret's signature of a text of ours, as hexadecimal digits.
    String sign(String text) {
        return HexFormat.of()
                .formatHex(sign(secrets.getFirst(), text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] sign(SecretKeySpec secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
