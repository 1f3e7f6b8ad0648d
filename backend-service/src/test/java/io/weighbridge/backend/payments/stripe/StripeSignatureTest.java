package io.weighbridge.backend.payments.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook.Signature;

import io.weighbridge.backend.demo.stripe.FakeSignature;
import io.weighbridge.backend.payments.provider.Webhook;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Only who knows a secret of ours is believed, and only for five minutes.
final class StripeSignatureTest {
    private static final String OLD = "whsec_5f0a1b2c3d4e5f60718293a4b5c6d7e8";
    private static final String NEW = "whsec_00112233445566778899aabbccddeeff";
    private static final long SIGNED = 1_790_000_000L;
    private static final String TEXT = "{\"id\":\"evt_1\",\"name\":\"Zoë €\"}\n";
    private static final byte[] BODY = TEXT.getBytes(StandardCharsets.UTF_8);

    /// By OpenSSL, which knows nothing of our code: `printf
    /// '1790000000.{"id":"evt_1","name":"Zo\xc3\xab \xe2\x82\xac"}\n' | openssl dgst -sha256 -hmac
    /// whsec_5f0a1b2c3d4e5f60718293a4b5c6d7e8`; Python's `hmac` says the same.
    private static final String BY_OPENSSL =
            "31076e0240c34972a8c924a9aaf40394302f1a531fea3053b30ea409fafcfa69";

    private static final StripeSignature OURS = new StripeSignature(List.of(OLD));

    private static boolean isBelieved(StripeSignature by, String header, byte[] body, long atS) {
        Webhook webhook = new Webhook(Map.of("stripe-signature", header), body, atS * 1_000);
        return by.objection(webhook).isEmpty();
    }

    private static boolean isBelieved(String header) {
        return isBelieved(OURS, header, BODY, SIGNED);
    }

    @Test
    void agreesWithOpenSsl() {
        assertTrue(isBelieved("t=1790000000,v1=" + BY_OPENSSL));
        assertTrue(FakeSignature.header(List.of(OLD), SIGNED, BODY).contains(BY_OPENSSL));
    }

    @Property(tries = 200)
    void agreesWithStripesOwnCode(
            @ForAll String text, @ForAll @Size(max = 3) List<@IntRange(max = 2) Integer> signers)
            throws Exception {
        List<String> secrets = List.of(OLD, NEW, "whsec_ffffffffffffffffffff");
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String asSigned = new String(body, StandardCharsets.UTF_8);
        StringBuilder header = new StringBuilder("t=" + SIGNED);
        for (int signer : signers) {
            String one = Signature.generateSignatureHeader(asSigned, secrets.get(signer), SIGNED);
            header.append(one.substring(one.indexOf(',')));
        }
        Clock clock = Clock.fixed(Instant.ofEpochSecond(SIGNED), ZoneOffset.UTC);
        for (String known : secrets) {
            boolean theirs;
            try {
                theirs = Signature.verifyHeader(asSigned, header.toString(), known, 300, clock);
            } catch (SignatureVerificationException e) {
                theirs = false;
            }
            StripeSignature ours = new StripeSignature(List.of(known));
            assertEquals(theirs, isBelieved(ours, header.toString(), body, SIGNED));
        }
    }

    /// While a secret is changed Stripe signs with both, and each side may know one or both.
    @Test
    void aSecretCanBeChanged() {
        StripeSignature both = new StripeSignature(List.of(OLD, NEW));
        StripeSignature fresh = new StripeSignature(List.of(NEW));
        String byOld = FakeSignature.header(List.of(OLD), SIGNED, BODY);
        String byNew = FakeSignature.header(List.of(NEW), SIGNED, BODY);
        String byBoth = FakeSignature.header(List.of(OLD, NEW), SIGNED, BODY);
        assertTrue(isBelieved(both, byOld, BODY, SIGNED));
        assertTrue(isBelieved(both, byNew, BODY, SIGNED));
        assertTrue(isBelieved(fresh, byBoth, BODY, SIGNED));
        assertTrue(isBelieved(OURS, byBoth, BODY, SIGNED));
        assertFalse(isBelieved(fresh, byOld, BODY, SIGNED));
    }

    @Test
    void isForFiveMinutesOldOrAhead() {
        String header = FakeSignature.header(List.of(OLD), SIGNED, BODY);
        assertTrue(isBelieved(OURS, header, BODY, SIGNED + 300));
        assertTrue(isBelieved(OURS, header, BODY, SIGNED - 300));
        assertFalse(isBelieved(OURS, header, BODY, SIGNED + 301));
        // Stripe's own code takes these.
        assertFalse(isBelieved(OURS, header, BODY, SIGNED - 301));
    }

    @Test
    void eachByteAndTheTimeAreSigned() {
        String header = FakeSignature.header(List.of(OLD), SIGNED, BODY);
        for (int at = 0; at < BODY.length; at++) {
            byte[] changed = BODY.clone();
            changed[at] ^= 1;
            assertFalse(isBelieved(OURS, header, changed, SIGNED));
        }
        assertFalse(isBelieved(header.replace("t=1790000000", "t=1790000001")));
        assertFalse(isBelieved(OURS, header, new byte[0], SIGNED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "t=,v1=",
                "t=1790000000",
                "v1=" + BY_OPENSSL,
                "t=1790000000,v0=" + BY_OPENSSL,
                "t=1790000000,V1=" + BY_OPENSSL,
                "t=1790000000,v1=" + BY_OPENSSL + "00",
                "t=1790000000,t=1790000000,v1=" + BY_OPENSSL,
                "t=-1790000000,v1=" + BY_OPENSSL,
                "t=9999999999999999999999,v1=" + BY_OPENSSL,
                "t=1790000000,v1=zz076e0240c34972a8c924a9aaf40394302f1a531fea3053b30ea409fafcfa69"
            })
    void whatIsNoSignatureIsNone(String header) {
        assertFalse(isBelieved(header));
    }

    /// Each costs time, so there are few.
    @Test
    void noMoreSignaturesThanAnybodyNeeds() {
        String wrong = ("v1=" + "0".repeat(64) + ",").repeat(16);
        assertTrue(isBelieved("t=1790000000," + "v1=00,".repeat(20) + "v1=" + BY_OPENSSL));
        assertFalse(isBelieved("t=1790000000," + wrong + "v1=" + BY_OPENSSL));
        assertFalse(isBelieved("t=1790000000,v1=" + BY_OPENSSL + ",x=" + "0".repeat(5_000)));
    }

    /// An empty secret would make a signature that anybody can make: HMAC takes none, and before
    /// that the settings do not.
    @Test
    void anEmptySecretIsNotOne() {
        assertThrows(IllegalArgumentException.class, () -> new StripeSignature(List.of("")));
    }
}
