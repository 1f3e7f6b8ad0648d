package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.OrderWords;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ListOrdersReply;
import io.weighbridge.proto.v1.ListOrdersRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.TopUpOrder;

import java.util.function.Consumer;

/// An account's orders for credit, newest first.
final class OrdersPart {
    private static final int PAGE = 100;

    private OrdersPart() {}

    static ListPart<TopUpOrder> of(Workbench bench, String account, Consumer<Address> go) {
        Formats formats = bench.formats();
        DataTable<TopUpOrder> table =
                new DataTable<TopUpOrder>(Texts.of("accounts.part.orders"), TopUpOrder::getOrder)
                        .drawn(
                                Texts.of("accounts.column.state"),
                                110,
                                null,
                                OrderWords::state,
                                _ -> new ChipCell<>(OrderWords::state, OrderWords::style))
                        .text(
                                Texts.of("accounts.column.made"),
                                160,
                                order -> formats.instant(order.getCreatedAtMs()))
                        .figure(
                                Texts.of("accounts.column.amount"),
                                110,
                                TopUpOrder::getAmountNanos,
                                order -> OrderWords.amount(order, formats),
                                order -> formats.exactMoney(order.getAmountNanos()))
                        .figure(
                                Texts.of("accounts.column.to-pay"),
                                110,
                                TopUpOrder::getTotalNanos,
                                order -> formats.money(order.getTotalNanos()),
                                order -> formats.exactMoney(order.getTotalNanos()))
                        .text(
                                Texts.of("accounts.column.payable"),
                                140,
                                order -> formats.relative(order.getExpiresAtMs()))
                        .text(Texts.of("accounts.column.note"), 220, TopUpOrder::getNote)
                        .text(Texts.of("accounts.column.why"), 200, TopUpOrder::getWhy)
                        .onOpen(order -> go.accept(Address.of(Route.PAYMENTS, order.getOrder())))
                        .remember(bench.settings(), "account.orders");
        return new ListPart<>(
                "orders",
                table,
                bench.background(),
                token -> {
                    ListOrdersReply reply =
                            bench.client()
                                    .payments()
                                    .listOrders(
                                            ListOrdersRequest.newBuilder()
                                                    .setAccount(account)
                                                    .setPage(
                                                            PageRequest.newBuilder()
                                                                    .setSize(PAGE)
                                                                    .setToken(token))
                                                    .build());
                    return new Paging.Page<>(reply.getOrdersList(), reply.getNextPageToken());
                });
    }
}
