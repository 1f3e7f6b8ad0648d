package io.weighbridge.backend.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighbridge.backend.BtcpayTable;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.StripeTable;
import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.backend.demo.btcpay.FakeDelivery;
import io.weighbridge.backend.demo.stripe.FakeSignature;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.btcpay.BtcpayProvider;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.stripe.StripeProvider;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Webhooks with any body, signed with the right secret, to a whole service over HTTP: whatever
/// comes, nothing is credited, as nobody has paid; and it is stored, or refused. Without
/// `JAZZER_FUZZ=1` only the inputs beside this test are tried; CONTRIBUTING.md says how to look for
/// others.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhookFuzzTest {
    private static final String STRIPE_SECRET = "whsec_of_this_test_0000000000";
    private static final String BTCPAY_SECRET = "secret-of-this-test-000000000";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long AMOUNT = 25 * Nanos.PER_UNIT;
    // What inputs say for ids that are others at each start.
    private static final String ORDER = "order_0000000000000";
    private static final String INVOICE = "INVOICEINVOICEINVOICEI";

    private final HttpCaller http = new HttpCaller();
    private DemoShop shop;
    private TestBackend service;
    private Account account;
    private String order;
    private String invoice;

    @BeforeAll
    void start(@TempDir Path folder) {
        shop = DemoShop.start();
        Config config =
                shop.with(Config.of(folder).withPort(0))
                        .with(StripeTable.WEBHOOK_SECRETS, STRIPE_SECRET)
                        .with(BtcpayTable.WEBHOOK_SECRET, BTCPAY_SECRET);
        service = TestBackend.start(config, new SystemTime());
        account = service.backend().accounts().create("Acme", 0);
        Orders orders = service.backend().payments().orders();
        Order made = orders.make(account.id(), AMOUNT, "");
        order = IdKind.ORDER.format(made.id());
        // Its session is not in the inputs: Stripe's word that it is paid would count.
        var _ = orders.choose(made.id(), StripeProvider.NAME);
        invoice = orders.choose(made.id(), BtcpayProvider.NAME).reference();
    }

    @AfterAll
    void stop() {
        service.close();
        shop.close();
        http.close();
    }

    @FuzzTest(maxDuration = "2m")
    void stripe(byte[] input) {
        byte[] body = body(input);
        String signature =
                FakeSignature.header(
                        List.of(STRIPE_SECRET), System.currentTimeMillis() / 1_000, body);
        assertTaken(StripeProvider.NAME, "Stripe-Signature", signature, body);
    }

    @FuzzTest(maxDuration = "2m")
    void btcpay(byte[] input) {
        byte[] body = body(input);
        assertTaken(
                BtcpayProvider.NAME,
                "BTCPay-Sig",
                FakeDelivery.signed(body, BTCPAY_SECRET).signature(),
                body);
    }

    private byte[] body(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1)
                .replace(ORDER, order)
                .replace(INVOICE, invoice)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void assertTaken(String provider, String header, String signature, byte[] body) {
        int status =
                http.send(
                                HttpCaller.to(
                                                service.backend().payPort().orElseThrow(),
                                                "/webhooks/" + provider)
                                        .header(header, signature)
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                        .statusCode();
        assertTrue(status == 200 || status == 400 || status == 413, "status: " + status);
        if (status == 200) {
            assertStored(body);
        }
        assertEquals(0, service.backend().accounts().balance(account.id(), 0).balanceNanos());
    }

    // One that came before under its id keeps its first body, and is counted.
    private void assertStored(byte[] body) {
        Deliveries deliveries = service.backend().payments().deliveries();
        List<Delivery> newest =
                deliveries.list(null, 0, PageKey.of(PageKey.SIZE_MAX, "", "test")).items();
        boolean isNew = Arrays.equals(deliveries.body(newest.getFirst().id()), body);
        assertTrue(isNew || newest.stream().anyMatch(each -> isAgain(each, body)), "not stored");
    }

    private static boolean isAgain(Delivery delivery, byte[] body) {
        try {
            for (JsonNode value : JSON.readTree(body)) {
                if (delivery.times() > 1 && value.asText().equals(delivery.eventId())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("stored, and no JSON", e);
        }
    }
}
