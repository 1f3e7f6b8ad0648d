package io.weighbridge.backend.limits;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// One leaky bucket that remembers all that came in, so that history can be told anew. A unit
/// is 60,000,000 parts, so that a minute drains what the limit says.
final class Bucket {
    /// What came in after so much had gone out; all of it when that is null.
    static final class Inflow {
        private final @Nullable BigInteger out;
        long units;

        Inflow(@Nullable BigInteger out, long units) {
            this.out = out;
            this.units = units;
        }
    }

    private final List<Inflow> inflows = new ArrayList<>();

    private static BigInteger ofUnits(long units) {
        return BigInteger.valueOf(units).multiply(BigInteger.valueOf(CallMeter.MICROS_PER_MINUTE));
    }

    void pass(long micros, long perMinute) {
        inflows.add(new Inflow(perMinute < 0 ? null : out(micros, perMinute), 0));
    }

    private static BigInteger out(long micros, long perMinute) {
        return BigInteger.valueOf(micros).multiply(BigInteger.valueOf(perMinute));
    }

    Inflow add(long units, long perMinute) {
        Inflow inflow = new Inflow(BigInteger.ZERO, perMinute < 0 ? 0 : units);
        inflows.add(inflow);
        return inflow;
    }

    /// The call of these inflows used less: as if it had reserved only that.
    static void reduce(List<Inflow> inflows, long unused) {
        long rest = unused;
        for (Inflow inflow : inflows.reversed()) {
            long less = Math.min(rest, inflow.units);
            inflow.units -= less;
            rest -= less;
        }
    }

    BigInteger parts() {
        BigInteger parts = BigInteger.ZERO;
        for (Inflow inflow : inflows) {
            BigInteger left = inflow.out == null ? BigInteger.ZERO : parts.subtract(inflow.out);
            parts = left.max(BigInteger.ZERO).add(ofUnits(inflow.units));
        }
        return parts;
    }

    boolean hasRoom(long units, long perMinute) {
        return perMinute < 0 || parts().add(ofUnits(units)).compareTo(ofUnits(perMinute)) <= 0;
    }

    long free(long perMinute) {
        return ofUnits(perMinute)
                .subtract(parts())
                .max(BigInteger.ZERO)
                .divide(BigInteger.valueOf(CallMeter.MICROS_PER_MINUTE))
                .longValueExact();
    }

    /// An open call, as the meter and as the bucket know it.
    static final class Open {
        final long mark;
        final List<Inflow> inflows = new ArrayList<>();
        long reserved;

        Open(long mark, long reserved, Inflow inflow) {
            this.mark = mark;
            this.reserved = reserved;
            this.inflows.add(inflow);
        }
    }
}
