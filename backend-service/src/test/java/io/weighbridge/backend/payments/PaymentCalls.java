package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AutoTopUpsGrpc;
import io.weighbridge.proto.v1.ListSavedCardsRequest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// The changing calls of payments, each with a request that changes something.
///
/// @param test a service with the provider
public record PaymentCalls(TestBackend test, TruthProvider coin) {
    private static final long AMOUNT = 10_000_000_000L;

    /// Requests by their methods' full names, as JSON; what one needs is made when it is asked for.
    public Map<String, Supplier<String>> requests() {
        Map<String, Supplier<String>> all = new LinkedHashMap<>();
        String service = "weighbridge.v1.Payments/";
        all.put(
                service + "MakeOrder",
                () ->
                        "{\"account\":\"%s\",\"amountNanos\":\"%d\",\"note\":\"n\"}"
                                .formatted(IdKind.ACCOUNT.format(account().id()), AMOUNT));
        all.put(
                service + "CancelOrder",
                () -> "{\"order\":\"%s\"}".formatted(IdKind.ORDER.format(order().id())));
        all.put(
                service + "RedriveDelivery",
                () -> "{\"delivery\":\"%s\"}".formatted(IdKind.DELIVERY.format(unmatched().id())));
        all.put(
                service + "AssignDelivery",
                () ->
                        "{\"delivery\":\"%s\",\"order\":\"%s\",\"reason\":\"r\"}"
                                .formatted(
                                        IdKind.DELIVERY.format(unmatched().id()),
                                        IdKind.ORDER.format(order().id())));
        all.put(
                service + "RefundPayment",
                () ->
                        "{\"payment\":\"%s\",\"operationId\":\"%s\",\"reason\":\"r\"}"
                                .formatted(IdKind.PAYMENT.format(paid().id()), UUID.randomUUID()));
        all.put("weighbridge.v1.Reconciliation/RunReconciliation", () -> "{}");
        all.put(
                "weighbridge.v1.AutoTopUps/SetAutoTopUp",
                () ->
                        """
                        {"account":"%s","thresholdNanos":"1","amountNanos":"%d",
                        "dailyCapNanos":"%d","monthlyCapNanos":"%d"}
                        """
                                .formatted(
                                        IdKind.ACCOUNT.format(account().id()),
                                        AMOUNT,
                                        2 * AMOUNT,
                                        3 * AMOUNT));
        all.put(
                "weighbridge.v1.AutoTopUps/RemoveSavedCard",
                () -> "{\"card\":\"%s\"}".formatted(savedCard()));
        return all;
    }

    private Account account() {
        return test.account("payer", 0);
    }

    private Order order() {
        return orders().make(account().id(), AMOUNT, "");
    }

    private Orders orders() {
        return test.backend().payments().orders();
    }

    private Payment paid() {
        Order order = order();
        deliver(orders().choose(order.id(), coin.name()).reference(), order);
        return orders().standing(order.id()).payments().getFirst();
    }

    private String savedCard() {
        Order order = order();
        deliver(orders().choose(order.id(), coin.name(), true).reference(), order);
        test.backend().autoTopUps().round();
        return AutoTopUpsGrpc.newBlockingStub(test.channel())
                .listSavedCards(
                        ListSavedCardsRequest.newBuilder()
                                .setAccount(IdKind.ACCOUNT.format(order.accountId()))
                                .build())
                .getCards(0)
                .getCard();
    }

    private Delivery unmatched() {
        Order order = order();
        String checkout = orders().choose(order.id(), coin.name()).reference();
        coin.truth(checkout).claim =
                new OrderClaim("", checkout, order.totalNanos(), order.currency());
        deliver(checkout, order);
        return test.backend()
                .payments()
                .deliveries()
                .list(DeliveryState.UNMATCHED, 0, PageKey.of(1, "", ""))
                .items()
                .getFirst();
    }

    private void deliver(String checkout, Order order) {
        coin.arrive(checkout, order.totalNanos());
        var _ =
                test.backend()
                        .payments()
                        .deliveries()
                        .take(
                                coin.name(),
                                TruthProvider.webhook(
                                        "paid " + checkout, "pay", checkout, order.createdAtMs()));
    }
}
