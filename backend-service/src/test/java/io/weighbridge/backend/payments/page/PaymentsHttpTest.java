package io.weighbridge.backend.payments.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.CodesGrpc;
import io.weighbridge.proto.v1.ExportCodesRequest;
import io.weighbridge.proto.v1.MakeCodesRequest;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/// Customers pay orders at their pages, with the stand-ins of the providers behind them.
final class PaymentsHttpTest {
    private static final long AMOUNT = 25 * Nanos.PER_UNIT;

    @TempDir Path folder;
    private final HttpCaller http = new HttpCaller();
    private DemoShop shop;
    private TestBackend service;
    private Account acme;

    @BeforeEach
    void open() {
        shop = DemoShop.start();
        service = TestBackend.start(shop.with(Config.of(folder).withPort(0)), new SystemTime());
        acme = backend().accounts().create("Acme <b>&</b> \"Söhne\"", 0);
    }

    @AfterEach
    void close() {
        service.close();
        shop.close();
        http.close();
    }

    private Backend backend() {
        return service.backend();
    }

    private int port() {
        return backend().payPort().orElseThrow();
    }

    private Order order(long amountNanos) {
        return backend().payments().orders().make(acme.id(), amountNanos, "");
    }

    private String path(Order order) {
        return "/pay/" + backend().payments().orders().token(order);
    }

    private HttpResponse<String> get(String path) {
        return http.send(HttpCaller.to(port(), path).GET());
    }

