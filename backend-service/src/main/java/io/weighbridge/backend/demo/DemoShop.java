package io.weighbridge.backend.demo;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.BtcpayTable;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.PayPageTable;
import io.weighbridge.backend.PaymentTable;
import io.weighbridge.backend.StripeTable;
import io.weighbridge.backend.demo.btcpay.FakeBtcpay;
import io.weighbridge.backend.demo.btcpay.FakeBtcpayHttp;
import io.weighbridge.backend.demo.btcpay.FakeShop;
import io.weighbridge.backend.demo.stripe.FakeStripe;
import io.weighbridge.backend.demo.stripe.FakeStripeHttp;
import io.weighbridge.backend.demo.stripe.FakeWebhooksHttp;
import io.weighbridge.backend.payments.Orders;
import io.weighbridge.backend.payments.btcpay.BtcpayProvider;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.stripe.StripeProvider;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Customers of the demo who buy credit: a stand-in for Stripe and one for BTCPay on free ports of
/// this machine, and the customers' clicks. No money moves.
public final class DemoShop implements AutoCloseable {
    private static final int PORT_LEAST = 20_000;
    private static final int PORT_MOST = 30_000;
    private static final int PORT_ATTEMPTS = 100;
    private static final String STRIPE_KEY = "sk_test_weighbridge_demo_0000";
    private static final String STRIPE_SECRET = "whsec_weighbridge_demo_00000000";
    private static final FakeShop BITCOIN =
            new FakeShop(
                    "demostore",
                    "weighbridge-demo-key-0000",
                    "weighbridge-demo-webhooks",
                    new BigDecimal("64000"));

    private final int port;
    private final FakeStripe stripe;
    private final FakeStripeHttp stripeHttp;
    private final FakeWebhooksHttp stripeWebhooks;
    private final FakeBtcpay btcpay;
    private final FakeBtcpayHttp btcpayHttp;

    private DemoShop(TimeSource time) {
        port = freePort();
        stripeWebhooks =
                new FakeWebhooksHttp(
                        () -> webhooks(StripeProvider.NAME),
                        List.of(STRIPE_SECRET),
                        FakeWebhooksHttp.Habits.good(),
                        time);
        stripe = new FakeStripe(time, false, stripeWebhooks);
        stripeHttp = FakeStripeHttp.start(stripe, STRIPE_KEY);
        btcpay = new FakeBtcpay(BITCOIN, time::wallMs);
        btcpayHttp = FakeBtcpayHttp.start(btcpay);
    }

    /// Starts the stand-ins.
    public static DemoShop start() {
        return new DemoShop(new SystemTime());
    }

    // Customers' links name the port, so it must be known before the service runs. Below those that
    // systems give to connections, so that none takes it until then.
    private static int freePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(PORT_LEAST, PORT_MOST);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        throw Fault.internal("no port is free from " + PORT_LEAST + " to " + PORT_MOST, null);
    }

    /// A service's settings with these providers.
    public Config with(Config config) {
        return config.with(PaymentTable.PUBLIC_URL, "http://127.0.0.1:" + port)
                .with(PaymentTable.ORDER_LEAST, "0.10")
                .with(PaymentTable.AUTO_TOPUP, "true")
                .with(PaymentTable.AUTO_TOPUP_INTERVAL_S, "2")
                .with(PayPageTable.PORT, Integer.toString(port))
                .with(PayPageTable.DEMONSTRATION, "true")
                .with(StripeTable.SECRET_KEY, STRIPE_KEY)
                .with(StripeTable.WEBHOOK_SECRETS, STRIPE_SECRET)
                .with(StripeTable.API_URL, stripeHttp.url().toString())
                .with(BtcpayTable.STORE_ID, BITCOIN.id())
                .with(BtcpayTable.API_KEY, BITCOIN.apiKey())
                .with(BtcpayTable.WEBHOOK_SECRET, BITCOIN.webhookSecret())
                .with(BtcpayTable.URL, btcpayHttp.url().toString());
    }

    private URI webhooks(String provider) {
        return URI.create("http://127.0.0.1:" + port + "/webhooks/" + provider);
    }

    /// A customer buys credit and pays at once.
    ///
    /// @param isCard by card, else with Bitcoin, which the next block confirms
    /// @return the order, whose credit comes with the provider's webhook
    public Order buy(Backend backend, long accountId, long nanos, boolean isCard) {
        Orders orders = backend.payments().orders();
        Order order = orders.make(accountId, nanos, "");
        OpenedCheckout checkout =
                orders.choose(order.id(), isCard ? StripeProvider.NAME : BtcpayProvider.NAME);
        if (isCard) {
            var _ = stripe.pay(checkout.reference());
        } else {
            var _ = btcpay.pay(checkout.reference(), btcpay.due(checkout.reference()));
            btcpay.mine();
            btcpayHttp.deliver(webhooks(BtcpayProvider.NAME));
        }
        return order;
    }

    /// The same by card, which the customer has saved.
    public Order buyAndSave(Backend backend, long accountId, long nanos) {
        Orders orders = backend.payments().orders();
        Order order = orders.make(accountId, nanos, "");
        OpenedCheckout checkout = orders.choose(order.id(), StripeProvider.NAME, true);
        var _ = stripe.pay(checkout.reference());
        return order;
    }

    /// Whether an order's money has arrived.
    public static boolean isPaid(Backend backend, Order order) {
        return backend.payments().orders().require(order.id()).state() == OrderState.PAID;
    }

    /// The stand-in for Stripe, for what else a customer may do.
    public FakeStripe stripe() {
        return stripe;
    }

    /// The stand-in for BTCPay.
    public FakeBtcpay btcpay() {
        return btcpay;
    }

    /// Has what is due of BTCPay's webhooks sent.
    public void deliverBitcoin() {
        btcpayHttp.deliver(webhooks(BtcpayProvider.NAME));
    }

    @Override
    public void close() {
        stripeWebhooks.close();
        stripeHttp.close();
        btcpayHttp.close();
    }
}
