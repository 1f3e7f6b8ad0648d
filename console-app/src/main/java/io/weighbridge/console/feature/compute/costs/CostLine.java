package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostRow;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A line of the table: a sum of rows.
///
/// @param kind what it stands for
/// @param id of the GPU, service, account or key, or of the bucket; empty for nobody and all
/// @param name as it is read
/// @param sum of its rows; what is not known in it is not 0
/// @param leadsTo its page; null for none
record CostLine(Kind kind, String id, String name, CostRow sum, @Nullable Address leadsTo) {
    private static final BigInteger WHOLE = BigInteger.valueOf(1_000_000);
    private static final BigInteger SHARE_MOST = BigInteger.valueOf(Long.MAX_VALUE / 2);

    enum Kind {
        SOMEBODY,
        /// Idle time, and time and money that belong to none of the others.
        NOBODY,
        ALL
    }

    /// Whose a row is; of a key its id alone.
    static String id(CostRow row, CostBy by) {
        return switch (by) {
            case COST_BY_GPU -> row.getGpu();
            case COST_BY_SERVICE -> row.getService();
            case COST_BY_ACCOUNT -> row.getAccount();
            default -> row.getKey();
        };
    }

    /// Two sums as one. What is known of none of them stays not known; the margin is known only
    /// where it is of both, since what is earned must be set against all of its cost.
    static CostRow plus(CostRow one, CostRow other) {
        CostRow.Builder sum =
                CostRow.newBuilder()
                        .setActiveUs(add(one.getActiveUs(), other.getActiveUs()))
                        .setIdleUs(add(one.getIdleUs(), other.getIdleUs()))
                        .setUnknownUs(add(one.getUnknownUs(), other.getUnknownUs()))
                        .setEnergyUnknownUs(
                                add(one.getEnergyUnknownUs(), other.getEnergyUnknownUs()))
                        .setIdleCostNanos(add(one.getIdleCostNanos(), other.getIdleCostNanos()))
                        .setUnpricedUs(add(one.getUnpricedUs(), other.getUnpricedUs()))
                        .setEarnedNanos(add(one.getEarnedNanos(), other.getEarnedNanos()))
                        .setUnmeasuredEarnedNanos(
                                add(
                                        one.getUnmeasuredEarnedNanos(),
                                        other.getUnmeasuredEarnedNanos()))
                        .setIncomplete(one.getIncomplete() || other.getIncomplete());
        if (one.hasEnergyMj() || other.hasEnergyMj()) {
            sum.setEnergyMj(add(one.getEnergyMj(), other.getEnergyMj()));
        }
        if (one.hasCostNanos() || other.hasCostNanos()) {
            sum.setCostNanos(add(one.getCostNanos(), other.getCostNanos()));
        }
        if ((one.hasMarginNanos() || other.hasMarginNanos())
                && isMarginKnown(one)
                && isMarginKnown(other)) {
            sum.setMarginNanos(add(one.getMarginNanos(), other.getMarginNanos()));
        }
        return sum.build();
    }

    private static long add(long one, long other) {
        return Math.addExact(one, other);
    }

    // Of nothing at all there is nothing to know.
    private static boolean isMarginKnown(CostRow row) {
        return row.hasMarginNanos() || (row.getEarnedNanos() == 0 && timeUs(row) == 0);
    }

    private static long timeUs(CostRow row) {
        return Math.addExact(row.getActiveUs(), Math.addExact(row.getIdleUs(), row.getUnknownUs()));
    }

    /// Whether its energy is known, but not that of all of its time: there is more.
    boolean isEnergyInPart() {
        return sum.hasEnergyMj() && sum.getEnergyUnknownUs() > 0;
    }

    /// The margin in millionths of what was earned; empty where it is not known, and of nothing.
    OptionalLong marginMillionths() {
        if (!sum.hasMarginNanos() || sum.getEarnedNanos() <= 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                BigInteger.valueOf(sum.getMarginNanos())
                        .multiply(WHOLE)
                        .divide(BigInteger.valueOf(sum.getEarnedNanos()))
                        .max(SHARE_MOST.negate())
                        .longValue());
    }

    /// What is not known of it, in words; empty for nothing.
    String marks() {
        List<String> marks = new ArrayList<>();
        if (sum.getIncomplete()) {
            marks.add(Texts.of("compute.costs.mark.incomplete"));
        }
        if (sum.getUnpricedUs() > 0) {
            marks.add(Texts.of("compute.costs.mark.unpriced"));
        }
        if (sum.getUnmeasuredEarnedNanos() > 0) {
            marks.add(Texts.of("compute.costs.mark.unmeasured"));
        }
        return String.join(", ", marks);
    }
}
