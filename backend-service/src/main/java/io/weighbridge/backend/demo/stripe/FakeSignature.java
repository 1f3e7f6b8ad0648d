package io.weighbridge.backend.demo.stripe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs as Stripe does.
public final class FakeSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private FakeSignature() {}

    /// The header `Stripe-Signature`, with a signature by each secret.
    public static String header(List<String> secrets, long seconds, byte[] body) {
        StringBuilder header = new StringBuilder("t=").append(seconds);
        secrets.forEach(each -> header.append(",v1=").append(sign(each, seconds, body)));
        // Test mode has one of an old scheme beside them.
        return header.append(",v0=").append("0".repeat(64)).toString();
    }

    private static String sign(String secret, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
