package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.metrics.Counts;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Who takes the money, and how well they answer. Safe for sharing.
final class Providers {
    /// Questions to one provider at a time: one that is slow holds so many threads, and no more.
    static final int QUESTIONS_MOST = 16;

    private static final long WAIT_MS = 250;

    private final Map<String, PaymentProvider> all = new LinkedHashMap<>();
    private final Map<String, Health> health = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> questions = new ConcurrentHashMap<>();
    private final PaymentMeters meters;
    private final TimeSource time;

    /// @param providers in the order in which customers are asked
    Providers(List<PaymentProvider> providers, PaymentMeters meters, TimeSource time) {
        this.meters = meters;
        this.time = time;
        for (PaymentProvider provider : providers) {
            all.put(provider.name(), provider);
            questions.put(provider.name(), new Semaphore(QUESTIONS_MOST));
            health.put(provider.name(), new Health(0, 0, "", 0, 0));
        }
    }

    /// How a provider has answered since the start.
    ///
    /// @param answeredAtMs last; 0 for never
    /// @param failedAtMs last; 0 for never
    /// @param failure in words; empty for none
    /// @param webhookAtMs when a genuine webhook came last; 0 for never
    /// @param refusedWebhooks that were not genuine
    record Health(
            long answeredAtMs,
            long failedAtMs,
            String failure,
            long webhookAtMs,
            long refusedWebhooks) {
        /// Whether its last answer was none.
        boolean isFailing() {
            return failedAtMs > answeredAtMs;
        }
    }

    List<PaymentProvider> all() {
        return List.copyOf(all.values());
    }

    Optional<PaymentProvider> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /// The provider of this name.
    ///
    /// @throws Fault INVALID_FIELD
    PaymentProvider require(String name) {
        PaymentProvider provider = all.get(name);
        if (provider == null) {
            throw Fault.invalid("provider", name, String.join(" or ", all.keySet()));
        }
        return provider;
    }

    Health health(PaymentProvider provider) {
        return health.getOrDefault(provider.name(), new Health(0, 0, "", 0, 0));
    }

    /// Asks a provider something, and notes how it went. While it is asked too much at a time
    /// already, who asks waits for a moment, and then asks later.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    <T> T ask(PaymentProvider provider, Supplier<T> question) {
        Semaphore free = questions.get(provider.name());
        if (free == null || !isFree(free)) {
            throw Fault.of(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    provider.name()
                            + ": it is asked "
                            + QUESTIONS_MOST
                            + " things already (expected: fewer; try again later)");
        }
        try {
            return answer(provider, question);
        } finally {
            free.release();
        }
    }

    // Reading an event that says it all asks nobody, and is over soon: for such a one it waits.
    private static boolean isFree(Semaphore free) {
        try {
            return free.tryAcquire(WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T answer(PaymentProvider provider, Supplier<T> question) {
        long beganNanos = time.nanos();
        try {
            T answer = question.get();
            note(provider, null);
            count(provider, beganNanos, null);
            return answer;
        } catch (Fault fault) {
            note(provider, fault.code() == ErrorCode.PROVIDER_UNAVAILABLE ? fault : null);
            count(provider, beganNanos, fault);
            throw fault;
        } catch (RuntimeException e) {
            count(provider, beganNanos, e);
            throw e;
        }
    }

    private void count(
            PaymentProvider provider, long beganNanos, @Nullable RuntimeException thrown) {
        PaymentMeters.OfProvider of = meters.of(provider);
        of.times().record(time.nanos() - beganNanos);
        of.asks().add(PaymentMeters.Answer.of(thrown));
    }

    /// Has a provider make a refund, as [#ask].
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    <T> T refund(PaymentProvider provider, Supplier<T> making) {
        Counts<PaymentMeters.Answer> refunds = meters.of(provider).refunds();
        try {
            T made = ask(provider, making);
            refunds.add(PaymentMeters.Answer.ANSWERED);
            return made;
        } catch (RuntimeException e) {
            refunds.add(PaymentMeters.Answer.of(e));
            throw e;
        }
    }

    private void note(PaymentProvider provider, @Nullable Fault fault) {
        long nowMs = time.wallMs();
        health.computeIfPresent(
                provider.name(),
                (_, old) ->
                        fault == null
                                ? new Health(
                                        nowMs,
                                        old.failedAtMs,
                                        old.failure,
                                        old.webhookAtMs,
                                        old.refusedWebhooks)
                                : new Health(
                                        old.answeredAtMs,
                                        nowMs,
                                        fault.text(),
                                        old.webhookAtMs,
                                        old.refusedWebhooks));
    }

    /// A webhook in its name came.
    ///
    /// @param taken what came of it
    /// @return how many of them were not genuine until now
    long webhook(PaymentProvider provider, Taken taken) {
        long nowMs = time.wallMs();
        boolean genuine = taken == Taken.STORED;
        meters.of(provider).webhooks().add(taken);
        Health now =
                health.computeIfPresent(
                        provider.name(),
                        (_, old) ->
                                new Health(
                                        old.answeredAtMs,
                                        old.failedAtMs,
                                        old.failure,
                                        genuine ? nowMs : old.webhookAtMs,
                                        old.refusedWebhooks
                                                + (taken == Taken.NOT_GENUINE ? 1 : 0)));
        return now == null ? 0 : now.refusedWebhooks;
    }
}
