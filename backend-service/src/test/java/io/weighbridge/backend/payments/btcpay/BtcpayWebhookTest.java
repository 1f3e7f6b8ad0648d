package io.weighbridge.backend.payments.btcpay;

import static io.weighbridge.backend.payments.btcpay.BtcpayTrial.OLD_SECRET;
import static io.weighbridge.backend.payments.btcpay.BtcpayTrial.SECRET;
import static io.weighbridge.backend.payments.btcpay.BtcpayTrial.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.btcpay.FakeDelivery;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.ListedPayment;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Webhooks: whose they are, and that neither their number nor their order changes what is told.
final class BtcpayWebhookTest {
    @AutoClose private final BtcpayTrial trial = new BtcpayTrial();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Verified verify(String body, String secret) {
        return trial.provider.verify(webhook(FakeDelivery.signed(bytes(body), secret)));
    }

    private void refused(Webhook webhook) {
        Verified.Refused refused =
                assertInstanceOf(Verified.Refused.class, trial.provider.verify(webhook));
        assertFalse(refused.why().contains("canary"), refused.why());
    }

    private static String event(String store, String invoice) {
        return "{\"deliveryId\":\"D2\",\"originalDeliveryId\":\"D1\",\"isRedelivery\":true,"
                + "\"type\":\"InvoiceSettled\",\"storeId\":\""
                + store
                + "\",\"invoiceId\":\""
                + invoice
                + "\"}";
    }

    /// Reckoned by another program.
    @Test
    void knowsASignature() {
        BtcpaySignature signature = new BtcpaySignature(List.of("a-secret-of-webhooks"));
        byte[] body =
                bytes(
                        "{\n  \"deliveryId\": \"D1\",\n  \"type\": \"InvoiceSettled\",\n"
                                + "  \"storeId\": \"S1\"\n}");
        String right = "sha256=071b836b756d4c2f9e28ed32a0017c37df8576cb1adce63dfa0b2cf1044f5460";
        assertTrue(signature.isOf(body, right));
        assertFalse(signature.isOf(bytes("{}"), right));
        for (int i = 0; i < right.length(); i++) {
            char other = right.charAt(i) == '0' ? '1' : '0';
            String forged = right.substring(0, i) + other + right.substring(i + 1);
            assertFalse(signature.isOf(body, forged), forged);
            assertFalse(signature.isOf(body, right.substring(0, i)));
        }
        assertFalse(signature.isOf(body, right + "0"));
        assertFalse(signature.isOf(body, "sha256=" + "zz".repeat(32)));
    }

    @Test
    void saysWhatItIsAbout() {
        assertEquals(
                new Verified.Genuine("D1", "InvoiceSettled", "I1"),
                verify(event(BtcpayTrial.STORE, "I1"), SECRET));
        assertEquals(
                new Verified.Genuine("D3", "PayoutUpdated", "D3"),
                verify(
                        "{\"deliveryId\":\"D3\",\"type\":\"PayoutUpdated\",\"storeId\":\""
                                + BtcpayTrial.STORE
                                + "\"}",
                        SECRET));
    }

    /// As the server sends it to this day: which payout of which page, and its state, which is not
    /// believed.
    @Test
    void ofAPayoutItTellsWhichPageToAskAbout() {
        String body =
                "{\"deliveryId\":\"D4\",\"type\":\"PayoutApproved\",\"storeId\":\""
                        + BtcpayTrial.STORE
                        + "\",\"payoutId\":\"P1\",\"pullPaymentId\":\"L1\","
                        + "\"payoutState\":\"Completed\"}";
        assertEquals(new Verified.Genuine("D4", "PayoutApproved", "L1"), verify(body, SECRET));
        trial.http.close();
        assertEquals(List.of(new Told.RefundPage("L1")), trial.provider.read(bytes(body)));
        // One that a person made by hand is of no page.
        assertEquals(List.of(), trial.provider.read(bytes(body.replace("\"L1\"", "null"))));
    }

    /// While the secret is changed, either is right.
    @Test
    void knowsTheSecretBefore() {
        assertInstanceOf(
                Verified.Genuine.class, verify(event(BtcpayTrial.STORE, "I1"), OLD_SECRET));
        refused(
                webhook(
                        FakeDelivery.signed(
                                bytes(event(BtcpayTrial.STORE, "I1")), "another-secret-of-16")));
    }

    @Test
    void refusesWhatIsNotTheStores() {
        FakeDelivery right = FakeDelivery.signed(bytes(event(BtcpayTrial.STORE, "I1")), SECRET);
        refused(new Webhook(Map.of(), right.body(), 0));
        refused(webhook(bytes(event(BtcpayTrial.STORE, "I2")), right.signature()));
        refused(webhook(FakeDelivery.signed(bytes(event("AnotherStore", "I1")), SECRET)));
        refused(webhook(FakeDelivery.signed(bytes("[]"), SECRET)));
        refused(webhook(FakeDelivery.signed(bytes("{\"type\":\"InvoiceSettled\"}"), SECRET)));
        refused(webhook(FakeDelivery.signed(bytes("[".repeat(200_000)), SECRET)));
    }

