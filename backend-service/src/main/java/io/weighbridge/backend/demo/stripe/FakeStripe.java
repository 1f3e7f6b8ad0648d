package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// What Stripe knows: sessions, payments, refunds and disputes, as the objects of its API. All of
/// it under one lock; events leave it in the order in which they happened.
public final class FakeStripe {
    private static final long EXPIRY_S_LEAST = 30 * 60;
    private static final long EXPIRY_S_MOST = 24 * 60 * 60;
    private static final long AMOUNT_MAX = 99_999_999;
    private static final Set<String> DISPUTES_OVER =
            Set.of("won", "lost", "warning_closed", "prevented");

    private final TimeSource time;
    private final boolean live;
    private final Consumer<FakeEvent> events;
    private final Map<String, ObjectNode> sessions;
    // Of payments to be, by the session's id.
    private final Map<String, ObjectNode> metadata;
    private final Map<String, ObjectNode> payments;
    private final Map<String, ObjectNode> refunds;
    private final Map<String, ObjectNode> disputes;
    // The same by their payment.
    private final Map<String, List<ObjectNode>> refundsOf;
    private final Map<String, List<ObjectNode>> disputesOf;
    private final FakeKeys keys;
    // Sessions that save the card.
    private final Map<String, Boolean> saving;
    private final FakeCards cards;
    private final FakeBalance balance;

    /// @param live whether it says that it is about real money
    /// @param events takes what happens; does not block
    public FakeStripe(TimeSource time, boolean live, Consumer<FakeEvent> events) {
        this(time, live, events, FakeObjects.KEPT_MAX);
    }

    /// @param most how many sessions, payments and so on it knows
    public FakeStripe(TimeSource time, boolean live, Consumer<FakeEvent> events, int most) {
        this.time = time;
        this.live = live;
        this.events = events;
        sessions = FakeObjects.kept(most);
        metadata = FakeObjects.kept(most);
        payments = FakeObjects.kept(most);
        refunds = FakeObjects.kept(most);
        disputes = FakeObjects.kept(most);
        refundsOf = FakeObjects.kept(most);
        disputesOf = FakeObjects.kept(most);
        keys = new FakeKeys(most, this::seconds);
        saving = FakeObjects.kept(most);
        balance = new FakeBalance(most, time);
        cards = new FakeCards(this, payments, most);
    }

    /// @param pages where customers pay; a session's id comes after it
    synchronized ObjectNode open(FakeForm form, String key, String pages) {
        return keys.once(key, form, () -> opened(form, pages));
    }

    private ObjectNode opened(FakeForm form, String pages) {
        if (!form.text("mode").equals("payment")) {
            throw FakeRefusal.invalid("", "mode", "Only mode payment is here.");
        }
        long leftS = form.number("expires_at") - seconds();
        if (leftS < EXPIRY_S_LEAST || leftS > EXPIRY_S_MOST) {
            throw FakeRefusal.invalid(
                    "",
                    "expires_at",
                    "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours"
                            + " from Checkout Session creation.");
        }
        ObjectNode session = FakeObjects.session(form, live, seconds(), pages);
        long total = session.path("amount_total").asLong();
        if (total < 1 || total > AMOUNT_MAX) {
            throw FakeRefusal.invalid(
                    "amount_too_large",
                    "line_items[0][price_data][unit_amount]",
                    "The amount must be from 1 to " + AMOUNT_MAX + ".");
        }
        metadata.put(text(session, "id"), form.map("payment_intent_data[metadata]"));
        if (form.textOr("payment_intent_data[setup_future_usage]", "").equals("off_session")
                && form.textOr("customer_creation", "").equals("always")) {
            saving.put(text(session, "id"), true);
        }
        sessions.put(text(session, "id"), session);
        return session;
    }

    /// How many sessions were opened.
    public synchronized int openedSessions() {
        return sessions.size();
    }

    /// A session as it is.
    public synchronized ObjectNode session(String id) {
        return found(sessions, "checkout.session", id).deepCopy();
    }

    /// Saved cards and charges to them.
    public FakeCards cards() {
        return cards;
    }