    private HttpResponse<String> choose(Order order, String form) {
        return http.send(
                HttpCaller.to(port(), path(order))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private long balance() {
        return backend().accounts().balance(acme.id(), 0).balanceNanos();
    }

    // The page knows first: the credit is planned with what it says, and moves at once after it.
    private void awaitBalance(long nanos) {
        Calls.await("a balance of " + nanos, () -> balance() == nanos);
    }

    private String awaitPage(Order order, String text) {
        Calls.await(text, () -> get(path(order)).body().contains(text));
        return get(path(order)).body();
    }

    private static String reference(HttpResponse<String> chosen) {
        String page = chosen.headers().firstValue("location").orElseThrow();
        return page.substring(page.lastIndexOf('/') + 1);
    }

    @Test
    void aCardIsPaidFromTheLinkToTheReceipt() throws IOException {
        Order order = order(AMOUNT);
        HttpResponse<String> page = get(path(order));
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("Pay 25.00 USD by card"), page.body());
        assertTrue(page.body().contains("Pay 25.00 USD with Bitcoin"), page.body());
        assertTrue(page.body().contains("no real money moves"), page.body());

        HttpResponse<String> chosen = choose(order, "method=card");
        assertEquals(303, chosen.statusCode());
        assertTrue(get(path(order)).body().contains("Waiting for your payment"));
        // Again it is the same page of the provider's.
        assertEquals(reference(chosen), reference(choose(order, "method=card")));
        var _ = shop.stripe().pay(reference(chosen));

        var _ = awaitPage(order, "<h1 class=\"good\">Paid</h1>");
        awaitBalance(AMOUNT);
        String paid = awaitPage(order, "(PDF)");
        Payment payment = backend().payments().orders().standing(order.id()).payments().getFirst();
        String receipt = path(order) + '/' + payment.receipt() + ".pdf";
        assertTrue(paid.contains(receipt), paid);
        String text = pdf(receipt);
        assertTrue(text.contains("Receipt " + payment.receipt()), text);
        assertTrue(text.contains("Acme <b>&</b> \"Söhne\""), text);
        assertTrue(text.contains("25.00 USD"), text);
        assertTrue(text.contains("no real money moved"), text);
    }

    @Test
    void aReceiptSaysBelowWhatChangedSince() throws IOException {
        Order order = order(AMOUNT);
        String paid = shop.stripe().pay(reference(choose(order, "method=card")));
        String number = awaitPage(order, "(PDF)").replaceAll("(?s).*/([0-9-]+)\\.pdf.*", "$1");
        String receipt = path(order) + '/' + number + ".pdf";
        awaitBalance(AMOUNT);
        String before = pdf(receipt);
        assertFalse(before.contains("Changed since"), before);

        var _ = shop.stripe().refund(paid, 1_000);
        awaitBalance(15 * Nanos.PER_UNIT);
        String after = pdf(receipt);
        assertTrue(after.startsWith(before), after);
        String since = after.substring(before.length());
        assertTrue(since.contains("Given back -10.00 USD"), since);
        assertTrue(since.contains("Credit left for it 15.00 USD"), since);
    }

    private String pdf(String path) throws IOException {
        try (InputStream answer = http.open(HttpCaller.to(port(), path).GET()).body();
                PDDocument document = Loader.loadPDF(answer.readAllBytes())) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void bitcoinIsCreditedForWhatArrivedOnceABlockHasIt() {
        Order order = order(AMOUNT);
        String invoice = reference(choose(order, "method=bitcoin"));
        BigDecimal more = shop.btcpay().due(invoice).multiply(new BigDecimal("1.04"));
        var _ = shop.btcpay().pay(invoice, more.setScale(8, RoundingMode.DOWN));
        shop.deliverBitcoin();
        var _ = awaitPage(order, "Payment seen, not certain yet");
        assertEquals(0, balance());
        shop.btcpay().mine();
        shop.deliverBitcoin();
        String page = awaitPage(order, "Paid, with another amount");
        awaitBalance(26 * Nanos.PER_UNIT);
        assertTrue(page.contains("26.00 USD"), page);
    }

    @Test
    void theCustomerChoosesTheAmountWhereTheOrderHasNone() {
        Order order = order(0);
        String page = get(path(order)).body();
        assertTrue(page.contains("Choose how much"), page);
        assertFalse(page.contains("by card"), page);
        HttpResponse<String> wrong = choose(order, "amount=ten");
        assertEquals(409, wrong.statusCode());
        assertTrue(wrong.body().contains("a number such as 25 or 12.50"), wrong.body());
        assertEquals(409, choose(order, "amount=0.01").statusCode());
        assertEquals(409, choose(order, "amount=%zz").statusCode());
        assertEquals(409, choose(order, "method=card").statusCode());
        assertEquals(303, choose(order, "amount=12%2C50").statusCode());
        assertTrue(get(path(order)).body().contains("Pay 12.50 USD by card"));
        // Once it is chosen it stays.
        assertEquals(409, choose(order, "amount=30").statusCode());
    }

    private String code() {
        CodesGrpc.CodesBlockingStub codes = CodesGrpc.newBlockingStub(service.channel());
        String batch =
                codes.makeCodes(
                                MakeCodesRequest.newBuilder()
                                        .setOperationId(UUID.randomUUID().toString())
                                        .setCampaign("spring")
                                        .setCount(1)
                                        .setAmountNanos(AMOUNT)
                                        .setCreditExpiresDays(30)
                                        .setRedeemUntilMs(System.currentTimeMillis() + 3_600_000)
                                        .build())
                        .getBatch();
        return codes.exportCodes(ExportCodesRequest.newBuilder().setBatch(batch).build())
                .getCodes(0);
    }

    @Test
    void aCodeIsRedeemedForTheAccountOfTheLinkWithinSomeTries() {
        Order order = order(AMOUNT);
        assertTrue(get(path(order)).body().contains("Have a code?"));
        String code = code();
        HttpResponse<String> given = choose(order, "code=" + code.replace('-', '+'));
        assertEquals(200, given.statusCode(), given.body());
        assertTrue(
                given.body().contains("25.00 USD of credit were added to the account"),
                given.body());
        assertEquals(AMOUNT, balance());
        assertTrue(choose(order, "code=" + code).body().contains("in the account already"));
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> wrong = choose(order, "code=%zz" + code);
            assertEquals(409, wrong.statusCode());
            assertTrue(wrong.body().contains("That is no code."), wrong.body());
            assertFalse(wrong.body().contains(code), wrong.body());
        }
        String right = code();
        assertTrue(choose(order, "code=" + right).body().contains("Too many codes"));
        assertEquals(AMOUNT, balance());
        // Only of that order.
        assertEquals(200, choose(order(AMOUNT), "code=" + right).statusCode());
        assertEquals(2 * AMOUNT, balance());
    }

    @Test
    void nothingIsShownWithoutTheWholeLink() {
        Order order = order(AMOUNT);
        Order other = order(AMOUNT);
        String link = path(order);
        assertEquals(404, get(link.substring(0, link.length() - 1)).statusCode());
        assertEquals(404, get(link + "0").statusCode());
        assertEquals(404, get("/pay/" + "x".repeat(3_000)).statusCode());
        assertEquals(404, get("/pay/").statusCode());
        // The signature of one on the id of another.
        String own = link.substring(5);
        String others = path(other).substring(5);
        int half = own.length() / 2;
        assertEquals(
                404, get("/pay/" + own.substring(0, half) + others.substring(half)).statusCode());
        assertEquals(404, get(link + "/2026-000001.pdf").statusCode());
        assertEquals(404, get(link + "/.pdf").statusCode());
    }

    @Test
    void aReceiptIsShownToItsOwnOrderOnly() {
        Order order = order(AMOUNT);
        Order other = order(AMOUNT);
        var _ = shop.stripe().pay(reference(choose(order, "method=card")));
        String page = awaitPage(order, "(PDF)");
        String number = page.replaceAll("(?s).*/([0-9-]+)\\.pdf.*", "$1");
        assertEquals(200, get(path(order) + '/' + number + ".pdf").statusCode());
        assertEquals(404, get(path(other) + '/' + number + ".pdf").statusCode());
    }

    @Test
    void namesAreTextAndNobodyKeepsThePage() {
        HttpResponse<String> page = get(path(order(AMOUNT)));
        assertTrue(page.body().contains("Acme &lt;b&gt;&amp;&lt;/b&gt; &quot;Söhne&quot;"));
        assertFalse(page.body().contains("<b>"), page.body());
        assertEquals("no-store", page.headers().firstValue("cache-control").orElseThrow());
        assertEquals("no-referrer", page.headers().firstValue("referrer-policy").orElseThrow());
        assertTrue(
                page.headers()
                        .firstValue("content-security-policy")
                        .orElseThrow()
                        .startsWith("default-src 'none'"));
    }

    @Test
    void aWebhookThatIsNotGenuineCreditsNothing() {
        Order order = order(AMOUNT);
        String session = reference(choose(order, "method=card"));
        String forged =
                "{\"id\":\"evt_1\",\"object\":\"event\",\"livemode\":false,"
                        + "\"type\":\"checkout.session.completed\",\"data\":{\"object\":{\"id\":\""
                        + session
                        + "\",\"object\":\"checkout.session\",\"payment_status\":\"paid\"}}}";
        assertEquals(400, webhook("stripe", forged, "t=1,v1=00"));
        assertEquals(400, webhook("btcpay", forged, "sha256=00"));
        assertEquals(404, webhook("paypal", forged, ""));
        assertEquals(413, webhook("stripe", "x".repeat((256 << 10) + 1), ""));
        assertEquals(0, balance());
        assertTrue(get(path(order)).body().contains("Waiting for your payment"));
    }

    private int webhook(String provider, String body, String signature) {
        return http.send(
                        HttpCaller.to(port(), "/webhooks/" + provider)
                                .header("Stripe-Signature", signature)
                                .header("BTCPay-Sig", signature)
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }
}