    @Test
    void whatIsOfNoInterestAsksNobody() {
        trial.http.close();
        for (String type : List.of("InvoiceCreated", "PayoutUpdated", "SomethingNew")) {
            String body =
                    "{\"deliveryId\":\"D1\",\"type\":\""
                            + type
                            + "\",\"storeId\":\"S\",\"invoiceId\":\"I1\"}";
            assertEquals(List.of(), trial.provider.read(bytes(body)));
        }
    }

    /// A customer's whole journey, its webhooks doubled and in any order: told is what is so now.
    @Test
    void doubledAndInAnyOrderTheyTellTheSame() {
        String invoice = trial.opened();
        trial.fake.pay(invoice, trial.fake.due(invoice));
        trial.confirm();
        List<FakeDelivery> once = trial.deliveries();
        List<FakeDelivery> all = new ArrayList<>(once);
        Set<String> types = new HashSet<>();
        all.forEach(each -> types.add(genuine(each).type()));
        assertEquals(
                Set.of(
                        "InvoiceCreated",
                        "InvoiceReceivedPayment",
                        "InvoiceProcessing",
                        "InvoicePaymentSettled",
                        "InvoiceSettled"),
                types);
        all.addAll(once);
        Collections.shuffle(all, new Random(7));
        Set<List<Told>> told = new HashSet<>();
        for (FakeDelivery each : all) {
            assertEquals(invoice, genuine(each).about());
            if (!genuine(each).type().equals("InvoiceCreated")) {
                told.add(trial.provider.read(each.body()));
            }
        }
        assertEquals(Set.of(List.<Told>of(BtcpayTrial.arrived(invoice, 25_000_000_000L))), told);
    }

    private Verified.Genuine genuine(FakeDelivery delivery) {
        return assertInstanceOf(Verified.Genuine.class, trial.provider.verify(webhook(delivery)));
    }

    /// Each delivery has an id of its own; the event's stays.
    @Test
    void triedAgainItIsTheSameEvent() {
        trial.opened();
        Set<String> events = new HashSet<>();
        Set<String> bodies = new HashSet<>();
        List<Long> atS = new ArrayList<>();
        while (trial.fake.webhooksWaiting() > 0) {
            trial.fake.deliver(
                    delivery -> {
                        events.add(genuine(delivery).eventId());
                        bodies.add(new String(delivery.body(), StandardCharsets.UTF_8));
                        atS.add((trial.time.wallMs() - BtcpayTrial.BEGIN_MS) / 1_000);
                        return 503;
                    });
            trial.time.pass(1_000);
        }
        assertEquals(List.of(0L, 10L, 70L, 670L, 1_270L, 1_870L, 2_470L, 3_070L, 3_670L), atS);
        assertEquals(1, events.size());
        assertEquals(9, bodies.size());
    }

    /// Whatever is in a body, and whoever signed it: a verdict, and never an exception.
    @Test
    void mutilatedBodiesAreRefused() {
        Random random = new Random(11);
        byte[] right = bytes(event(BtcpayTrial.STORE, "I1"));
        String signature = FakeDelivery.signed(right, SECRET).signature();
        int genuine = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] body = right.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                body[random.nextInt(body.length)] ^= (byte) (1 + random.nextInt(255));
            }
            refused(webhook(body, signature));
            Verified signed = trial.provider.verify(webhook(FakeDelivery.signed(body, SECRET)));
            if (signed instanceof Verified.Genuine(var id, var type, var about)) {
                genuine++;
                assertTrue(id.length() <= 100 && type.length() <= 100 && about.length() <= 100);
            }
        }
        // Most bits are in names and values that may be others.
        assertTrue(genuine > 100 && genuine < 4_000, "genuine: " + genuine);
    }

    @Test
    void saysWhatAnotherInstallationAtTheSameStoreOpened() {
        String invoice = trial.opened();
        var _ = trial.fake.pay(invoice, trial.fake.due(invoice));
        trial.confirm();
        BtcpayProvider other = since(0);
        Told.Foreign ours = new Told.Foreign(BtcpayTrial.INSTALLATION);
        FakeDelivery settled = trial.deliveries().getLast();
        assertTrue(other.read(settled.body()).contains(ours));
        assertFalse(trial.provider.read(settled.body()).contains(ours));
        assertEquals(1, listed(trial.provider));
        assertEquals(0, listed(other));
    }

    @Test
    void takesWhatWasOpenedBeforeItsKeyWasMadeForItsOwn() {
        // The backup that it was restored from had neither the key nor the order.
        String order = IdKind.ORDER.format(new IdSource(trial.time).next());
        String invoice = trial.provider.open(BtcpayTrial.order(order, 25_000_000_000L)).reference();
        var _ = trial.fake.pay(invoice, trial.fake.due(invoice));
        trial.confirm();
        FakeDelivery settled = trial.deliveries().getLast();
        BtcpayProvider restored = since(trial.time.wallMs() + 1);
        assertEquals(trial.provider.read(settled.body()), restored.read(settled.body()));
        assertEquals(1, listed(restored));
    }

    private BtcpayProvider since(long sinceMs) {
        return new BtcpayProvider(
                BtcpayTrial.settings(trial.http.url()),
                new Installation("inst_other", sinceMs),
                trial.time);
    }

    private int listed(BtcpayProvider provider) {
        List<ListedPayment> all = new ArrayList<>();
        long nowMs = trial.time.wallMs();
        provider.lists().orElseThrow().changed(nowMs - 60_000, nowMs + 60_000, all::addAll);
        return all.size();
    }
}