    /// The same with its payment in it.
    synchronized ObjectNode expandedSession(String id) {
        ObjectNode session = session(id);
        ObjectNode payment = payments.get(session.path("payment_intent").asText());
        if (payment != null) {
            session.set("payment_intent", payment.deepCopy());
        }
        return session;
    }

    /// The same with the card of the payment.
    synchronized ObjectNode sessionWithCard(String id) {
        ObjectNode session = expandedSession(id);
        String method = session.path("payment_intent").path("payment_method").asText();
        if (!method.isEmpty()) {
            session.withObject("/payment_intent")
                    .set("payment_method", cards.method(method).deepCopy());
        }
        return session;
    }

    synchronized ObjectNode payment(String id) {
        return found(payments, "payment_intent", id).deepCopy();
    }

    synchronized ObjectNode refunds(FakeForm query) {
        return list(refundsOf, "/v1/refunds", query);
    }

    synchronized ObjectNode disputes(FakeForm query) {
        return list(disputesOf, "/v1/disputes", query);
    }

    private static ObjectNode list(Map<String, List<ObjectNode>> all, String path, FakeForm query) {
        List<ObjectNode> newestFirst =
                new ArrayList<>(all.getOrDefault(query.text("payment_intent"), List.of()));
        Collections.reverse(newestFirst);
        return page(newestFirst, path, query);
    }

    static ObjectNode page(List<ObjectNode> newestFirst, String path, FakeForm query) {
        int limit = Math.clamp(Long.parseLong(query.textOr("limit", "10")), 1, 100);
        return FakeObjects.list(newestFirst, path, limit, query.textOr("starting_after", ""));
    }

    synchronized ObjectNode movements(FakeForm query) {
        return balance.list(query, this::source);
    }

    // What moved the balance, as it is now.
    private ObjectNode source(String id) {
        ObjectNode source =
                switch (id.substring(0, id.indexOf('_'))) {
                    case "pi" -> charge(found(payments, "payment_intent", id));
                    case "re" -> found(refunds, "refund", id);
                    default -> found(disputes, "dispute", id);
                };
        return source.deepCopy();
    }

    /// The customer pays by card.
    ///
    /// @return the payment's id
    public synchronized String pay(String session) {
        ObjectNode payment = complete(session, "succeeded");
        tell("payment_intent.succeeded", payment);
        tell("checkout.session.completed", found(sessions, "checkout.session", session));
        return text(payment, "id");
    }

    /// The customer pays by a method that takes days.
    ///
    /// @return the payment's id
    public synchronized String payLater(String session) {
        ObjectNode payment = complete(session, "processing");
        tell("checkout.session.completed", found(sessions, "checkout.session", session));
        return text(payment, "id");
    }

    private ObjectNode complete(String id, String status) {
        ObjectNode session = opened(id);
        ObjectNode about = Objects.requireNonNull(metadata.get(id));
        ObjectNode payment = FakeObjects.payment(session, about, seconds());
        payments.put(text(payment, "id"), payment);
        session.put("status", "complete").put("payment_intent", text(payment, "id"));
        if (saving.containsKey(id)) {
            cards.save(session, payment);
        }
        receive(session, payment, status);
        return payment;
    }

    private void receive(ObjectNode session, ObjectNode payment, String status) {
        payment.put("status", status);
        if (status.equals("succeeded")) {
            arrive(payment);
            session.put("payment_status", "paid");
        }
    }

    /// Its money is there. In this object's monitor only.
    void arrive(ObjectNode payment) {
        balance.moved("charge", text(payment, "id"), payment, payment.path("amount").asLong());
        payment.put("amount_received", payment.path("amount").asLong()).put("status", "succeeded");
    }

    /// What came of [#payLater].
    public synchronized void settle(String id, boolean isPaid) {
        ObjectNode session = found(sessions, "checkout.session", id);
        ObjectNode payment = found(payments, "payment_intent", text(session, "payment_intent"));
        receive(session, payment, isPaid ? "succeeded" : "requires_payment_method");
        tell("checkout.session.async_payment_" + (isPaid ? "succeeded" : "failed"), session);
    }

