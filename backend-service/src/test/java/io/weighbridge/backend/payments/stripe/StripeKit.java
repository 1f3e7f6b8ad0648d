package io.weighbridge.backend.payments.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.demo.stripe.FakeEvent;
import io.weighbridge.backend.demo.stripe.FakeSignature;
import io.weighbridge.backend.demo.stripe.FakeStripe;
import io.weighbridge.backend.demo.stripe.FakeStripeHttp;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.function.Executable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A provider and the stand-in that it talks to, over HTTP.
final class StripeKit implements AutoCloseable {
    static final long NOW_MS = 1_790_000_000_000L;
    static final long UNIT = 1_000_000_000L;
    static final String INSTALLATION = "inst_ours";
    static final Installation OURS = new Installation(INSTALLATION, 0);
    static final String KEY = "sk_test_CanaryOfTheSecretKey";
    static final String SECRET = "whsec_CanaryOfTheWebhookSecret";

    final HandTime time = new HandTime(NOW_MS);
    final List<FakeEvent> events = new CopyOnWriteArrayList<>();
    final FakeStripe stripe = new FakeStripe(time, false, events::add);
    final FakeStripeHttp server = FakeStripeHttp.start(stripe, KEY);
    final StripeProvider provider = provider(Duration.ofSeconds(20));

    StripeProvider provider(Duration limit) {
        return new StripeProvider(settings(server.url()), OURS, time, limit);
    }

    static StripeSettings settings(URI api) {
        return new StripeSettings(KEY, List.of(SECRET), false, api);
    }

    OrderToPay order(String id) {
        return order(id, 21 * UNIT / 2, "USD", 3_600);
    }

    OrderToPay order(String id, long totalNanos, String currency, long leftSeconds) {
        return new OrderToPay(
                id,
                1,
                totalNanos,
                currency,
                "Credit & fee: 10.00 + 0.50 USD",
                time.wallMs() + leftSeconds * 1_000,
                URI.create("https://pay.example/orders/7?lang=en"),
                false);
    }

    /// A session of an order of 10.50 USD.
    String opened(String order) {
        return provider.open(order(order)).reference();
    }

    static OrderClaim claim(String order, String session) {
        return new OrderClaim(order, session, 21 * UNIT / 2, "USD");
    }

    /// What the newest event of a type says.
    List<Told> told(String type) {
        return provider.read(event(type).bytes());
    }

    FakeEvent event(String type) {
        return events.reversed().stream()
                .filter(event -> event.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " in " + events));
    }

    /// A webhook signed now.
    Webhook webhook(byte[] body) {
        return webhook(body, FakeSignature.header(List.of(SECRET), time.wallMs() / 1_000, body));
    }

    Webhook webhook(byte[] body, String signature) {
        return new Webhook(Map.of("stripe-signature", signature), body, time.wallMs());
    }

    RefundToMake refund(String id, String payment, long amountNanos) {
        return new RefundToMake(id, payment, amountNanos, "USD", "asked for by mail", () -> {});
    }

    static Fault assertFault(ErrorCode code, Executable work) {
        Fault fault = assertThrows(Fault.class, work);
        assertEquals(code, fault.code(), fault::text);
        return fault;
    }

    @Override
    public void close() {
        server.close();
    }
}
