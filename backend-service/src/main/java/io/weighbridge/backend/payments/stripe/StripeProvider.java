package io.weighbridge.backend.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.payments.provider.Checkout;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentLists;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.payments.provider.SavedCards;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Stripe Checkout. The same Stripe account may serve a shop as well: what does not carry an order
/// of ours in its metadata is passed over.
public final class StripeProvider implements PaymentProvider {
    /// As in addresses and the store.
    public static final String NAME = "stripe";

    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(StripeProvider.class);

    private final StripeSettings settings;
    private final Installation installation;
    private final TimeSource time;
    private final StripeSignature signature;
    private final StripeHttp stripe;

    /// A provider that is asked only when there is something to ask.
    ///
    /// @param installation marks what it makes: what is marked otherwise is another's
    public StripeProvider(StripeSettings settings, Installation installation, TimeSource time) {
        this(settings, installation, time, CALL);
    }

    /// @param limit on the time of one call
    StripeProvider(
            StripeSettings settings, Installation installation, TimeSource time, Duration limit) {
        this.settings = settings;
        this.installation = installation;
        this.time = time;
        this.signature = new StripeSignature(settings.webhookSecrets());
        this.stripe = new StripeHttp(settings, installation.mark(), limit);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PaymentMethod method() {
        return PaymentMethod.CARD;
    }

    @Override
    public Checkout open(OrderToPay order) {
        long amount = StripeAmounts.ofNanos(order.totalNanos(), order.currency());
        SessionEnd end = SessionEnd.of(order, installation.mark(), time.wallMs());
        JsonNode session = stripe.open(order, amount, end);
        String id = StripeJson.id(session, "id");
        long endSeconds = StripeJson.amount(session, "expires_at");
        if (id.isEmpty() || endSeconds < 0) {
            throw StripeStates.notUnderstood("a session without id or end");
        }
        return new Checkout(id, page(session), endSeconds * 1_000);
    }

    private static URI page(JsonNode session) {
        try {
            URI page = URI.create(session.path("url").asText());
            if (page.getHost() != null) {
                return page;
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("Stripe names a page that is no URL");
        }
        throw StripeStates.notUnderstood("a session without a page");
    }

    @Override
    public Verified verify(Webhook webhook) {
        Optional<String> objection = signature.objection(webhook);
        if (objection.isPresent()) {
            return new Verified.Refused(objection.get());
        }
        return StripeEvent.read(webhook.body())
                .<Verified>map(
                        event -> new Verified.Genuine(event.id(), event.type(), event.about()))
                .orElseGet(() -> new Verified.Refused("signed, but no event"));
    }

    @Override
    public List<Told> read(byte[] body) {
        Optional<StripeEvent> read = StripeEvent.read(body);
        if (read.isEmpty() || !isOurs(read.get())) {
            return List.of();
        }
        StripeEvent event = read.get();
        return switch (event.kind()) {
            case PAID, FAILED, EXPIRED -> session(event);
            case CHARGE -> charge(event.object());
            case STANDING ->
                    event.payment().isEmpty()
                            ? List.of()
                            : unlessUnknown(() -> standing(event.payment()));
            case OTHER -> List.of();
        };
    }

    private boolean isOurs(StripeEvent event) {
        if (event.live() != settings.live()) {
            LOG.warn(
                    "Stripe event {} is of {} mode and is passed over; see stripe.mode",
                    event.id(),
                    event.live() ? "live" : "test");
            return false;
        }
        if (!event.account().isEmpty()) {
            LOG.warn("Stripe event {} is of another account and is passed over", event.id());
            return false;
        }
        return true;
    }

    private List<Told> session(StripeEvent event) {
        JsonNode session = event.object();
        if (StripeJson.order(session).isEmpty()) {
            return List.of();
        }
        Optional<OrderClaim> claim = StripeStates.claim(session);
        boolean isWhole =
                event.kind() != StripeEvent.Kind.PAID
                        || StripeJson.word(session, "payment_status").equals("unpaid")
                        || !StripeJson.id(session, "payment_intent").isEmpty();
        if (claim.isEmpty() || !isWhole) {
            // Of another version of the API than we know: asked for in ours.
            return unlessUnknown(() -> ask(StripeJson.id(session, "id")));
        }
        return marked(
                session,
                List.of(
                        switch (event.kind()) {
                            case FAILED -> StripeStates.failed(claim.get());
                            case EXPIRED -> StripeStates.expired(claim.get());
                            case PAID, CHARGE, STANDING, OTHER ->
                                    StripeStates.paid(session, claim.get());
                        }));
    }

    // What is ours by our own books is ours, also when our mark was lost with a disk.
    private List<Told> marked(JsonNode of, List<Told> told) {
        if (told.isEmpty() || !StripeJson.isForeign(of, installation)) {
            return told;
        }
        List<Told> all = new ArrayList<>(told);
        all.add(new Told.Foreign(StripeJson.installation(of)));
        return List.copyOf(all);
    }

    private List<Told> charge(JsonNode intent) {
        if (!StripeIntents.isOurs(intent)) {
            return List.of();
        }
        return StripeIntents.claim(intent)
                .map(claim -> marked(intent, StripeIntents.now(intent, claim).stream().toList()))
                // Of another version of the API than we know: asked for in ours.
                .orElseGet(() -> unlessUnknown(() -> ask(StripeJson.id(intent, "id"))));
    }

    // What Stripe does not know, although it told us of it, will not be known later either.
    private static List<Told> unlessUnknown(Supplier<List<Told>> asking) {
        try {
            return asking.get();
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.PROVIDER_REFUSED) {
                LOG.warn(
                        "Stripe does not know what an event of its own is about: {}", fault.text());
                return List.of();
            }
            throw fault;
        }
    }

    // Refunds and disputes come in any order and change: what counts is how it stands now.
    private List<Told> standing(String payment) {
        JsonNode found = stripe.payment(payment);
        if (!StripeJson.id(found, "id").equals(payment) || !found.path("metadata").isObject()) {
            throw StripeStates.notUnderstood("a payment in parts");
        }
        return StripeJson.order(found).isEmpty()
                ? List.of()
                : marked(
                        found,
                        List.of(
                                StripeStates.standing(
                                        found, stripe.refunds(payment), stripe.disputes(payment))));
    }

    @Override
    public List<Told> ask(String checkout) {
        if (!StripeJson.isId(checkout)) {
            throw notOurs(checkout);
        }
        if (checkout.startsWith(StripeIntents.PREFIX)) {
            return charged(checkout);
        }
        JsonNode session = stripe.session(checkout);
        OrderClaim claim =
                StripeStates.claim(session)
                        .orElseThrow(() -> StripeStates.notUnderstood("a session in parts"));
        if (claim.orderId().isEmpty()) {
            throw notOurs(checkout);
        }
        List<Told> told = new ArrayList<>();
        StripeStates.now(session, claim).ifPresent(told::add);
        String payment = StripeJson.id(session, "payment_intent");
        if (!payment.isEmpty() && told.stream().anyMatch(Told.Arrived.class::isInstance)) {
            told.addAll(standing(payment));
        }
        return marked(session, told);
    }

    // A charge to a saved card is its own checkout.
    private List<Told> charged(String id) {
        JsonNode intent = stripe.payment(id);
        if (!StripeIntents.isOurs(intent)) {
            throw notOurs(id);
        }
        OrderClaim claim =
                StripeIntents.claim(intent)
                        .orElseThrow(() -> StripeStates.notUnderstood("a charge in parts"));
        List<Told> told = new ArrayList<>();
        StripeIntents.now(intent, claim).ifPresent(told::add);
        if (told.stream().anyMatch(Told.Arrived.class::isInstance)) {
            told.addAll(standing(id));
        }
        return marked(intent, told);
    }

    private static Fault notOurs(String checkout) {
        return Fault.of(
                ErrorCode.PROVIDER_REFUSED,
                "checkout: "
                        + Check.shown(checkout)
                        + " (expected: one that this installation opened)");
    }

    @Override
    public Optional<PaymentLists> lists() {
        return Optional.of(new StripeLists(stripe, installation));
    }

    @Override
    public Optional<SavedCards> savedCards() {
        return Optional.of(new StripeCards(stripe));
    }

    @Override
    public void refund(RefundToMake refund) {
        stripe.refund(refund, StripeAmounts.ofNanos(refund.amountNanos(), refund.currency()));
    }
}
