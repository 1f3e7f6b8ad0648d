package io.weighbridge.backend;

import io.weighbridge.backend.payments.PaymentMeters;
import io.weighbridge.backend.payments.Taken;
import io.weighbridge.backend.payments.autotopup.AttemptOutcome;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.platform.metrics.LatencyHistogram;
import io.weighbridge.backend.platform.metrics.Metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What can be measured of payments.
///
/// @param metrics where they are told
record PaymentMetrics(Metrics metrics) {
    private static final String PROVIDER = "provider";
    private static final String RESULT = "result";
    private static final long MS_PER_S = 1_000;

    void of(Selling selling) {
        PaymentMeters meters = selling.payments().meters();
        meters.providers().forEach(this::of);
        Map<String, LatencyHistogram> times = new LinkedHashMap<>();
        meters.providers().forEach((name, each) -> times.put(name, each.times()));
        if (!times.isEmpty()) {
            metrics.histograms(
                    "payment.provider.ask.duration",
                    "How long a payment provider takes to answer",
                    PROVIDER,
                    times);
        }
        for (PaymentMeters.Direction direction : PaymentMeters.Direction.values()) {
            metrics.counter(
                    "payment.moves",
                    "Moves of credit for payments",
                    () -> meters.moves().of(direction),
                    "direction",
                    word(direction));
        }
        for (DeliveryState state :
                List.of(DeliveryState.STORED, DeliveryState.WAITING, DeliveryState.UNMATCHED)) {
            metrics.gauge(
                    "payment.deliveries",
                    "What providers told and waits",
                    () -> meters.waiting().of(state),
                    "state",
                    word(state));
        }
        metrics.gauge(
                "payment.orders.open",
                "Orders that can be paid",
                () -> meters.waiting().openOrders());
        ofOthers(selling);
    }

    private void of(String provider, PaymentMeters.OfProvider meters) {
        for (Taken taken : List.of(Taken.STORED, Taken.NOT_GENUINE, Taken.TOO_LARGE)) {
            metrics.counter(
                    "payment.webhooks",
                    "Webhooks in the name of a payment provider",
                    () -> meters.webhooks().of(taken),
                    PROVIDER,
                    provider,
                    RESULT,
                    word(taken));
        }
        for (PaymentMeters.Answer answer : PaymentMeters.Answer.values()) {
            metrics.counter(
                    "payment.provider.asks",
                    "Questions to a payment provider",
                    () -> meters.asks().of(answer),
                    PROVIDER,
                    provider,
                    RESULT,
                    word(answer));
            metrics.counter(
                    "payment.refunds",
                    "Refunds that a payment provider was asked for",
                    () -> meters.refunds().of(answer),
                    PROVIDER,
                    provider,
                    RESULT,
                    word(answer));
        }
    }

    private void ofOthers(Selling selling) {
        for (AttemptOutcome outcome :
                List.of(AttemptOutcome.PAID, AttemptOutcome.DECLINED, AttemptOutcome.NOT_CHARGED)) {
            metrics.counter(
                    "auto.topups",
                    "Automatic top-ups that have ended",
                    () -> selling.autoTopUps().outcomes().of(outcome),
                    RESULT,
                    word(outcome));
        }
        metrics.gauge(
                "reconciliation.differences",
                "Differences of the newest daily reconciliation",
                () -> selling.reconciliation().differences());
        metrics.gauge(
                "reconciliation.incomplete",
                "1 while the newest daily reconciliation is incomplete",
                () -> selling.reconciliation().isIncomplete() ? 1 : 0);
        metrics.gauge(
                "reconciliation.ended.timestamp.seconds",
                "When the newest daily reconciliation ended",
                () -> selling.reconciliation().newestEndedAtMs() / MS_PER_S);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
