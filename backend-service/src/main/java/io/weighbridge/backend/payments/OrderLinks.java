package io.weighbridge.backend.payments;

import io.weighbridge.model.IdKind;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names orders in links so that nobody guesses one: the order's id and a keyed checksum of it.
/// Nothing of it is stored. Safe for sharing.
public final class OrderLinks {
    /// The length of the secret.
    public static final int SECRET_BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final int SUM_BYTES = 16;
    private static final int ID_LENGTH = 13;
    private static final String PREFIX = "order_";

    private final byte[] secret;

    /// @param secret this installation's, of [#SECRET_BYTES]
    public OrderLinks(byte[] secret) {
        this.secret = secret.clone();
    }

    /// What tells this installation from others at the providers: the same as long as its links
    /// are, and no secret.
    public String installation() {
        return "inst_"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(sum("an installation's id"));
    }

    /// What names an order in a link.
    String token(long orderId) {
        String id = IdKind.ORDER.format(orderId).substring(PREFIX.length());
        return id + Base64.getUrlEncoder().withoutPadding().encodeToString(sum(id));
    }

    /// The order that a link names; empty when it was not made here.
    OptionalLong order(String token) {
        if (token.length() <= ID_LENGTH) {
            return OptionalLong.empty();
        }
        String id = token.substring(0, ID_LENGTH);
        byte[] sum;
        try {
            sum = Base64.getUrlDecoder().decode(token.substring(ID_LENGTH));
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
        return MessageDigest.isEqual(sum, sum(id))
                ? IdKind.ORDER.parse(PREFIX + id)
                : OptionalLong.empty();
    }

    private byte[] sum(String id) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            byte[] whole = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(whole, SUM_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
