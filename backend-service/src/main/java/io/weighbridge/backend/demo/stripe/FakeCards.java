package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Customers' saved cards and charges to them, under the lock of their [FakeStripe].
public final class FakeCards {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MARK = "weighbridge_saved_card";

    private final FakeStripe stripe;
    private final Map<String, ObjectNode> payments;
    private final Map<String, ObjectNode> methods;
    // Why charges are declined, by card.
    private final Map<String, String> declines = new HashMap<>();
    private boolean slow;

    /// @param payments all, the sessions' too
    /// @param most how many cards are kept
    FakeCards(FakeStripe stripe, Map<String, ObjectNode> payments, int most) {
        this.stripe = stripe;
        this.payments = payments;
        methods = FakeObjects.kept(most);
    }

    /// Saves the card that a session was paid with.
    void save(ObjectNode session, ObjectNode payment) {
        String customer = FakeObjects.id("cus");
        ObjectNode method = JSON.objectNode();
        method.put("id", FakeObjects.id("pm")).put("object", "payment_method");
        method.putObject("card")
                .put("brand", "visa")
                .put("exp_month", 8)
                .put("exp_year", 2031)
                .put("last4", "4242");
        method.put("customer", customer).put("type", "card");
        methods.put(FakeStripe.text(method, "id"), method);
        session.put("customer", customer);
        payment.put("customer", customer).put("payment_method", FakeStripe.text(method, "id"));
    }

    ObjectNode method(String id) {
        return FakeStripe.found(methods, "payment_method", id);
    }

    ObjectNode detach(String id) {
        synchronized (stripe) {
            return method(id).putNull("customer").deepCopy();
        }
    }

    ObjectNode charge(FakeForm form, String key) {
        synchronized (stripe) {
            return stripe.keys().once(key, form, () -> charged(form));
        }
    }

    private ObjectNode charged(FakeForm form) {
        if (!form.text("confirm").equals("true") || !form.text("off_session").equals("true")) {
            throw FakeRefusal.invalid("", "off_session", "Only off-session charges are here.");
        }
        String card = form.text("payment_method");
        if (!FakeStripe.text(method(card), "customer").equals(form.text("customer"))) {
            throw FakeRefusal.invalid(
                    "payment_method_unexpected_state",
                    "payment_method",
                    "The PaymentMethod does not belong to the Customer.");
        }
        ObjectNode payment = FakeObjects.intent(form, stripe.isLive(), stripe.seconds());
        payments.put(FakeStripe.text(payment, "id"), payment);
        finish(payment, declines.getOrDefault(card, ""), slow);
        if (FakeStripe.text(payment, "status").equals("requires_payment_method")) {
            throw FakeRefusal.declined(payment);
        }
        return payment;
    }

    private void finish(ObjectNode payment, String declined, boolean isSlow) {
        if (isSlow) {
            payment.put("status", "processing");
            stripe.tell("payment_intent.processing", payment);
        } else if (declined.isEmpty()) {
            stripe.arrive(payment);
            stripe.tell("payment_intent.succeeded", payment);
        } else {
            payment.put("status", "requires_payment_method")
                    .putObject("last_payment_error")
                    .put("code", declined.equals("insufficient_funds") ? "card_declined" : declined)
                    .put("decline_code", declined);
            stripe.tell("payment_intent.payment_failed", payment);
        }
    }

    ObjectNode payments(FakeForm query) {
        synchronized (stripe) {
            String customer = query.text("customer");
            long fromS = Long.parseLong(query.textOr("created[gte]", "0"));
            List<ObjectNode> newestFirst = new ArrayList<>();
            for (ObjectNode payment : payments.values()) {
                if (FakeStripe.text(payment, "customer").equals(customer)
                        && payment.path("created").asLong() >= fromS) {
                    newestFirst.addFirst(payment);
                }
            }
            return FakeStripe.page(newestFirst, "/v1/payment_intents", query);
        }
    }

    /// From now on charges to a card are declined.
    ///
    /// @param method its id
    /// @param code such as `insufficient_funds`; empty for no more
    public void decline(String method, String code) {
        synchronized (stripe) {
            declines.put(method, code);
        }
    }

    /// From now on charges take their time, or not.
    public void slow(boolean isSlow) {
        synchronized (stripe) {
            slow = isSlow;
        }
    }

    /// What came of a charge that took its time.
    ///
    /// @param code why it is declined; empty for paid
    public void settle(String payment, String code) {
        synchronized (stripe) {
            finish(FakeStripe.found(payments, "payment_intent", payment), code, false);
        }
    }

    /// All charges, newest first.
    public List<ObjectNode> charges() {
        synchronized (stripe) {
            List<ObjectNode> all = new ArrayList<>();
            for (ObjectNode payment : payments.values()) {
                if (payment.path("metadata").has(MARK)) {
                    all.addFirst(payment.deepCopy());
                }
            }
            return all;
        }
    }

    /// Forgets the idempotency keys, as Stripe does after a day.
    public void forgetKeys() {
        synchronized (stripe) {
            stripe.keys().forget();
        }
    }
}
