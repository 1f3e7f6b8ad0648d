package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.ListPaymentsReply;
import io.weighbridge.proto.v1.ListPaymentsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Payment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Payments, newest first, read as far as the list goes that they are shown in. Blocks; for one
/// thread at a time.
final class PaymentPages {
    private static final int PAGE = 200;

    private final BackendClient client;
    private final Map<String, List<Payment>> byOrder = new HashMap<>();
    private final Map<String, Payment> byId = new HashMap<>();
    private String next = "";
    private boolean isWhole;
    private long reachedMs = Long.MAX_VALUE;

    PaymentPages(BackendClient client) {
        this.client = client;
    }

    /// The payments of an order, which are all made after it.
    List<Payment> of(String order, long orderMadeAtMs) {
        while (!isWhole && reachedMs >= orderMadeAtMs) {
            read();
        }
        return byOrder.getOrDefault(order, List.of());
    }

    /// The payment of this id.
    Optional<Payment> find(String id) {
        while (!isWhole && !byId.containsKey(id)) {
            read();
        }
        return Optional.ofNullable(byId.get(id));
    }

    private void read() {
        ListPaymentsReply reply =
                client.payments()
                        .listPayments(
                                ListPaymentsRequest.newBuilder()
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(next))
                                        .build());
        for (Payment payment : reply.getPaymentsList()) {
            byOrder.computeIfAbsent(payment.getOrder(), _ -> new ArrayList<>()).add(payment);
            byId.put(payment.getPayment(), payment);
            reachedMs = payment.getCreatedAtMs();
        }
        next = reply.getNextPageToken();
        isWhole = next.isEmpty();
    }
}
