package io.weighbridge.backend.payments.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import io.weighbridge.backend.demo.stripe.FakeEvent;
import io.weighbridge.backend.demo.stripe.FakeSignature;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Events with bytes and values changed at random. Whatever comes, it is told as money for an order
/// or refused in order: nothing else is thrown, and without the secret nothing is believed.
final class StripeFuzzTest {
    private static final Pattern VALUE =
            Pattern.compile("(?<=: )(\"[^\"]*\"|-?[0-9]+|true|false|null|\\{\\s*})");
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "0",
                    "1e999",
                    "1.5",
                    "9223372036854775807",
                    "9223372036854775808",
                    "\"\"",
                    "\"\\u0000\\ud800\"",
                    "\"../../v1/refunds?x=\"",
                    "\"" + "x".repeat(1_000) + "\"",
                    "[]",
                    "{}",
                    "{\"id\": {\"id\": 1}}",
                    "[".repeat(2_000) + "]".repeat(2_000),
                    "{\"id\": \"pi_nobodys\"}",
                    "\"paid\"",
                    "\"jpy\"");
    private static StripeKit kit = new StripeKit();
    private static List<FakeEvent> events = List.of();

    @BeforeContainer
    static void makeEvents() {
        String slow = kit.opened("order-1");
        kit.stripe.payLater(slow);
        kit.stripe.settle(slow, false);
        kit.stripe.expire(kit.opened("order-2"));
        String payment = kit.stripe.pay(kit.opened("order-3"));
        kit.stripe.failRefund(kit.stripe.refund(payment, 100));
        kit.stripe.moveDispute(kit.stripe.dispute(payment, 950, "needs_response"), "lost");
        events = List.copyOf(kit.events);
    }

    @AfterContainer
    static void close() {
        kit.close();
    }

    @Property(tries = 3_000)
    void nothingButARefusalComesOfIt(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] body = events.get(random.nextInt(events.size())).bytes();
        for (int edits = random.nextInt(4); edits >= 0; edits--) {
            body = random.nextBoolean() ? otherValue(body, random) : otherBytes(body, random);
        }
        byte[] sent = body;
        long now = kit.time.wallMs() / 1_000;
        String theirs = FakeSignature.header(List.of("whsec_of_somebody_else"), now, sent);
        assertInstanceOf(Verified.Refused.class, kit.provider.verify(kit.webhook(sent, theirs)));
        switch (kit.provider.verify(kit.webhook(sent))) {
            case Verified.Refused _ -> assertEquals(List.of(), kit.provider.read(sent));
            case Verified.Genuine genuine -> {
                assertFalse(genuine.eventId().isEmpty());
                assertFalse(genuine.about().isEmpty());
                readIsTold(sent);
            }
        }
    }

    private static void readIsTold(byte[] sent) {
        try {
            for (Told told : kit.provider.read(sent)) {
                switch (told) {
                    case Told.Arrived arrived -> {
                        assertFalse(arrived.claim().orderId().isEmpty());
                        assertEquals(arrived.claim().totalNanos(), arrived.totalNanos());
                    }
                    case Told.Waiting waiting -> assertFalse(waiting.claim().orderId().isEmpty());
                    case Told.Excess excess -> assertFalse(excess.payment().isEmpty());
                    case Told.Closed closed -> assertFalse(closed.claim().orderId().isEmpty());
                    case Told.Foreign foreign -> assertFalse(foreign.installation().isEmpty());
                    case Told.Standing standing -> assertFalse(standing.payment().isEmpty());
                    case Told.RefundPage page -> fail("Stripe has no pages: " + page);
                }
            }
        } catch (Fault fault) {
            assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, fault.code(), fault::text);
        }
    }

    private static byte[] otherValue(byte[] body, SplittableRandom random) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<MatchResult> values = VALUE.matcher(text).results().toList();
        if (values.isEmpty()) {
            return body;
        }
        MatchResult value = values.get(random.nextInt(values.size()));
        String other = VALUES.get(random.nextInt(VALUES.size()));
        String changed = text.substring(0, value.start()) + other + text.substring(value.end());
        return changed.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] otherBytes(byte[] body, SplittableRandom random) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        int at = random.nextInt(body.length + 1);
        int end = Math.min(body.length, at + random.nextInt(8));
        changed.write(body, 0, at);
        for (int more = random.nextInt(4); more > 0; more--) {
            changed.write(random.nextInt(256));
        }
        changed.write(body, end, body.length - end);
        return Objects.requireNonNull(changed.toByteArray());
    }
}
