package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Stripe's objects, with the fields that matter and some that do not.
final class FakeObjects {
    /// How many of a kind are kept where nobody says otherwise.
    static final int KEPT_MAX = 10_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private FakeObjects() {}

    static String id(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    /// Keeps the newest.
    static <T> Map<String, T> kept(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > most;
            }
        };
    }

    static ObjectNode session(FakeForm form, boolean live, long nowSeconds, String pages) {
        String id = id(live ? "cs_live" : "cs_test");
        String item = "line_items[0]";
        long amount =
                form.number(item + "[price_data][unit_amount]") * form.number(item + "[quantity]");
        ObjectNode session = JSON.objectNode();
        session.put("id", id)
                .put("object", "checkout.session")
                .put("amount_subtotal", amount)
                .put("amount_total", amount)
                .put("cancel_url", form.text("cancel_url"))
                .put("client_reference_id", form.text("client_reference_id"))
                .put("created", nowSeconds)
                .put("currency", form.text(item + "[price_data][currency]"))
                .putNull("customer")
                .put("expires_at", form.number("expires_at"))
                .put("livemode", live);
        session.set("metadata", form.map("metadata"));
        session.put("mode", "payment").putNull("payment_intent");
        session.putArray("payment_method_types").add("card");
        return session.put("payment_status", "unpaid")
                .put("status", "open")
                .put("success_url", form.text("success_url"))
                .put("url", pages + id);
    }

    /// @param metadata of the payment, as it was asked for with the session
    static ObjectNode payment(ObjectNode session, JsonNode metadata, long nowSeconds) {
        ObjectNode payment = JSON.objectNode();
        payment.put("id", id("pi"))
                .put("object", "payment_intent")
                .put("amount", session.path("amount_total").asLong())
                .put("amount_received", 0)
                .put("created", nowSeconds)
                .put("currency", session.path("currency").asText())
                .put("latest_charge", id("ch"))
                .put("livemode", session.path("livemode").asBoolean());
        payment.set("metadata", metadata);
        return payment.put("status", "processing");
    }

    /// A charge to a saved card, not made yet.
    static ObjectNode intent(FakeForm form, boolean live, long nowSeconds) {
        ObjectNode payment = JSON.objectNode();
        payment.put("id", id("pi"))
                .put("object", "payment_intent")
                .put("amount", form.number("amount"))
                .put("amount_received", 0)
                .put("created", nowSeconds)
                .put("currency", form.text("currency"))
                .put("customer", form.text("customer"))
                .put("latest_charge", id("ch"))
                .put("livemode", live);
        payment.set("metadata", form.map("metadata"));
        return payment.put("payment_method", form.text("payment_method")).put("status", "");
    }

    static ObjectNode charge(ObjectNode payment, Collection<ObjectNode> refunds, boolean disputed) {
        long refunded = 0;
        for (ObjectNode refund : refunds) {
            if (!refund.path("status").asText().equals("failed")) {
                refunded += refund.path("amount").asLong();
            }
        }
        long amount = payment.path("amount").asLong();
        ObjectNode charge = JSON.objectNode();
        charge.put("id", payment.path("latest_charge").asText())
                .put("object", "charge")
                .put("amount", amount)
                .put("amount_captured", amount)
                .put("amount_refunded", refunded)
                .put("currency", payment.path("currency").asText())
                .put("livemode", payment.path("livemode").asBoolean());
        charge.set("metadata", payment.path("metadata").deepCopy());
        return charge.put("paid", true)
                .put("payment_intent", payment.path("id").asText())
                .put("disputed", disputed)
                .put("refunded", refunded == amount)
                .put("status", "succeeded");
    }

    static ObjectNode refund(ObjectNode payment, long amount, JsonNode metadata, long nowSeconds) {
        ObjectNode refund = part("re", "refund", payment, amount, nowSeconds);
        refund.set("metadata", metadata);
        return refund.putNull("reason").put("status", "succeeded");
    }

    static ObjectNode dispute(ObjectNode payment, long amount, String status, long nowSeconds) {
        ObjectNode dispute = part("du", "dispute", payment, amount, nowSeconds);
        dispute.put("is_charge_refundable", status.startsWith("warning_"));
        dispute.put("livemode", payment.path("livemode").asBoolean()).putObject("metadata");
        return dispute.put("reason", "fraudulent").put("status", status);
    }

    private static ObjectNode part(
            String prefix, String object, ObjectNode payment, long amount, long nowSeconds) {
        return JSON.objectNode()
                .put("id", id(prefix))
                .put("object", object)
                .put("amount", amount)
                .put("charge", payment.path("latest_charge").asText())
                .put("created", nowSeconds)
                .put("currency", payment.path("currency").asText())
                .put("payment_intent", payment.path("id").asText());
    }

    /// What moved on the balance.
    ///
    /// @param amount below 0 for what went
    static ObjectNode movement(
            String type, String source, long amount, String currency, long nowSeconds) {
        return JSON.objectNode()
                .put("id", id("txn"))
                .put("object", "balance_transaction")
                .put("amount", amount)
                .put("created", nowSeconds)
                .put("currency", currency)
                .put("fee", 0)
                .put("net", amount)
                .put("reporting_category", type)
                .put("source", source)
                .put("status", "available")
                .put("type", type);
    }

    /// A page of a list, newest first.
    static ObjectNode list(Collection<ObjectNode> all, String path, int limit, String after) {
        ObjectNode list = JSON.objectNode().put("object", "list").put("url", path);
        var data = list.putArray("data");
        boolean isAfter = after.isEmpty();
        boolean hasMore = false;
        for (ObjectNode each : all) {
            if (isAfter && data.size() == limit) {
                hasMore = true;
                break;
            }
            if (isAfter) {
                data.add(each.deepCopy());
            }
            isAfter |= each.path("id").asText().equals(after);
        }
        return list.put("has_more", hasMore);
    }
}
