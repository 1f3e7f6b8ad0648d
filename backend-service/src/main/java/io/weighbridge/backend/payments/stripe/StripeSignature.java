package io.weighbridge.backend.payments.stripe;

import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.platform.fault.Fault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `Stripe-Signature: t=SECONDS,v1=HEX,…`: HMAC-SHA256 of `SECONDS.BODY` with the whole secret.
/// While Stripe changes a secret it signs with both; so may we know both.
final class StripeSignature {
    /// In lower case.
    static final String HEADER = "stripe-signature";

    /// How far from now a webhook may be signed, in the past and in the future.
    static final long TOLERANCE_MS = 300_000;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HEADER_LENGTH_MAX = 4_096;
    private static final int SIGNATURES_MAX = 16;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private final List<SecretKeySpec> keys;

    StripeSignature(List<String> secrets) {
        this.keys =
                secrets.stream()
                        .map(each -> each.getBytes(StandardCharsets.UTF_8))
                        .map(each -> new SecretKeySpec(each, ALGORITHM))
                        .toList();
    }

    /// @param seconds as it stands in the header
    private record Parsed(String seconds, List<byte[]> signatures) {}

    /// Why a webhook is not believed; empty when it is.
    Optional<String> objection(Webhook webhook) {
        Parsed parsed = parse(webhook.header(HEADER));
        if (parsed.seconds().isEmpty() || parsed.signatures().isEmpty()) {
            return Optional.of("no signature of the form t=…,v1=…");
        }
        long offMs = webhook.receivedAtMs() - Long.parseLong(parsed.seconds()) * 1_000;
        if (Math.abs(offMs) > TOLERANCE_MS) {
            return Optional.of(
                    offMs > 0
                            ? "signed " + offMs / 1_000 + " s ago"
                            : "signed " + -offMs / 1_000 + " s ahead of our clock");
        }
        return isSigned(parsed, webhook.body())
                ? Optional.empty()
                : Optional.of("no signature is of a secret that we know");
    }

    // Tries all, so that the time taken says nothing.
    private boolean isSigned(Parsed parsed, byte[] body) {
        boolean isSigned = false;
        for (SecretKeySpec key : keys) {
            byte[] right = sign(key, parsed.seconds(), body);
            for (byte[] given : parsed.signatures()) {
                isSigned |= MessageDigest.isEqual(right, given);
            }
        }
        return isSigned;
    }

    private static byte[] sign(SecretKeySpec key, String seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw Fault.internal("no " + ALGORITHM, e);
        }
    }

    private static Parsed parse(String header) {
        String seconds = "";
        List<byte[]> signatures = new ArrayList<>();
        if (header.length() <= HEADER_LENGTH_MAX) {
            for (String part : header.split(",", -1)) {
                String item = part.strip();
                if (item.startsWith("t=")) {
                    String given = item.substring(2);
                    // Said twice, it is not clear which is signed.
                    boolean isFirst = seconds.isEmpty() && SECONDS.matcher(given).matches();
                    if (!isFirst) {
                        return new Parsed("", List.of());
                    }
                    seconds = given;
                } else if (item.startsWith("v1=") && HEX.matcher(item.substring(3)).matches()) {
                    signatures.add(HexFormat.of().parseHex(item.substring(3)));
                }
            }
        }
        return signatures.size() > SIGNATURES_MAX
                ? new Parsed("", List.of())
                : new Parsed(seconds, signatures);
    }
}
