package io.weighbridge.backend.compute.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// What hours of GPUs cost: the price that holds when the hour ends, for the time in which the GPU
/// was seen. A part of a card has no price: what its share is, nobody said. For one thread.
public final class HourCost {
    private static final long HOUR_MS = 3_600_000;
    private static final BigDecimal HOUR_US = BigDecimal.valueOf(HOUR_MS * 1_000);

    private record Key(String model, long hourMs) {}

    /// Amounts in nanos; empty for not known.
    ///
    /// @param hourNanos the price of a whole hour
    /// @param seenNanos of the time in which the GPU was seen
    /// @param idleNanos of the time in which it is known that it did not compute
    public record Cost(OptionalLong hourNanos, OptionalLong seenNanos, OptionalLong idleNanos) {}

    private final GpuPrices prices;
    private final Map<Key, OptionalLong> asked = new HashMap<>();

    /// @param prices what hours cost
    public HourCost(GpuPrices prices) {
        this.prices = prices;
    }

    /// The cost of an hour.
    public Cost of(GpuHour hour) {
        OptionalLong price =
                hour.gpu().contains("/")
                        ? OptionalLong.empty()
                        : asked.computeIfAbsent(new Key(hour.model(), hour.hourMs()), this::ask);
        if (price.isEmpty()) {
            return new Cost(price, price, price);
        }
        long knownUs = hour.busy().knownMs() * 1_000;
        return new Cost(
                price,
                OptionalLong.of(share(price.getAsLong(), hour.seenMs() * 1_000)),
                knownUs == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                share(price.getAsLong(), knownUs - hour.busy().activeUs())));
    }

    private OptionalLong ask(Key key) {
        String name = DriverNames.catalogueName(key.model());
        return name.isEmpty()
                ? OptionalLong.empty()
                : prices.hourNanos(name, key.hourMs() + HOUR_MS - 1);
    }

    // Half to even.
    private static long share(long hourNanos, long us) {
        return BigDecimal.valueOf(hourNanos)
                .multiply(BigDecimal.valueOf(us))
                .divide(HOUR_US, 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