    /// Nobody paid.
    public synchronized ObjectNode expire(String id) {
        ObjectNode session = opened(id);
        session.put("status", "expired").putNull("url");
        tell("checkout.session.expired", session);
        return session.deepCopy();
    }

    private ObjectNode opened(String id) {
        ObjectNode session = found(sessions, "checkout.session", id);
        if (!text(session, "status").equals("open")) {
            throw FakeRefusal.invalid("", "session", "This session is not open any more.");
        }
        return session;
    }

    synchronized ObjectNode refund(FakeForm form, String key) {
        return keys.once(
                key,
                form,
                () ->
                        refunded(
                                form.text("payment_intent"),
                                form.number("amount"),
                                form.map("metadata")));
    }

    /// Somebody gives money back at Stripe's own pages.
    ///
    /// @return the refund's id
    public synchronized String refund(String payment, long amount) {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        return text(refunded(payment, amount, none), "id");
    }

    private ObjectNode refunded(String id, long amount, ObjectNode about) {
        ObjectNode payment = found(payments, "payment_intent", id);
        long left =
                payment.path("amount_received").asLong()
                        - charge(payment).path("amount_refunded").asLong();
        if (left == 0) {
            throw FakeRefusal.invalid(
                    "charge_already_refunded", "", "Charge has already been refunded.");
        }
        if (amount < 1 || amount > left) {
            throw FakeRefusal.invalid(
                    "", "amount", "Refund amount is greater than unrefunded amount on charge.");
        }
        ObjectNode refund = FakeObjects.refund(payment, amount, about, seconds());
        refunds.put(text(refund, "id"), refund);
        refundsOf.computeIfAbsent(id, _ -> new ArrayList<>()).add(refund);
        balance.moved("refund", text(refund, "id"), refund, -amount);
        tell("charge.refunded", charge(payment));
        tell("refund.created", refund);
        return refund;
    }

    private ObjectNode charge(ObjectNode payment) {
        String id = text(payment, "id");
        return FakeObjects.charge(
                payment, refundsOf.getOrDefault(id, List.of()), disputesOf.containsKey(id));
    }

    /// The customer's bank sends a refund back.
    public synchronized void failRefund(String id) {
        ObjectNode refund = found(refunds, "refund", id);
        refund.put("status", "failed").put("failure_reason", "expired_or_canceled_card");
        balance.moved("refund_failure", id, refund, refund.path("amount").asLong());
        tell("refund.failed", refund);
    }

    /// A cardholder objects.
    ///
    /// @param status `needs_response`, or `warning_needs_response` for an inquiry
    /// @return the dispute's id
    public synchronized String dispute(String payment, long amount, String status) {
        ObjectNode dispute =
                FakeObjects.dispute(
                        found(payments, "payment_intent", payment), amount, status, seconds());
        disputes.put(text(dispute, "id"), dispute);
        disputesOf.computeIfAbsent(payment, _ -> new ArrayList<>()).add(dispute);
        if (!status.startsWith("warning_")) {
            balance.moved("adjustment", text(dispute, "id"), dispute, -amount);
        }
        tell("charge.dispute.created", dispute);
        return text(dispute, "id");
    }

    /// A dispute goes on.
    public synchronized void moveDispute(String id, String status) {
        ObjectNode dispute = found(disputes, "dispute", id);
        dispute.put("status", status);
        if (status.equals("won")) {
            balance.moved("adjustment", id, dispute, dispute.path("amount").asLong());
        }
        String what = DISPUTES_OVER.contains(status) ? "closed" : "updated";
        tell("charge.dispute." + what, dispute);
    }

    /// In this object's monitor only.
    void tell(String type, ObjectNode object) {
        events.accept(FakeEvent.of(type, object, live, seconds()));
    }

    static ObjectNode found(Map<String, ObjectNode> all, String what, String id) {
        ObjectNode found = all.get(id);
        if (found == null) {
            throw FakeRefusal.missing(what, id);
        }
        return found;
    }

    FakeKeys keys() {
        return keys;
    }

    boolean isLive() {
        return live;
    }

    long seconds() {
        return time.wallMs() / 1_000;
    }

    static String text(ObjectNode of, String field) {
        return of.path(field).asText();
    }
}
