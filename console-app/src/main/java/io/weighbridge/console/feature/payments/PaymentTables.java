package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.OrderWords;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.PaymentProviderHealth;

/// The columns of the screen's tables.
final class PaymentTables {
    private PaymentTables() {}

    static DataTable<OrderRow> orders(Formats formats) {
        return new DataTable<OrderRow>(Texts.of("payments.orders"), row -> row.order().getOrder())
                .drawn(
                        Texts.of("payments.column.state"),
                        100,
                        null,
                        row -> OrderWords.state(row.order()),
                        _ ->
                                new ChipCell<>(
                                        row -> OrderWords.state(row.order()),
                                        row -> OrderWords.style(row.order())))
                .text(
                        Texts.of("payments.column.age"),
                        100,
                        row -> formats.relative(row.order().getCreatedAtMs()))
                .text(Texts.of("payments.column.account"), 150, OrderRow::account)
                .figure(
                        Texts.of("payments.column.amount"),
                        95,
                        row -> row.order().getAmountNanos(),
                        row -> OrderWords.amount(row.order(), formats),
                        row -> formats.exactMoney(row.order().getAmountNanos()))
                .figure(
                        Texts.of("payments.column.credited"),
                        95,
                        OrderRow::creditedNanos,
                        row -> formats.money(row.creditedNanos()),
                        row -> formats.exactMoney(row.creditedNanos()))
                .text(Texts.of("payments.column.provider"), 90, OrderRow::providers)
                .text(Texts.of("payments.column.why"), 140, row -> row.order().getWhy())
                .text(Texts.of("payments.column.note"), 140, row -> row.order().getNote())
                .text(Texts.of("payments.column.order"), 165, row -> row.order().getOrder());
    }

    static DataTable<PaymentDelivery> deliveries(Formats formats) {
        return new DataTable<PaymentDelivery>(
                        Texts.of("payments.deliveries"), PaymentDelivery::getDelivery)
                .drawn(
                        Texts.of("payments.column.state"),
                        120,
                        null,
                        row -> PaymentWords.delivery(row.getState()),
                        _ ->
                                new ChipCell<>(
                                        row -> PaymentWords.delivery(row.getState()),
                                        row -> PaymentWords.deliveryStyle(row.getState())))
                .text(
                        Texts.of("payments.column.age"),
                        100,
                        row -> formats.relative(row.getReceivedAtMs()))
                .text(Texts.of("payments.column.provider"), 80, PaymentDelivery::getProvider)
                .text(Texts.of("payments.column.event"), 210, PaymentDelivery::getType)
                .text(Texts.of("payments.column.reason"), 235, PaymentDelivery::getReason)
                .figure(
                        Texts.of("payments.column.times"),
                        60,
                        PaymentDelivery::getTimes,
                        row -> formats.count(row.getTimes()),
                        row -> Integer.toString(row.getTimes()))
                .text(
                        Texts.of("payments.column.again"),
                        90,
                        row -> formats.relative(row.getNextAtMs()))
                .text(Texts.of("payments.column.order"), 165, PaymentDelivery::getOrder);
    }

    static DataTable<DisputeRow> disputes(Formats formats) {
        return new DataTable<DisputeRow>(
                        Texts.of("payments.disputes"), row -> row.dispute().getReference())
                .drawn(
                        Texts.of("payments.column.stage"),
                        100,
                        null,
                        row -> PaymentWords.dispute(row.dispute().getStage()),
                        _ ->
                                new ChipCell<>(
                                        row -> PaymentWords.dispute(row.dispute().getStage()),
                                        row -> PaymentWords.disputeStyle(row.dispute().getStage())))
                .text(
                        Texts.of("payments.column.age"),
                        110,
                        row -> formats.relative(row.dispute().getOpenedAtMs()))
                .text(Texts.of("payments.column.account"), 170, DisputeRow::account)
                .figure(
                        Texts.of("payments.column.amount"),
                        110,
                        row -> row.dispute().getAmountNanos(),
                        row -> formats.money(row.dispute().getAmountNanos()),
                        row -> formats.exactMoney(row.dispute().getAmountNanos()))
                .text(Texts.of("payments.column.reason"), 200, row -> row.dispute().getReason())
                .text(Texts.of("payments.column.provider"), 90, DisputeRow::provider)
                .text(
                        Texts.of("payments.column.changed"),
                        120,
                        row -> formats.relative(row.dispute().getChangedAtMs()))
                .text(
                        Texts.of("payments.column.reference"),
                        200,
                        row -> row.dispute().getReference())
                .text(Texts.of("payments.column.order"), 170, DisputeRow::order);
    }

    static DataTable<PaymentProviderHealth> providers(Formats formats) {
        return new DataTable<PaymentProviderHealth>(
                        Texts.of("payments.providers"), PaymentProviderHealth::getProvider)
                .drawn(
                        Texts.of("payments.column.state"),
                        125,
                        null,
                        PaymentTables::health,
                        _ ->
                                new ChipCell<>(
                                        PaymentTables::health,
                                        row ->
                                                row.getFailing()
                                                        ? "over"
                                                        : row.getAnsweredAtMs() == 0 ? "" : "ok"))
                .text(Texts.of("payments.column.provider"), 90, PaymentProviderHealth::getProvider)
                .text(
                        Texts.of("payments.column.method"),
                        80,
                        row -> Texts.word("payments.method.", row.getMethod().name()))
                .text(
                        Texts.of("payments.column.answered"),
                        110,
                        row -> formats.relative(row.getAnsweredAtMs()))
                .text(
                        Texts.of("payments.column.webhook"),
                        120,
                        row -> formats.relative(row.getWebhookAtMs()))
                .figure(
                        Texts.of("payments.column.refused"),
                        80,
                        PaymentProviderHealth::getRefusedWebhooks,
                        row -> formats.count(row.getRefusedWebhooks()),
                        row -> Long.toString(row.getRefusedWebhooks()))
                .text(
                        Texts.of("payments.column.failed"),
                        110,
                        row -> formats.relative(row.getFailedAtMs()))
                .text(Texts.of("payments.column.failure"), 340, PaymentProviderHealth::getFailure);
    }

    private static String health(PaymentProviderHealth row) {
        return Texts.of(
                row.getFailing()
                        ? "payments.health.failing"
                        : row.getAnsweredAtMs() == 0
                                ? "payments.health.unasked"
                                : "payments.health.answers");
    }
}
