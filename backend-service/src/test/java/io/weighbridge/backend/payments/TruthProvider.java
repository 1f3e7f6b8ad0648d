package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.CardAnswer;
import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.provider.CardOnFile;
import io.weighbridge.backend.payments.provider.Checkout;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.RefundPages;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.payments.provider.SavedCards;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A provider in memory that knows how everything stands and tells it when it is asked. Its events
/// say only what they are about, so that any order and repetition of them is the truth told anew.
/// Safe for sharing.
public final class TruthProvider implements PaymentProvider {
    /// How a checkout stands; changed by tests in the provider's monitor.
    static final class Truth {
        OrderClaim claim;
        long arrivedNanos;
        long excessNanos;
        boolean waiting;
        long refundedNanos;
        final Map<String, Told.Dispute> disputes = new LinkedHashMap<>();
        Told.@Nullable CloseReason closed;
        // Told with the money.
        List<Told> before = List.of();
        List<Told> after = List.of();

        Truth(OrderClaim claim) {
            this.claim = claim;
        }

        String payment() {
            return "pay-" + claim.checkout();
        }
    }

    private final String name;
    private final PaymentMethod method;
    private final Map<String, Truth> truths = new HashMap<>();
    private final Map<String, Long> refunds = new HashMap<>();
    private boolean away;
    private boolean losesAnswers;
    private String suffix = "";
    private boolean keepsCards = true;
    private boolean refuses;
    private int asked;
    private long closesAtMs;
    private Runnable afterRead = () -> {};
    private @Nullable TruthPages pages;

    public TruthProvider(String name, PaymentMethod method) {
        this.name = name;
        this.method = method;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PaymentMethod method() {
        return method;
    }

    synchronized void goAway(boolean isAway) {
        away = isAway;
    }

    synchronized void loseAnswers(boolean loses) {
        losesAnswers = loses;
    }

    /// From now on it opens another checkout where it had opened one, as when it is asked under
    /// another key.
    synchronized void openAnew() {
        suffix += "-anew";
    }

    synchronized void keepCards(boolean keeps) {
        keepsCards = keeps;
    }

    synchronized void refuseRefunds(boolean isRefusing) {
        refuses = isRefusing;
    }

    /// From now on it gives money back by pages, and so tells of none that was.
    synchronized TruthPages pages() {
        if (pages == null) {
            pages = new TruthPages(this::requireHere);
        }
        return pages;
    }

    @Override
    public synchronized Optional<RefundPages> refundPages() {
        return Optional.ofNullable(pages);
    }

    /// How many refunds it made.
    synchronized int refunds() {
        return refunds.size();
    }

    synchronized int asked() {
        return asked;
    }

    /// When checkouts close that are opened from now on; 0 for with their orders.
    synchronized void closeAt(long atMs) {
        closesAtMs = atMs;
    }

    /// A claim that names another order.
    static OrderClaim claimOf(OrderClaim claim, Order order) {
        return new OrderClaim(
                IdKind.ORDER.format(order.id()),
                claim.checkout(),
                claim.totalNanos(),
                claim.currency());
    }

    /// Knows a checkout no more.
    synchronized void forget(String checkout) {
        truths.remove(checkout);
    }

    synchronized Truth truth(String checkout) {
        return Objects.requireNonNull(truths.get(checkout));
    }

    /// Says that money arrived.
    public synchronized void arrive(String checkout, long nanos) {
        truth(checkout).arrivedNanos = nanos;
    }

    synchronized void refundTotal(String checkout, long nanos) {
        truth(checkout).refundedNanos = nanos;
    }

    synchronized void dispute(String checkout, String id, long nanos, Told.Dispute.Stage stage) {
        truth(checkout).disputes.put(id, new Told.Dispute(id, nanos, stage, "fraudulent"));
    }

    private synchronized void requireHere() {
        asked++;
        if (away) {
            throw Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, name + " does not answer");
        }
    }

