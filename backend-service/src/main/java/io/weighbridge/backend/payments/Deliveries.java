package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.MovingAlone;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryDecision;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.DeliveryStore;
import io.weighbridge.backend.payments.store.OrderJson;
import io.weighbridge.backend.payments.turns.Turns;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What providers tell us unasked: verified, stored, then handled; what cannot be handled now is
/// handled later. For threads that may wait.
public final class Deliveries {
    /// The largest body that is taken.
    public static final int BODY_BYTES_MAX = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    // A crash between the storing and the handling costs this.
    private static final long FIRST_AGAIN_MS = 15_000;
    private static final long AGAIN_MOST_MS = 10 * 60_000;
    private static final int DOUBLINGS_MAX = 10;
    private static final long DAY_MS = 24L * 60 * 60_000;
    // What fails for so long is for an operator.
    private static final long GIVE_UP_MS = 3 * DAY_MS;
    private static final int ROUND_MOST = 200;
    private static final int SILENT_MOST = 3;
    // The type of what no webhook told; its body is empty.
    private static final String ASKED = "asked";
    private static final int REASON_LENGTH_MAX = 500;

    private final DeliveryStore store;
    private final Crediting crediting;
    private final Providers providers;
    private final IdSource ids;
    private final TimeSource time;
    private final Turns<String> turns = new Turns<>();

    Deliveries(
            DeliveryStore store,
            Crediting crediting,
            Providers providers,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.crediting = crediting;
        this.providers = providers;
        this.ids = ids;
        this.time = time;
    }

    /// Takes a webhook: verifies it, stores it, and handles it if that can be done now.
    ///
    /// @param provider its name in the address
    /// @throws Fault STORE_UNAVAILABLE: answer 503
    public Taken take(String provider, Webhook webhook) {
        PaymentProvider of = providers.find(provider).orElse(null);
        if (of == null) {
            return Taken.NO_SUCH_PROVIDER;
        }
        if (webhook.body().length > BODY_BYTES_MAX) {
            var _ = providers.webhook(of, Taken.TOO_LARGE);
            return Taken.TOO_LARGE;
        }
        return switch (of.verify(webhook)) {
            case Verified.Refused refused -> {
                long count = providers.webhook(of, Taken.NOT_GENUINE);
                // The 1st, 2nd, 4th, 8th … one: a stranger fills no log.
                if (Long.bitCount(count) == 1) {
                    LOG.warn(
                            "{} webhook refused ({} until now): {}",
                            provider,
                            count,
                            refused.why());
                }
                yield Taken.NOT_GENUINE;
            }
            case Verified.Genuine event -> {
                Delivery fresh =
                        Delivery.fresh(
                                ids.next(),
                                provider,
                                event,
                                webhook.receivedAtMs(),
                                time.wallMs() + FIRST_AGAIN_MS);
                Delivery stored = store.receive(fresh, webhook.body());
                var _ = providers.webhook(of, Taken.STORED);
                var _ = handle(of, stored, webhook.body());
                yield Taken.STORED;
            }
        };
    }

