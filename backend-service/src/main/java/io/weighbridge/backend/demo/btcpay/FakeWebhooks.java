package io.weighbridge.backend.demo.btcpay;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/// Webhooks of one fake server: sent one after another; after a failure the first is tried again
/// after 10 s, 1 min and six times 10 min, while the others wait. Guarded by its [FakeBtcpay].
final class FakeWebhooks {
    private static final List<Long> WAITS_S = List.of(10L, 60L, 600L, 600L, 600L, 600L, 600L, 600L);
    private static final long SECOND_MS = 1_000;

    private final FakeShop store;
    private final LongSupplier nowMs;
    private final Deque<ObjectNode> waiting = new ArrayDeque<>();
    private int failures;
    private long dueMs;

    FakeWebhooks(FakeShop store, LongSupplier nowMs) {
        this.store = store;
        this.nowMs = nowMs;
    }

    /// Something happened to an invoice.
    void add(FakeInvoice invoice, FakeInvoice.Event event) {
        ObjectNode body = Wire.object();
        body.setAll(event.details());
        describe(body, event.type());
        body.put("invoiceId", invoice.id());
        body.set("metadata", invoice.request().path("metadata"));
        waiting.add(body);
    }

    /// Something happened to a payout.
    void add(String type, ObjectNode payout) {
        ObjectNode body = Wire.object();
        describe(body, type);
        body.put("payoutId", payout.path("id").asText());
        body.put("pullPaymentId", payout.path("pullPaymentId").asText());
        body.put("payoutState", payout.path("state").asText());
        waiting.add(body);
    }

    private void describe(ObjectNode body, String type) {
        String delivery = Ids.fresh();
        body.put("deliveryId", delivery).put("webhookId", "FakeWebhook");
        body.put("originalDeliveryId", delivery).put("isRedelivery", false);
        body.put("type", type).put("timestamp", nowMs.getAsLong() / SECOND_MS);
        body.put("storeId", store.id());
    }

    /// How many are not delivered yet.
    int waiting() {
        return waiting.size();
    }

    /// What is due now; null for nothing. To be followed by [#answered].
    @Nullable FakeDelivery next() {
        ObjectNode body = waiting.peek();
        return body == null || dueMs > nowMs.getAsLong()
                ? null
                : FakeDelivery.signed(Wire.indented(body), store.webhookSecret());
    }

    /// What came of it.
    ///
    /// @param status of HTTP; 0 when nobody answered
    void answered(int status) {
        boolean isAgain = status == 0 || status == 408 || status == 429 || status >= 500;
        if (isAgain && failures < WAITS_S.size()) {
            dueMs = nowMs.getAsLong() + WAITS_S.get(failures++) * SECOND_MS;
            ObjectNode body = waiting.element();
            body.put("deliveryId", Ids.fresh()).put("isRedelivery", true);
        } else {
            waiting.remove();
            failures = 0;
        }
    }
}
