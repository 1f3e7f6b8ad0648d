package io.weighbridge.backend.alerts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, in base64.
/// Source: github.com/standard-webhooks/standard-webhooks, spec, "Signature scheme".
final class MessageSignature {
    private MessageSignature() {}

    /// The value of `webhook-signature`.
    ///
    /// @param id the value of `webhook-id`
    /// @param atSeconds the value of `webhook-timestamp`, seconds since 1970
    static String of(byte[] secret, String id, long atSeconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((id + '.' + atSeconds + '.').getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
