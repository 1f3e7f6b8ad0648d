package io.weighbridge.backend.demo.btcpay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/// A BTCPay Server without a chain: payments and blocks come when somebody asks for them. Its
/// monitor guards all of it; only one thread at a time delivers webhooks, outside of that.
public final class FakeBtcpay {
    private final FakeShop store;
    private final LongSupplier nowMs;
    private final ReentrantLock delivering = new ReentrantLock();
    private final LinkedHashMap<String, FakeInvoice> invoices = new LinkedHashMap<>();
    private final FakeWebhooks webhooks;
    private final FakePulls pulls;

    /// @param nowMs its clock, in milliseconds since 1970
    public FakeBtcpay(FakeShop store, LongSupplier nowMs) {
        this.store = store;
        this.nowMs = nowMs;
        this.webhooks = new FakeWebhooks(store, nowMs);
        this.pulls = new FakePulls(nowMs, this::paysOut);
    }

    /// Its refunds.
    public FakePulls pulls() {
        return pulls;
    }

    private synchronized void paysOut(String type, ObjectNode payout) {
        webhooks.add(type, payout);
    }

    FakeShop store() {
        return store;
    }

    /// Makes an invoice.
    synchronized FakeInvoice create(ObjectNode request) {
        int blocks =
                switch (request.path("checkout").path("speedPolicy").asText()) {
                    case "LowSpeed" -> 6;
                    case "LowMediumSpeed" -> 2;
                    case "HighSpeed" -> 0;
                    default -> 1;
                };
        FakeInvoice made =
                new FakeInvoice(Ids.fresh(), request, store.rate(), blocks, nowMs.getAsLong());
        invoices.put(made.id(), made);
        webhooks.add(made, new FakeInvoice.Event("InvoiceCreated", Wire.object()));
        return made;
    }

    /// Reads an invoice while nothing changes it.
    ///
    /// @return null when there is none
    synchronized <T> @Nullable T look(String id, Function<FakeInvoice, T> reader) {
        FakeInvoice found = invoices.get(id);
        return found == null ? null : reader.apply(found);
    }

    /// The invoices of an order, the newest first.
    synchronized ArrayNode find(String orderId, Function<FakeInvoice, ObjectNode> writer) {
        List<FakeInvoice> all = new ArrayList<>(invoices.sequencedValues().reversed());
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        for (FakeInvoice each : all) {
            if (each.orderId().equals(orderId)) {
                found.add(writer.apply(each));
            }
        }
        return found;
    }

    /// A page of those that were made in a time, the newest first.
    ///
    /// @param fromS seconds since 1970, as the next
    synchronized ArrayNode made(
            long fromS, long toS, int skip, int take, Function<FakeInvoice, ObjectNode> writer) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        invoices.sequencedValues().reversed().stream()
                .filter(each -> each.createdMs() / 1_000 >= fromS)
                .filter(each -> each.createdMs() / 1_000 <= toS)
                .skip(skip)
                .limit(take)
                .forEach(each -> found.add(writer.apply(each)));
        return found;
    }

    /// How many invoices there are.
    public synchronized int count() {
        return invoices.size();
    }

    /// What is left to pay of an invoice, in bitcoin.
    public synchronized BigDecimal due(String invoiceId) {
        return known(invoiceId).due();
    }

    /// Somebody pays; no block has it yet.
    ///
    /// @return the payment's id
    public String pay(String invoiceId, BigDecimal bitcoin) {
        return pay(invoiceId, bitcoin, BigDecimal.ZERO);
    }

    /// The same, of which the store keeps a fee.
    public synchronized String pay(String invoiceId, BigDecimal bitcoin, BigDecimal fee) {
        FakeInvoice invoice = known(invoiceId);
        FakePayment paid = new FakePayment(Ids.fresh() + "-0", bitcoin, fee, nowMs.getAsLong());
        invoice.payments().add(paid);
        tell(invoice, paid, "InvoiceReceivedPayment");
        update(invoice);
        return paid.id();
    }

    private void tell(FakeInvoice invoice, FakePayment payment, String type) {
        boolean isLate = invoice.status().equals("Expired") || invoice.status().equals("Invalid");
        ObjectNode details = Wire.object().put("afterExpiration", isLate);
        details.put("paymentMethodId", Wire.METHOD);
        details.set("payment", Wire.payment(invoice, payment));
        webhooks.add(invoice, new FakeInvoice.Event(type, details));
    }

    /// Adds a block with all that was paid.
    public synchronized void mine() {
        for (FakeInvoice invoice : invoices.values()) {
            if (nowMs.getAsLong() <= invoice.monitoredMs()) {
                for (FakePayment each : invoice.payments()) {
                    each.confirm();
                    if (each.isNewlySettled(invoice.blocks())) {
                        tell(invoice, each, "InvoicePaymentSettled");
                    }
                }
            }
            update(invoice);
        }
    }

    /// Undoes the blocks that have a payment. Of an invoice that is settled the server tells
    /// nobody.
    ///
    /// @param replaced whether its coins were spent otherwise
    public synchronized void reorganise(String invoiceId, String paymentId, boolean replaced) {
        FakeInvoice invoice = known(invoiceId);
        invoice.payments().stream()
                .filter(each -> each.id().equals(paymentId))
                .forEach(each -> each.undo(replaced));
        update(invoice);
    }

    /// Time has passed.
    public synchronized void tick() {
        invoices.values().forEach(this::update);
    }

    /// A person sets a status.
    ///
    /// @param word Settled or Invalid
    public synchronized void mark(String invoiceId, String word) {
        FakeInvoice invoice = known(invoiceId);
        webhooks.add(invoice, invoice.mark(word));
    }

    private void update(FakeInvoice invoice) {
        invoice.update(nowMs.getAsLong()).forEach(event -> webhooks.add(invoice, event));
    }

    private FakeInvoice known(String id) {
        FakeInvoice found = invoices.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no invoice " + id);
        }
        return found;
    }

    /// How many webhooks are not delivered yet.
    public synchronized int webhooksWaiting() {
        return webhooks.waiting();
    }

    /// Sends the webhooks that are due, one after another. Who gets one may ask for its invoice.
    ///
    /// @param sender answers with the HTTP status; 0 when nobody answered
    public void deliver(ToIntFunction<FakeDelivery> sender) {
        delivering.lock();
        try {
            for (FakeDelivery next = next(); next != null; next = next()) {
                answered(sender.applyAsInt(next));
            }
        } finally {
            delivering.unlock();
        }
    }

    private synchronized @Nullable FakeDelivery next() {
        return webhooks.next();
    }

    private synchronized void answered(int status) {
        webhooks.answered(status);
    }
}