    @Override
    public synchronized Checkout open(OrderToPay order) {
        requireHere();
        String reference =
                name
                        + "-"
                        + order.id()
                        + (order.checkout() == 1 ? "" : "-" + order.checkout())
                        + suffix;
        truths.computeIfAbsent(
                reference,
                _ ->
                        new Truth(
                                new OrderClaim(
                                        order.id(),
                                        reference,
                                        order.totalNanos(),
                                        order.currency())));
        if (losesAnswers) {
            throw Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, "the answer was lost");
        }
        return new Checkout(
                reference,
                URI.create("https://pay.example/" + reference),
                closesAtMs == 0 ? order.expiresAtMs() : closesAtMs);
    }

    /// A webhook about a checkout; `event` is its id.
    public static Webhook webhook(String event, String type, String checkout, long atMs) {
        return webhook(event, type, checkout, atMs, "good");
    }

    static Webhook webhook(
            String event, String type, String checkout, long atMs, String signature) {
        String body = event + '|' + type + '|' + checkout;
        return new Webhook(
                Map.of("signature", signature), body.getBytes(StandardCharsets.UTF_8), atMs);
    }

    private static String[] parts(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).split("\\|", -1);
    }

    @Override
    public Verified verify(Webhook webhook) {
        if (!webhook.header("signature").equals("good")) {
            return new Verified.Refused("another signature");
        }
        String[] parts = parts(webhook.body());
        return new Verified.Genuine(parts[0], parts[1], parts[2]);
    }

    /// Types: `page` tells of a refund's page, `pay` tells of the payment alone, `standing` of what
    /// was given back alone, `all` of both, anything else of nothing.
    @Override
    public List<Told> read(byte[] body) {
        List<Told> told = readNow(body);
        Runnable after;
        synchronized (this) {
            after = afterRead;
            afterRead = () -> {};
        }
        after.run();
        return told;
    }

    /// Does something between the next answer and whoever waits for it.
    synchronized void afterNextRead(Runnable work) {
        afterRead = work;
    }

    private synchronized List<Told> readNow(byte[] body) {
        requireHere();
        String[] parts = parts(body);
        if (parts[1].equals("riddle")) {
            throw Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, name + " is not understood");
        }
        if (parts[1].equals("page")) {
            return List.of(new Told.RefundPage(parts[2]));
        }
        Truth truth = truth(parts[2]);
        return switch (parts[1]) {
            case "pay" -> paid(truth);
            case "standing" -> List.of(standing(truth));
            case "all" -> stands(truth);
            default -> List.of();
        };
    }

    private static List<Told> paid(Truth truth) {
        if (truth.closed != null) {
            return List.of(new Told.Closed(truth.claim, truth.closed, "closed"));
        }
        if (truth.waiting) {
            return List.of(new Told.Waiting(truth.claim));
        }
        List<Told> all = new ArrayList<>(truth.before);
        all.add(new Told.Arrived(truth.claim, truth.payment(), truth.arrivedNanos));
        if (truth.excessNanos != 0) {
            all.add(
                    new Told.Excess(
                            truth.claim,
                            truth.payment() + "/excess",
                            truth.excessNanos,
                            "came late: " + truth.excessNanos));
        }
        all.addAll(truth.after);
        return all;
    }

    private static Told standing(Truth truth) {
        return new Told.Standing(
                truth.payment(),
                truth.claim.currency(),
                truth.refundedNanos,
                List.copyOf(truth.disputes.values()));
    }

    private List<Told> stands(Truth truth) {
        List<Told> all = new ArrayList<>(paid(truth));
        if (pages == null && all.stream().anyMatch(Told.Arrived.class::isInstance)) {
            all.add(standing(truth));
        }
        return all;
    }

    @Override
    public synchronized List<Told> ask(String checkout) {
        requireHere();
        if (!truths.containsKey(checkout)) {
            throw Fault.of(ErrorCode.PROVIDER_REFUSED, name + ": no such checkout");
        }
        Truth truth = truth(checkout);
        return truth.arrivedNanos == 0 && truth.closed == null && !truth.waiting
                ? List.of()
                : stands(truth);
    }

    @Override
    public synchronized Optional<SavedCards> savedCards() {
        return keepsCards ? Optional.of(new Cards()) : Optional.empty();
    }

    /// Saves a card of everybody and charges none.
    private static final class Cards implements SavedCards {
        @Override
        public long repeatableMs() {
            return 0;
        }

        @Override
        public Optional<CardOnFile> cardOf(String checkout) {
            return Optional.of(new CardOnFile("c", "of " + checkout, "visa", "4242", "2031-08"));
        }

        @Override
        public CardAnswer charge(CardCharge charge) {
            return new CardAnswer.Unknown();
        }

        @Override
        public CardAnswer find(CardCharge charge, String reference) {
            return new CardAnswer.Unknown();
        }

        @Override
        public void forget(CardOnFile card) {}
    }

    @Override
    public synchronized void refund(RefundToMake refund) {
        requireHere();
        if (refuses) {
            throw Fault.of(ErrorCode.PROVIDER_REFUSED, name + ": no such refund");
        }
        if (!refunds.containsKey(refund.id())) {
            refund.ifNew().run();
        }
        if (refunds.putIfAbsent(refund.id(), refund.amountNanos()) == null) {
            truths.values().stream()
                    .filter(truth -> truth.payment().equals(refund.payment()))
                    .forEach(truth -> truth.refundedNanos += refund.amountNanos());
        }
        if (losesAnswers) {
            throw Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, "the answer was lost");
        }
    }
}
