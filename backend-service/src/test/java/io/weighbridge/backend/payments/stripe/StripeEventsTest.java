package io.weighbridge.backend.payments.stripe;

import static io.weighbridge.backend.payments.stripe.StripeKit.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.stripe.FakeSignature;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Events with the fields that Stripe documents, written by hand: what is ours and whole is told,
/// and nothing else is.
final class StripeEventsTest {
    private static final String SESSION =
            """
            {
              "id": "cs_test_a1b2c3",
              "object": "checkout.session",
              "adaptive_pricing": {"enabled": false},
              "amount_subtotal": 1050,
              "amount_total": 1050,
              "client_reference_id": "order-1",
              "currency": "usd",
              "customer_details": {"email": "zoe@example.org", "name": "Zoë"},
              "livemode": false,
              "metadata": {"weighbridge_order": "order-1"},
              "mode": "payment",
              "payment_intent": "pi_3Abc",
              "payment_status": "paid",
              "status": "complete",
              "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
              "url": null
            }""";

    @AutoClose private final StripeKit kit = new StripeKit();

    private static byte[] event(String type, String object) {
        String text =
                """
                {
                  "id": "evt_1Xyz",
                  "object": "event",
                  "api_version": "2031-01-01.unheardof",
                  "created": 1790000000,
                  "data": {"object": %s, "previous_attributes": {"payment_status": "unpaid"}},
                  "livemode": false,
                  "pending_webhooks": 2,
                  "request": {"id": null, "idempotency_key": null},
                  "type": "%s"
                }"""
                        .formatted(object, type);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<Told> completed(String session) {
        return kit.provider.read(event("checkout.session.completed", session));
    }

    @Test
    void aPaidSessionIsMoneyForItsOrder() {
        OrderClaim claim = new OrderClaim("order-1", "cs_test_a1b2c3", 21 * UNIT / 2, "USD");
        assertEquals(
                List.of(new Told.Arrived(claim, "pi_3Abc", 21 * UNIT / 2)), completed(SESSION));
        assertEquals(
                List.of(new Told.Waiting(claim)),
                completed(SESSION.replace("\"paid\"", "\"unpaid\"")));
    }

    /// What it says is told as it is; that it is wrong is for the order's owner to find.
    @Test
    void anotherAmountCurrencyOrOrderIsToldAsItIs() {
        assertEquals(
                new OrderClaim("order-1", "cs_test_a1b2c3", UNIT / 100, "USD"),
                arrived(SESSION.replace("\"amount_total\": 1050", "\"amount_total\": 1")).claim());
        assertEquals(
                new OrderClaim("order-1", "cs_test_a1b2c3", 1_050 * UNIT, "JPY"),
                arrived(SESSION.replace("\"usd\"", "\"jpy\"")).claim());
        assertEquals(
                "order-2",
                arrived(SESSION.replace("_order\": \"order-1", "_order\": \"order-2"))
                        .claim()
                        .orderId());
    }

    private Told.Arrived arrived(String session) {
        return assertInstanceOf(Told.Arrived.class, completed(session).getFirst());
    }

    /// By the session's id its refunds and disputes would never find the payment.
    @Test
    void aPaidSessionWithoutItsPaymentIsAskedFor() {
        String session = kit.opened("order-1");
        kit.stripe.pay(session);
        String whole = ((Told.Arrived) kit.told("checkout.session.completed").getFirst()).payment();
        String part = SESSION.replace("cs_test_a1b2c3", session).replace("\"pi_3Abc\"", "null");
        assertEquals(whole, arrived(part).payment());
        assertTrue(whole.startsWith("pi_"), whole);
    }

    /// A link to a shop's page can bring any `client_reference_id`; metadata only who has the key.
    @Test
    void aShopsSessionIsPassedOver() {
        assertEquals(List.of(), completed(SESSION.replace("weighbridge_order", "order")));
        assertEquals(List.of(), completed(SESSION.replace("\"metadata\"", "\"other\"")));
    }

    @Test
    void theOtherModeAndOtherAccountsArePassedOver() {
        String event =
                new String(event("checkout.session.completed", SESSION), StandardCharsets.UTF_8);
        String live =
                event.replace(
                        "\"livemode\": false,\n  \"pending", "\"livemode\": true,\n \"pending");
        assertEquals(List.of(), kit.provider.read(live.getBytes(StandardCharsets.UTF_8)));
        String theirs = event.replace("\"type\"", "\"account\": \"acct_1\", \"type\"");
        assertEquals(List.of(), kit.provider.read(theirs.getBytes(StandardCharsets.UTF_8)));
        assertEquals(1, kit.provider.read(event.getBytes(StandardCharsets.UTF_8)).size());
    }

    /// A version of the API that names things otherwise: it is asked in the version that we know.
    @Test
    void aSessionInPartsIsAskedFor() {
        String session = kit.opened("order-1");
        String payment = kit.stripe.pay(session);
        List<Told> told =
                completed(
                        SESSION.replace("cs_test_a1b2c3", session)
                                .replace("amount_total", "total_of_another_age"));
        assertEquals(
                new Told.Arrived(StripeKit.claim("order-1", session), payment, 21 * UNIT / 2),
                told.getFirst());
    }

    @Test
    void whatIsNotUnderstoodIsTriedAgainLater() {
        StripeKit.assertFault(
                ErrorCode.PROVIDER_UNAVAILABLE,
                () -> completed(SESSION.replace("\"paid\"", "\"paid_in_shells\"")));
        StripeKit.assertFault(
                ErrorCode.PROVIDER_UNAVAILABLE,
                () -> completed(SESSION.replace("\"usd\"", "\"zzz\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customer.created",
                "payment_intent.succeeded",
                "checkout.session.something_new",
                "invoice.paid",
                "charge.succeeded"
            })
    void unknownEventsSayNothing(String type) {
        assertEquals(List.of(), kit.provider.read(event(type, SESSION)));
        byte[] body = event(type, SESSION);
        assertEquals(
                new Verified.Genuine("evt_1Xyz", type, "cs_test_a1b2c3"),
                kit.provider.verify(kit.webhook(body)));
    }

    /// A shop's refund, and one of a payment that is nobody's.
    @Test
    void refundsOfOthersSayNothing() {
        String refund = "{\"id\": \"re_1\", \"object\": \"refund\", \"payment_intent\": %s}";
        assertEquals(
                List.of(),
                kit.provider.read(event("refund.created", refund.formatted("\"pi_nobodys\""))));
        assertEquals(
                List.of(), kit.provider.read(event("refund.created", refund.formatted("null"))));
    }

    @Test
    void eventsOfOneThingAreHandledInTurn() {
        String payment = kit.stripe.pay(kit.opened("order-1"));
        kit.stripe.failRefund(kit.stripe.refund(payment, 100));
        kit.stripe.dispute(payment, 950, "needs_response");
        for (String type :
                List.of(
                        "charge.refunded",
                        "refund.created",
                        "refund.failed",
                        "charge.dispute.created")) {
            var event = kit.event(type);
            assertEquals(
                    new Verified.Genuine(event.id(), type, payment),
                    kit.provider.verify(kit.webhook(event.bytes())));
        }
        assertEquals(
                new Verified.Genuine("evt_1Xyz", "refund.created", "evt_1Xyz"),
                kit.provider.verify(kit.webhook(event("refund.created", "7"))));
    }

    @Test
    void forgedAndStaleOnesAreRefused() {
        byte[] body = event("checkout.session.completed", SESSION);
        long now = kit.time.wallMs() / 1_000;
        String theirs = FakeSignature.header(List.of("whsec_of_somebody_else"), now, body);
        assertInstanceOf(Verified.Refused.class, kit.provider.verify(kit.webhook(body, theirs)));
        assertInstanceOf(Verified.Refused.class, kit.provider.verify(kit.webhook(body, "")));
        String ours = FakeSignature.header(List.of(StripeKit.SECRET), now, body);
        assertInstanceOf(Verified.Genuine.class, kit.provider.verify(kit.webhook(body, ours)));
        kit.time.pass(301_000);
        assertEquals(
                new Verified.Refused("signed 301 s ago"),
                kit.provider.verify(kit.webhook(body, ours)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"id\": \"evt_1\"}",
                "{\"id\": \"evt 1\", \"type\": \"a.b\"}",
                "{\"id\": 7, \"type\": \"a.b\"}",
                "{\"id\": \"evt_1\", \"type\": \"\\n\"}"
            })
    void whatIsSignedButNoEventIsRefused(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(
                new Verified.Refused("signed, but no event"),
                kit.provider.verify(kit.webhook(body)));
        assertEquals(List.of(), kit.provider.read(body));
    }
}