    // It is stored: whatever goes wrong from here on is tried again, and nobody is told.
    // Returns whether the provider answered, if it was asked.
    private boolean handle(PaymentProvider provider, Delivery delivery, byte[] body) {
        if (!delivery.state().isOpen()) {
            return true;
        }
        try {
            handleInTurn(provider, delivery, body);
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.DELIVERY_DECIDED) {
                return true; // Another handled it in the meantime.
            }
            LOG.warn(
                    "{} of {} is handled later: {}",
                    delivery.eventId(),
                    provider.name(),
                    fault.logText());
            return fault.code() != ErrorCode.PROVIDER_UNAVAILABLE;
        } catch (RuntimeException e) {
            LOG.error("{} of {} is handled later", delivery.eventId(), provider.name(), e);
        }
        return true;
    }

    private void handleInTurn(PaymentProvider provider, Delivery seen, byte[] body) {
        boolean isFresh = seen.times() == 1 && seen.attempts() == 0;
        List<Delivery> waiting =
                turns.on(
                        provider.name() + ' ' + seen.about(),
                        waited -> {
                            // Another may have handled it in a turn before. If one did since it was
                            // stored, the decision finds it out in its transaction.
                            Delivery delivery =
                                    isFresh && !waited ? seen : store.find(seen.id()).orElse(seen);
                            return delivery.state().isOpen()
                                    ? decide(provider, delivery, body)
                                    : List.of();
                        });
        for (Delivery next : waiting) {
            var _ = handle(provider, next, store.body(next.id()).orElseThrow());
        }
    }

    /// @return what waited for a payment that is known now
    private List<Delivery> decide(PaymentProvider provider, Delivery delivery, byte[] body) {
        Crediting.Outcome outcome;
        try {
            outcome =
                    crediting.take(
                            provider,
                            () -> read(provider, delivery, body),
                            handled -> ended(delivery, handled));
        } catch (RuntimeException e) {
            tryLater(delivery, e);
            throw e;
        }
        if (outcome.state() != DeliveryState.HANDLED) {
            var _ = store.put(ended(delivery, outcome));
            return List.of();
        }
        return store.waitingFor(provider.name(), outcome.orderId());
    }

    // An event says what it said then: of money that is told so late, its return may have been told
    // before, so that the provider says how it stands now.
    private List<Told> read(PaymentProvider provider, Delivery delivery, byte[] body) {
        if (delivery.type().equals(ASKED)) {
            return providers.ask(provider, () -> provider.ask(delivery.about()));
        }
        List<Told> told = providers.ask(provider, () -> provider.read(body));
        Told.Arrived late =
                time.wallMs() - delivery.receivedAtMs() < DAY_MS
                        ? null
                        : Told.arrivals(told).findFirst().orElse(null);
        if (late == null) {
            return told;
        }
        List<Told> now = providers.ask(provider, () -> provider.ask(late.claim().checkout()));
        return now.isEmpty() ? told : now;
    }

    private DeliveryDecision ended(Delivery delivery, Crediting.Outcome outcome) {
        return new DeliveryDecision(delivery.state(), endedBy(delivery, outcome));
    }

    private Delivery endedBy(Delivery delivery, Crediting.Outcome outcome) {
        long nowMs = time.wallMs();
        boolean waits = outcome.state() == DeliveryState.WAITING;
        if (waits && nowMs - delivery.receivedAtMs() >= DAY_MS) {
            return delivery.with(
                    DeliveryState.UNMATCHED,
                    outcome.reason() + " after a day",
                    outcome.waitsFor(),
                    0,
                    nowMs);
        }
        long nextMs = waits ? nowMs + againMs(delivery.attempts()) : 0;
        Delivery ended =
                delivery.with(
                        outcome.state(), cut(outcome.reason()), outcome.waitsFor(), nextMs, nowMs);
        return (waits ? ended.failed(ended.reason(), nextMs) : ended).about(outcome.orderId());
    }

    private void tryLater(Delivery delivery, RuntimeException cause) {
        // What follows from it may be written already; then it is not open any more.
        Delivery now = store.find(delivery.id()).orElse(delivery);
        if (now.state().isOpen()) {
            String why =
                    cut(
                            cause instanceof Fault fault
                                    ? fault.text()
                                    : "a fault of ours; see the log");
            long nowMs = time.wallMs();
            Delivery next =
                    nowMs - now.receivedAtMs() >= GIVE_UP_MS
                            ? now.with(DeliveryState.UNMATCHED, why, now.waitsFor(), 0, nowMs)
                            : now.failed(why, nowMs + againMs(now.attempts()));
            var _ = store.put(new DeliveryDecision(now.state(), next));
        }
    }

    private static long againMs(int attempts) {
        return Math.min(FIRST_AGAIN_MS << Math.min(attempts, DOUBLINGS_MAX), AGAIN_MOST_MS);
    }

    private static String cut(String reason) {
        return reason.length() <= REASON_LENGTH_MAX
                ? reason
                : reason.substring(0, REASON_LENGTH_MAX - 1) + "…";
    }

    /// Handles what is due. A provider that does not answer a few times running is asked no more in
    /// this round; a single answer that is not understood puts nothing else off.
    void round() {
        Map<String, Integer> silent = new HashMap<>();
        for (Delivery delivery : store.due(time.wallMs(), ROUND_MOST)) {
            String name = delivery.provider();
            PaymentProvider provider = providers.find(name).orElse(null);
            if (provider == null || silent.getOrDefault(name, 0) >= SILENT_MOST) {
                Delivery later = delivery.failed(delivery.reason(), time.wallMs() + AGAIN_MOST_MS);
                var _ = store.put(new DeliveryDecision(delivery.state(), later));
                continue;
            }
            boolean answered = handle(provider, delivery, body(delivery.id()));
            silent.merge(name, 1, (old, one) -> old + one);
            if (answered) {
                silent.remove(name);
            }
        }
    }

    /// Puts before an operator what a provider said when it was asked and that fits nothing of
    /// ours; once for each thing it says.
    void asked(PaymentProvider provider, String checkout, String unfit) {
        UUID said = UUID.nameUUIDFromBytes(unfit.getBytes(StandardCharsets.UTF_8));
        long nowMs = time.wallMs();
        Delivery fresh =
                Delivery.fresh(
                        ids.next(),
                        provider.name(),
                        new Verified.Genuine(checkout + ' ' + said, ASKED, checkout),
                        nowMs,
                        nowMs + FIRST_AGAIN_MS);
        var _ = handle(provider, store.receive(fresh, new byte[0]), new byte[0]);
    }

    /// The delivery with this id.
    ///
    /// @throws Fault DELIVERY_UNKNOWN
    public Delivery require(long id) {
        return store.find(id)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.DELIVERY_UNKNOWN,
                                        "delivery: "
                                                + IdKind.DELIVERY.format(id)
                                                + " (expected: the id of a delivery)"));
    }

    /// A delivery's raw body.
    ///
    /// @throws Fault DELIVERY_UNKNOWN
    public byte[] body(long id) {
        var _ = require(id);
        return store.body(id).orElseThrow();
    }

    /// Newest first.
    ///
    /// @param state null for all
    /// @param orderId 0 for all
    public Page<Delivery> list(@Nullable DeliveryState state, long orderId, PageKey page) {
        return store.list(state, orderId, page);
    }

    /// Handles one again, whatever became of it. What was credited is not credited again.
    ///
    /// @throws Fault DELIVERY_UNKNOWN, DELIVERY_DECIDED (an operator did), INVALID_FIELD
    public Delivery redrive(long id) {
        Delivery delivery = require(id);
        if (delivery.state() == DeliveryState.ASSIGNED) {
            throw decided(delivery);
        }
        PaymentProvider provider = providers.require(delivery.provider());
        byte[] body = body(id);
        if (body.length == 0 && !delivery.type().equals(ASKED)) {
            throw DeliveryBodies.gone(id);
        }
        long nowMs = time.wallMs();
        Delivery again = delivery.with(DeliveryState.STORED, "", "", nowMs, nowMs);
        DeliveryDecision decision = new DeliveryDecision(delivery.state(), again);
        Change change =
                Change.now(
                        nowMs,
                        "delivery.redrive",
                        IdKind.DELIVERY.format(id),
                        OrderJson.of(delivery),
                        OrderJson.of(again));
        if (!store.put(decision, change)) {
            throw decision.lost();
        }
        var _ = handle(provider, again, body);
        return require(id);
    }

    private static Fault decided(Delivery delivery) {
        return Fault.of(
                ErrorCode.DELIVERY_DECIDED,
                "delivery: "
                        + IdKind.DELIVERY.format(delivery.id())
                        + " is "
                        + delivery.state()
                        + " (expected: one that fits nothing)");
    }

    /// Says whose the money of an unmatched delivery is.
    ///
    /// @param orderId an order that gets it as its payment
    /// @param alone decides what who asks may move alone
    /// @throws Fault DELIVERY_UNKNOWN, DELIVERY_DECIDED (or its payment is an order's),
    ///     INVALID_FIELD (nothing arrived by it, or in another currency), ORDER_CLOSED (it has no
    ///     amount, or a saved card is being charged for it)
    public Delivery assign(long id, long orderId, String reason, MovingAlone alone) {
        Check.text("reason", reason, 1, 200);
        Delivery delivery = require(id);
        if (delivery.state() != DeliveryState.UNMATCHED) {
            throw decided(delivery);
        }
        PaymentProvider provider = providers.require(delivery.provider());
        Told.Arrived then =
                Told.toAssign(read(provider, delivery, body(id)))
                        .findFirst()
                        .orElseThrow(() -> noMoney(id));
        // It may have been given back since then.
        List<Told> told = providers.ask(provider, () -> provider.ask(then.claim().checkout()));
        Told.Arrived arrived =
                Told.toAssign(told)
                        .filter(each -> each.payment().equals(then.payment()))
                        .findFirst()
                        .orElseThrow(() -> noMoney(id));
        long nowMs = time.wallMs();
        alone.count(Uses.ofAssignment(id), arrived.totalNanos());
        Delivery assigned =
                delivery.with(DeliveryState.ASSIGNED, reason, "", 0, nowMs).about(orderId);
        crediting.assign(
                orderId,
                provider,
                arrived,
                told,
                new DeliveryDecision(delivery.state(), assigned),
                Change.now(
                        nowMs,
                        "delivery.assign",
                        IdKind.DELIVERY.format(id),
                        OrderJson.of(delivery),
                        OrderJson.of(assigned),
                        reason));
        return require(id);
    }

    private static Fault noMoney(long id) {
        return Fault.invalid("delivery", IdKind.DELIVERY.format(id), "one by which money arrived");
    }
}
