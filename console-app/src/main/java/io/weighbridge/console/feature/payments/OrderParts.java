package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.CopyButton;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.OrderWords;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.RefundOffer;
import io.weighbridge.proto.v1.RefundOfferState;
import io.weighbridge.proto.v1.TopUpOrder;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// The parts of an order's page.
final class OrderParts {
    private final Workbench bench;
    private final Formats formats;
    private final boolean isDrawer;

    OrderParts(Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.isDrawer = isDrawer;
    }

    /// What the order is and how it stands.
    Node facts(OrderModel.Standing standing) {
        TopUpOrder order = standing.order();
        Label state = new Label(OrderWords.state(order));
        state.setId("order-state");
        ChipCell.dress(state, OrderWords.style(order));
        Label amount = new Label(OrderWords.amount(order, formats));
        amount.setId("order-amount");
        Described.tip(amount, formats.exactMoney(order.getAmountNanos()));
        Facts facts =
                new Facts()
                        .with("payments.column.state", state)
                        .with("payments.column.why", order.getWhy())
                        .with("payments.column.account", standing.account())
                        .with("payments.column.amount", amount)
                        .with("payments.order.fee", money(order.getFeeNanos()))
                        .with("payments.order.total", money(order.getTotalNanos()))
                        .with("payments.column.note", order.getNote())
                        .with("payments.order.made", formats.instant(order.getCreatedAtMs()))
                        .with("payments.column.order", order.getOrder());
        if (order.getState() == OrderState.ORDER_STATE_OPEN) {
            String until = formats.instant(order.getExpiresAtMs());
            String left = formats.relative(order.getExpiresAtMs());
            facts.with("payments.order.until", until + "  (" + left + ")")
                    .with("payments.order.link", link(order));
        }
        return Facts.card(Texts.of("payments.order"), facts.node());
    }

    private String money(long nanos) {
        return nanos == 0 ? "" : formats.money(nanos);
    }

    private HBox link(TopUpOrder order) {
        return link("order", Texts.of("payments.order.link"), order.getLink());
    }

    private HBox link(String id, String name, String link) {
        TextField field = new TextField(link);
        field.setId(id + "-link");
        field.setEditable(false);
        Described.named(field, name);
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox line = new HBox(8, field, CopyButton.of(id + "-copy", () -> link, bench.toasts()));
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /// Each payment as its provider told it last.
    List<Node> payments(OrderModel.Standing standing) {
        List<Node> cards = new ArrayList<>();
        for (Payment payment : standing.order().getPaymentsList()) {
            Facts facts =
                    new Facts()
                            .with("payments.payment.arrived", money(payment.getArrivedNanos()))
                            .with("payments.payment.refunded", money(payment.getRefundedNanos()))
                            .with("payments.payment.disputed", money(payment.getDisputedNanos()))
                            .with(
                                    "payments.column.credited",
                                    formats.money(payment.getCreditedNanos()))
                            .with("payments.payment.receipt", payment.getReceipt())
                            .with("payments.column.reference", payment.getReference())
                            .with("payments.payment", payment.getPayment());
            cards.add(
                    Facts.card(
                            Texts.of("payments.payment.title", payment.getProvider()),
                            facts.node()));
        }
        return cards;
    }

    /// Refunds that the customer claims: how far each is, and what to send while it can be claimed.
    List<Node> offers(OrderModel.Standing standing) {
        List<Node> cards = new ArrayList<>();
        for (RefundOffer offer : standing.offers()) {
            Label state = new Label(PaymentWords.offer(offer.getState()));
            state.setId("refund-state");
            ChipCell.dress(state, PaymentWords.offerStyle(offer.getState()));
            Facts facts =
                    new Facts()
                            .with("payments.column.state", state)
                            .with("payments.column.why", offer.getWhy())
                            .with("payments.column.amount", formats.money(offer.getAmountNanos()))
                            .with("payments.payment.refunded", money(offer.getGivenNanos()))
                            .with(
                                    "payments.refund.offered-at",
                                    formats.instant(offer.getCreatedAtMs()))
                            .with("payments.column.reference", offer.getReference());
            if (offer.getState() == RefundOfferState.REFUND_OFFER_STATE_OFFERED) {
                String name = Texts.of("payments.refund.link");
                facts.with("payments.refund.link", link("refund", name, offer.getLink()));
            }
            cards.add(Facts.card(Texts.of("payments.refund.offer"), facts.node()));
        }
        return cards;
    }

    /// What happened to it, oldest first.
    Node line(OrderModel.Standing standing) {
        VBox rows = new VBox(8);
        rows.setId("order-line");
        for (OrderEvent event : TimeLine.of(standing.order(), standing.deliveries(), formats)) {
            rows.getChildren().add(row(event));
        }
        return Facts.card(Texts.of("payments.line"), rows);
    }

    private Node row(OrderEvent event) {
        Label at = Facts.muted(formats.instant(event.atMs()));
        at.setWrapText(false);
        at.setMinWidth(Region.USE_PREF_SIZE);
        Described.tip(at, formats.exactInstant(event.atMs()));
        Label text = new Label(event.text());
        text.setWrapText(true);
        text.getStyleClass().add("payments-event");
        if (!event.style().isEmpty()) {
            text.getStyleClass().add(event.style());
        }
        VBox what = new VBox(1, text);
        HBox.setHgrow(what, Priority.ALWAYS);
        if (!event.detail().isEmpty()) {
            what.getChildren().add(Facts.muted(event.detail()));
        }
        if (!event.delivery().isEmpty()) {
            what.getChildren().add(raw(event.delivery()));
        }
        // Beside each other there is no room in the drawer.
        return isDrawer ? new VBox(1, at, what) : new HBox(12, at, what);
    }

    private Hyperlink raw(String delivery) {
        Hyperlink link = new Hyperlink(Texts.of("payments.line.body"));
        link.getStyleClass().add("payments-body-link");
        link.setOnAction(
                _ -> {
                    Address address = Address.of(Route.PAYMENTS, delivery);
                    if (isDrawer) {
                        bench.navigator().open(address);
                    } else {
                        bench.navigator().inspect(address);
                    }
                });
        return link;
    }
}
