package io.weighbridge.backend.payments.btcpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.payments.provider.Checkout;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentLists;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.RefundPages;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.Nanos;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Bitcoin through the operator's BTCPay Server. A webhook only says that something happened: how
/// the invoice stands is asked each time, so that their order and number do not matter.
public final class BtcpayProvider implements PaymentProvider {
    /// As in addresses and the store.
    public static final String NAME = "btcpay";

    private static final int TITLE_MAX = 200;
    private static final long MINUTE_MS = 60_000;

    private final BtcpaySettings settings;
    private final Installation installation;
    private final TimeSource time;
    private final BtcpaySignature signature;
    private final BtcpaySeal seal;
    private final BtcpayHttp server;

    /// Connects when it is first asked.
    ///
    /// @param installation marks what it makes: what is marked otherwise is another's
    public BtcpayProvider(BtcpaySettings settings, Installation installation, TimeSource time) {
        this(settings, installation, time, new BtcpayHttp(settings));
    }

    BtcpayProvider(
            BtcpaySettings settings,
            Installation installation,
            TimeSource time,
            BtcpayHttp server) {
        this.settings = settings;
        this.installation = installation;
        this.time = time;
        this.signature = new BtcpaySignature(settings.webhookSecrets());
        this.seal = new BtcpaySeal(settings.webhookSecrets());
        this.server = server;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PaymentMethod method() {
        return PaymentMethod.BITCOIN;
    }

    /// The API knows no key against doing something twice. So an invoice of this order is looked
    /// for first; of several, which a server that answered too late can leave, the oldest is it.
    @Override
    public Checkout open(OrderToPay order) {
        BtcpayInvoice invoice = find(order);
        if (invoice == null) {
            invoice = BtcpayInvoice.read(server.create(request(order)));
            if (!isFor(invoice, order)) {
                throw BtcpayFault.unavailable(
                        "the new invoice " + invoice.id() + " is not what was asked for",
                        "the order, amount, currency and store of the request");
            }
        }
        return new Checkout(invoice.id(), page(invoice.id()), invoice.expiresS() * 1_000);
    }

    private @Nullable BtcpayInvoice find(OrderToPay order) {
        JsonNode found = server.invoicesOf(order.id());
        return found.valueStream()
                .map(BtcpayInvoice::read)
                .filter(invoice -> isFor(invoice, order) && !invoice.isArchived())
                // Who else may make invoices in the store could have made one for our order.
                .filter(invoice -> seal.isOf(order, invoice.seal()))
                .min(
                        Comparator.comparingLong(BtcpayInvoice::createdS)
                                .thenComparing(BtcpayInvoice::id))
                .orElse(null);
    }

    private boolean isFor(BtcpayInvoice invoice, OrderToPay order) {
        return invoice.storeId().equals(settings.storeId())
                && invoice.orderId().equals(order.id())
                && invoice.currency().equals(order.currency())
                && invoice.amount().compareTo(BigDecimal.valueOf(order.totalNanos(), 9)) == 0;
    }

    private ObjectNode request(OrderToPay order) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("amount", Nanos.toDecimal(order.totalNanos()));
        root.put("currency", order.currency());
        root.putObject("metadata")
                .put("orderId", order.id())
                .put(BtcpaySeal.FIELD, seal.of(order))
                .put(BtcpayInvoice.INSTALLATION, installation.mark())
                .put(
                        "itemDesc",
                        order.title().substring(0, Math.min(order.title().length(), TITLE_MAX)));
        long minutesLeft = (order.expiresAtMs() - time.wallMs()) / MINUTE_MS;
        root.putObject("checkout")
                .put("speedPolicy", speedPolicy(settings.confirmations()))
                .put("expirationMinutes", Math.clamp(minutesLeft, 1, settings.expirationMinutes()))
                .put("monitoringMinutes", settings.monitoringMinutes())
                .put("paymentTolerance", 0)
                .put("redirectURL", order.returnTo().toString())
                .put("redirectAutomatically", true);
        return root;
    }

    private static String speedPolicy(int confirmations) {
        return switch (confirmations) {
            case 1 -> "MediumSpeed";
            case 2 -> "LowMediumSpeed";
            default -> "LowSpeed";
        };
    }

    /// Made of the operator's own address: whatever the server says, customers go nowhere else.
    private URI page(String invoiceId) {
        String base = settings.publicUrl().toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "i/" + invoiceId);
    }

    @Override
    public Verified verify(Webhook webhook) {
        String header = webhook.header(BtcpaySignature.HEADER);
        if (!signature.isOf(webhook.body(), header)) {
            return new Verified.Refused(
                    header.isEmpty() ? "no BTCPay-Sig" : "not signed with btcpay.webhook_secret");
        }
        BtcpayEvent event = BtcpayEvent.read(webhook.body());
        if (event == null) {
            return new Verified.Refused("signed, but no event of BTCPay");
        }
        if (!event.storeId().equals(settings.storeId())) {
            return new Verified.Refused("of another store: " + Check.shown(event.storeId()));
        }
        return new Verified.Genuine(event.id(), event.type(), event.about());
    }

    @Override
    public List<Told> read(byte[] body) {
        BtcpayEvent event = BtcpayEvent.read(body);
        if (event != null && event.isOfPayout()) {
            return List.of(new Told.RefundPage(event.pullId()));
        }
        return event == null || !event.isOfMoney() ? List.of() : ask(event.invoiceId());
    }

    /// The invoice first and its payments second: these are then at least as new as its status,
    /// so that one that is settled never comes with payments from before.
    @Override
    public List<Told> ask(String checkout) {
        if (!BtcpayInvoice.isId(checkout)) {
            throw BtcpayFault.refused("invoice " + Check.shown(checkout), "the id of an invoice");
        }
        BtcpayInvoice invoice = BtcpayInvoice.read(server.invoice(checkout));
        return told(checkout, invoice);
    }

    private List<Told> told(String checkout, BtcpayInvoice invoice) {
        if (!invoice.id().equals(checkout) || !invoice.storeId().equals(settings.storeId())) {
            throw BtcpayFault.unavailable(
                    "it answers with another invoice than " + checkout, "that one");
        }
        PaymentsSeen seen =
                PaymentsSeen.read(
                        server.paymentMethods(checkout), BtcpayReading.lateFromS(invoice));
        List<Told> told = BtcpayReading.told(invoice, seen, time.wallMs());
        if (told.isEmpty() || !invoice.isForeign(installation)) {
            return told;
        }
        // What is ours by our own books is ours, also when our mark was lost with a disk.
        told.add(new Told.Foreign(invoice.installation()));
        return told;
    }

    @Override
    public Optional<PaymentLists> lists() {
        return Optional.of(
                new BtcpayLists(
                        server,
                        settings,
                        this::ask,
                        invoice ->
                                invoice.isForeign(installation)
                                        ? List.of()
                                        : told(invoice.id(), invoice)));
    }

    @Override
    public Optional<RefundPages> refundPages() {
        return Optional.of(new BtcpayRefunds(server, settings, time));
    }

    /// Bitcoin cannot be sent back to where it came from: the customer has to name an address.
    @Override
    public void refund(RefundToMake refund) {
        throw BtcpayFault.refused(
                "a refund of " + Check.shown(refund.payment()) + " by itself", "one by a page");
    }
}
