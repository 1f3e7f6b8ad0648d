package io.weighbridge.backend.payments.btcpay;

import io.weighbridge.backend.demo.btcpay.FakeBtcpay;
import io.weighbridge.backend.demo.btcpay.FakeBtcpayHttp;
import io.weighbridge.backend.demo.btcpay.FakeDelivery;
import io.weighbridge.backend.demo.btcpay.FakeShop;
import io.weighbridge.backend.payments.provider.Checkout;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.testkit.HandTime;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A provider before a fake server, on a clock that is moved by hand.
final class BtcpayTrial implements AutoCloseable {
    static final String INSTALLATION = "inst_ours";
    static final Installation OURS = new Installation(INSTALLATION, 0);
    static final String STORE = "StoreOfThisTrial";
    static final String API_KEY = "canary-api-key-0123456789";
    static final String SECRET = "canary-webhook-secret-1";
    static final String OLD_SECRET = "canary-webhook-secret-0";
    static final long BEGIN_MS = 1_800_000_000_000L;
    static final long MINUTE_MS = 60_000;
    // Of which no number of coins makes a round sum.
    static final BigDecimal RATE = new BigDecimal("64392.23");

    final HandTime time = new HandTime(BEGIN_MS);
    final FakeBtcpay fake;
    final FakeBtcpayHttp http;
    final BtcpayProvider provider;

    BtcpayTrial() {
        fake = new FakeBtcpay(new FakeShop(STORE, API_KEY, SECRET, RATE), time::wallMs);
        http = FakeBtcpayHttp.start(fake);
        provider = provider();
    }

    /// A further one, as after a crash.
    BtcpayProvider provider() {
        return new BtcpayProvider(settings(http.url()), OURS, time);
    }

    static BtcpaySettings settings(URI url) {
        return new BtcpaySettings(
                url,
                URI.create("https://pay.example.com/btc"),
                STORE,
                API_KEY,
                List.of(SECRET, OLD_SECRET),
                2,
                15,
                10_080);
    }

    static OrderToPay order(String id, long totalNanos) {
        return new OrderToPay(
                id,
                1,
                totalNanos,
                "USD",
                "Credit of 25.00 USD",
                BEGIN_MS + 60 * MINUTE_MS,
                URI.create("https://pay.example.com/orders/" + id),
                false);
    }

    /// An invoice over 25 USD.
    String opened() {
        Checkout checkout = provider.open(order("order-1", 25_000_000_000L));
        return checkout.reference();
    }

    static OrderClaim claim(String invoice) {
        return new OrderClaim("order-1", invoice, 25_000_000_000L, "USD");
    }

    static Told.Arrived arrived(String invoice, long nanos) {
        return new Told.Arrived(claim(invoice), invoice, nanos);
    }

    /// Mines as many blocks as a payment needs.
    void confirm() {
        fake.mine();
        fake.mine();
    }

    void pass(long minutes) {
        time.pass(minutes * MINUTE_MS);
        fake.tick();
    }

    /// The webhooks that are due, all of which are taken.
    List<FakeDelivery> deliveries() {
        List<FakeDelivery> all = new ArrayList<>();
        fake.deliver(
                delivery -> {
                    all.add(delivery);
                    return 200;
                });
        return all;
    }

    static Webhook webhook(byte[] body, String signature) {
        return new Webhook(Map.of("btcpay-sig", signature), body, BEGIN_MS);
    }

    static Webhook webhook(FakeDelivery delivery) {
        return webhook(delivery.body(), delivery.signature());
    }

    @Override
    public void close() {
        http.close();
    }
}
