package io.weighbridge.backend.payments.btcpay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.payments.provider.Checkout;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.net.URI;

/// One invoice for one order, whatever happens in between.
final class BtcpayCheckoutTest {
    private static final OrderToPay ORDER = BtcpayTrial.order("order-1", 25_000_000_000L);

    @AutoClose private final BtcpayTrial trial = new BtcpayTrial();
    private final BtcpayHttp server = new BtcpayHttp(BtcpayTrial.settings(trial.http.url()));

    @Test
    void saysWhatTheInvoiceIsFor() {
        Checkout checkout = trial.provider.open(ORDER);
        JsonNode made = server.invoice(checkout.reference());
        assertEquals("25.00", made.path("amount").asText());
        assertTrue(made.path("amount").isTextual());
        assertEquals("USD", made.path("currency").asText());
        assertEquals("order-1", made.path("metadata").path("orderId").asText());
        assertEquals("Credit of 25.00 USD", made.path("metadata").path("itemDesc").asText());
        JsonNode rules = made.path("checkout");
        assertEquals("LowMediumSpeed", rules.path("speedPolicy").asText());
        assertEquals(15, rules.path("expirationMinutes").asInt());
        assertEquals(10_080, rules.path("monitoringMinutes").asInt());
        assertEquals(0, rules.path("paymentTolerance").asInt(-1));
        assertEquals("https://pay.example.com/orders/order-1", rules.path("redirectURL").asText());
        assertEquals(BtcpayTrial.BEGIN_MS + 15 * BtcpayTrial.MINUTE_MS, checkout.expiresAtMs());
        assertEquals("btcpay", trial.provider.name());
        assertEquals(PaymentMethod.BITCOIN, trial.provider.method());
    }

    /// Also where the server says that it is elsewhere.
    @Test
    void sendsCustomersToTheOperatorsAddressOnly() {
        Checkout checkout = trial.provider.open(ORDER);
        assertEquals(
                URI.create("https://pay.example.com/btc/i/" + checkout.reference()),
                checkout.page());
    }

    @Test
    void endsNoLaterThanTheOrder() {
        trial.time.pass(53 * BtcpayTrial.MINUTE_MS);
        assertEquals(ORDER.expiresAtMs(), trial.provider.open(ORDER).expiresAtMs());
    }

    @Test
    void isTheSameWhenAskedAgain() {
        Checkout first = trial.provider.open(ORDER);
        assertEquals(first, trial.provider.open(ORDER));
        assertEquals(first, trial.provider().open(ORDER));
        assertEquals(1, trial.fake.count());
        Checkout other = trial.provider.open(BtcpayTrial.order("order-2", 25_000_000_000L));
        assertNotEquals(first.reference(), other.reference());
        assertEquals(2, trial.fake.count());
    }

    @Test
    void anothersNumberIsAnotherInvoiceAndEachIsFoundAgain() {
        Checkout first = trial.provider.open(ORDER);
        Checkout second = trial.provider.open(second());
        assertNotEquals(first.reference(), second.reference());
        assertEquals(first, trial.provider().open(ORDER));
        assertEquals(second, trial.provider().open(second()));
        assertEquals(2, trial.fake.count());
    }

    private static OrderToPay second() {
        return new OrderToPay(
                ORDER.id(),
                2,
                ORDER.totalNanos(),
                ORDER.currency(),
                ORDER.title(),
                ORDER.expiresAtMs(),
                ORDER.returnTo(),
                false);
    }

    /// The invoice was made, and its answer lost.
    @Test
    void isTheSameAfterALostAnswer() {
        trial.http.loseAnswers(1);
        Fault fault = assertThrows(Fault.class, () -> trial.provider.open(ORDER));
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, fault.code());
        assertEquals(1, trial.fake.count());
        Checkout found = trial.provider().open(ORDER);
        assertEquals(found, trial.provider.open(ORDER));
        assertEquals(1, trial.fake.count());
    }

    /// Who can make invoices in the store cannot have one taken for an order of another amount.
    @Test
    void doesNotTakeAnInvoiceOfAnotherAmount() {
        trial.provider.open(BtcpayTrial.order("order-1", 1_000_000_000L));
        Checkout checkout = trial.provider.open(ORDER);
        assertEquals("25.00", server.invoice(checkout.reference()).path("amount").asText());
    }

    /// Who may make invoices in the store has made one for our order before us, on terms of his.
    @Test
    void doesNotTakeAStrangersOlderInvoice() {
        String theirs = server.create(twin("")).path("id").asText();
        trial.time.pass(1_000);
        Checkout ours = trial.provider.open(ORDER);
        assertNotEquals(theirs, ours.reference());
        JsonNode metadata = server.invoice(ours.reference()).path("metadata");
        assertTrue(metadata.path("orderUrl").isMissingNode(), metadata::toString);
        String seal = metadata.path("weighbridgeSeal").asText();
        assertEquals(64, seal.length());
        assertEquals(ours.reference(), trial.provider.open(ORDER).reference());
    }

    private static ObjectNode twin(String seal) {
        ObjectNode twin = JsonNodeFactory.instance.objectNode();
        twin.put("amount", "25.00").put("currency", "USD");
        twin.putObject("metadata").put("orderId", "order-1").put("weighbridgeSeal", seal);
        return twin;
    }

    @Test
    void ofSeveralTheOldestIsIt() {
        Checkout first = trial.provider.open(ORDER);
        trial.time.pass(1_000);
        trial.provider.open(BtcpayTrial.order("order-1", 1_000_000_000L));
        JsonNode made = server.invoice(first.reference());
        server.create(twin(made.path("metadata").path("weighbridgeSeal").asText()));
        assertEquals(3, trial.fake.count());
        assertEquals(first.reference(), trial.provider.open(ORDER).reference());
    }

    @Test
    void sendsNoMoneyBackByItself() {
        RefundToMake refund =
                new RefundToMake("refund-1", trial.opened(), 1_000_000_000L, "USD", "", () -> {});
        Fault fault = assertThrows(Fault.class, () -> trial.provider.refund(refund));
        assertEquals(ErrorCode.PROVIDER_REFUSED, fault.code());
    }
}
