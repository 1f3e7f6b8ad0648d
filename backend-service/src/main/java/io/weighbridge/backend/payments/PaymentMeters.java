package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.metrics.Counts;
import io.weighbridge.backend.platform.metrics.LatencyHistogram;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What payments did since the start, and what of them waits, for who watches the service. Safe for
/// sharing.
public final class PaymentMeters {
    private final Map<String, OfProvider> providers = new LinkedHashMap<>();
    private final Counts<Direction> moves = new Counts<>(Direction.class);
    private volatile Waiting waiting = new Waiting(Map.of(), 0);

    PaymentMeters(List<PaymentProvider> all) {
        all.forEach(each -> providers.put(each.name(), OfProvider.none()));
    }

    /// Where credit went.
    public enum Direction {
        GIVEN,
        TAKEN_BACK
    }

    /// What a provider did when it was asked.
    public enum Answer {
        ANSWERED,
        REFUSED,
        /// It did not answer, or not as it could be understood.
        UNAVAILABLE,
        /// A fault of ours kept it from being asked, or its answer from being read.
        FAILED;

        static Answer of(@Nullable RuntimeException thrown) {
            if (thrown == null) {
                return ANSWERED;
            }
            if (thrown instanceof Fault fault) {
                if (fault.code() == ErrorCode.PROVIDER_UNAVAILABLE) {
                    return UNAVAILABLE;
                }
                if (fault.code() == ErrorCode.PROVIDER_REFUSED) {
                    return REFUSED;
                }
            }
            return FAILED;
        }
    }

    /// What happened at one provider.
    ///
    /// @param webhooks in its name
    /// @param asks reading its events included, which may ask nobody
    /// @param refunds that it was asked to make
    /// @param times of the asks
    public record OfProvider(
            Counts<Taken> webhooks,
            Counts<Answer> asks,
            Counts<Answer> refunds,
            LatencyHistogram times) {
        private static OfProvider none() {
            return new OfProvider(
                    new Counts<>(Taken.class),
                    new Counts<>(Answer.class),
                    new Counts<>(Answer.class),
                    new LatencyHistogram());
        }
    }

    /// What waited when it was counted last.
    ///
    /// @param deliveries by their state; those that there are
    public record Waiting(Map<DeliveryState, Long> deliveries, long openOrders) {
        public Waiting {
            deliveries = Map.copyOf(deliveries);
        }

        /// How many deliveries are in a state.
        public long of(DeliveryState state) {
            return deliveries.getOrDefault(state, 0L);
        }
    }

    /// By provider.
    public Map<String, OfProvider> providers() {
        return Map.copyOf(providers);
    }

    OfProvider of(PaymentProvider provider) {
        return providers.getOrDefault(provider.name(), OfProvider.none());
    }

    /// Moves of credit.
    public Counts<Direction> moves() {
        return moves;
    }

    /// What waited when it was counted last.
    public Waiting waiting() {
        return waiting;
    }

    void waiting(Waiting now) {
        waiting = now;
    }
}
