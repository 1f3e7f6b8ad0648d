package io.weighbridge.backend.payments.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Our requests against Stripe's own stand-in, which checks them by Stripe's description of its
/// API. It remembers nothing, so what it answers says little.
@NeedsProgram(Program.STRIPE_MOCK)
final class StripeMockTest {
    @TempDir Path folder;

    @Test
    void stripesOwnDescriptionAllowsWhatWeAsk() {
        int port = RunningProgram.freePorts(1).getFirst();
        List<String> command =
                List.of(Program.STRIPE_MOCK.path().toString(), "-http-addr", "127.0.0.1:" + port);
        try (RunningProgram mock = RunningProgram.start(command, folder, Map.of())) {
            mock.awaitPort(port);
            StripeHttp stripe =
                    new StripeHttp(
                            StripeKit.settings(URI.create("http://127.0.0.1:" + port)),
                            StripeKit.INSTALLATION,
                            Duration.ofSeconds(20));
            OrderToPay order =
                    new OrderToPay(
                            "order-1",
                            1,
                            StripeKit.UNIT,
                            "USD",
                            "Credit",
                            StripeKit.NOW_MS + 3_600_000,
                            URI.create("https://pay.example/orders/7"),
                            true);
            SessionEnd end = SessionEnd.of(order, StripeKit.INSTALLATION, StripeKit.NOW_MS);
            var session = stripe.open(order, 100, end);
            assertEquals("checkout.session", session.path("object").asText());
            assertFalse(StripeJson.id(session, "id").isEmpty());
            String payment = StripeJson.id(stripe.session("cs_test_1"), "payment_intent");
            assertFalse(payment.isEmpty());
            assertEquals("payment_intent", stripe.payment(payment).path("object").asText());
            assertEquals("refund", stripe.refunds(payment).getFirst().path("object").asText());
            assertEquals("dispute", stripe.disputes(payment).getFirst().path("object").asText());
            var movement = stripe.movements(0, 1_790_000_000, "txn_1").path("data").path(0);
            assertEquals("balance_transaction", movement.path("object").asText());
            assertTrue(movement.path("source").isObject(), movement::toString);
            stripe.refund(new RefundToMake("refund-1", payment, 100, "USD", "why", () -> {}), 100);
            CardCharge charge = new CardCharge(order, "cus_1", "pm_1", 0);
            assertNotNull(stripe.charge(charge, 100));
            assertEquals(
                    "payment_intent",
                    stripe.payments("cus_1", 0).getFirst().path("object").asText());
            assertTrue(stripe.sessionWithCard("cs_test_1").path("payment_intent").isObject());
            stripe.forget("pm_1");
        }
    }
}
