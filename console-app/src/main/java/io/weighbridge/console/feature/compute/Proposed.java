package io.weighbridge.console.feature.compute;

import io.weighbridge.console.margin.Costs;
import io.weighbridge.console.margin.Priced;
import io.weighbridge.console.margin.UnitCost;
import io.weighbridge.proto.v1.MediaFigure;
import io.weighbridge.proto.v1.ModelOnGpu;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.Unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// What is proposed for a service beside the prices that are in force.
///
/// @param perUnit of its tokens, pixels or recordings
/// @param byCurve of what each call takes of GPUs, by the model's cost curve
/// @param inForce the book; without prices when none is
record Proposed(PriceProposal perUnit, PriceProposal byCurve, PriceBook inForce) {
    private static final long TOKENS = 1_000;

    /// What is said of tokens, a megapixel, a picture or a minute.
    ///
    /// @param of what it is: `input`, `output`, as the figures of an analysis name it, or a unit of
    ///     compute
    /// @param units of the rate's unit: tokens, pixels, milliseconds
    /// @param costNanos of so many, rounded up
    /// @param rate what is proposed
    /// @param before what is in force for the same
    record Line(String of, long units, long costNanos, Rate rate, Optional<Before> before) {
        /// What it is sold for by the proposal, in nanos, rounded.
        long priceNanos() {
            return nanos(rate, units);
        }

        /// The change in percent with its sign; empty without a price before.
        Optional<BigDecimal> changePercent() {
            return before.filter(old -> old.rate.getPriceNanos() > 0)
                    .map(old -> Proposed.changePercent(old, rate, units));
        }
    }

    /// A rate in force.
    ///
    /// @param units of its unit: an image where it is sold by the image
    record Before(Rate rate, long units) {
        /// What it is sold for now, in nanos, rounded.
        long nanos() {
            return Proposed.nanos(rate, units);
        }
    }

    /// What is sold: by this the words of a choice are chosen.
    enum Kind {
        TEXT,
        PICTURES,
        SPEECH
    }

    Kind kind() {
        if (perUnit.getAnalysis().getGpu().getFiguresCount() == 0) {
            return Kind.TEXT;
        }
        return perUnit.getRatesList().stream()
                        .anyMatch(rate -> rate.getUnit() == Unit.UNIT_AUDIO_MILLISECONDS)
                ? Kind.SPEECH
                : Kind.PICTURES;
    }

    /// What is in force for a service, as far as it is sold by the curve already.
    boolean isSoldByCurve() {
        return byCurve.getRatesList().stream()
                .anyMatch(rate -> before(rate, rate.getUnit()).isPresent());
    }

    /// What each unit costs us, of tokens and the like as of compute.
    Costs costs() {
        return Costs.of(perUnit.toBuilder().addAllRates(byCurve.getRatesList()).build());
    }

    List<Line> lines(boolean isByCurve) {
        if (isByCurve) {
            return byCurve.getRatesList().stream().map(this::curveLine).toList();
        }
        ModelOnGpu gpu = perUnit.getAnalysis().getGpu();
        if (gpu.getFiguresCount() > 0 && perUnit.getRatesCount() > 0) {
            return gpu.getFiguresList().stream()
                    .map(figure -> line(figure, perUnit.getRates(0)))
                    .toList();
        }
        return perUnit.getRatesList().stream().map(rate -> line(gpu, rate)).toList();
    }

    // Of as much as the rate is for: an hour of a card, or of its memory, or operations.
    private Line curveLine(Rate rate) {
        long costNanos =
                costs() instanceof Costs.Known known
                        ? known.costs().stream()
                                .filter(cost -> cost.unit().number() == rate.getUnitValue())
                                .mapToLong(UnitCost::costNanos)
                                .findFirst()
                                .orElse(0)
                        : 0;
        return new Line(
                rate.getUnit().name(),
                rate.getPer(),
                costNanos,
                rate,
                before(rate, rate.getUnit()).map(old -> new Before(old, rate.getPer())));
    }

    /// The list prices in force of a service, standard tier, from the first token on.
    List<Priced> pricesInForce(String service) {
        return inForce.getRatesList().stream()
                .filter(
                        rate ->
                                rate.getService().equals(service)
                                        && isStandard(rate)
                                        && rate.getAboveInputTokens() == 0
                                        && rate.getAccount().isEmpty())
                .flatMap(rate -> Priced.of(rate).stream())
                .toList();
    }

    private Line line(ModelOnGpu gpu, Rate rate) {
        boolean isInput = rate.getUnit() == Unit.UNIT_INPUT_TOKENS;
        return new Line(
                isInput ? "input" : "output",
                TOKENS,
                isInput ? gpu.getInputCostNanosPer1K() : gpu.getOutputCostNanosPer1K(),
                rate,
                before(rate, rate.getUnit()).map(old -> new Before(old, TOKENS)));
    }

    private Line line(MediaFigure figure, Rate rate) {
        Optional<Before> before =
                before(rate, rate.getUnit()).map(old -> new Before(old, figure.getUnits()));
        boolean isPicture =
                rate.getUnit() == Unit.UNIT_PIXELS && !figure.getOf().equals("megapixel");
        return new Line(
                figure.getOf(),
                figure.getUnits(),
                figure.getCostNanos(),
                rate,
                isPicture
                        ? before.or(
                                () -> before(rate, Unit.UNIT_IMAGES).map(old -> new Before(old, 1)))
                        : before);
    }

    // The rate that the draft would have another price for.
    private Optional<Rate> before(Rate proposed, Unit unit) {
        return inForce.getRatesList().stream()
                .filter(
                        rate ->
                                rate.getService().equals(proposed.getService())
                                        && rate.getUnit() == unit
                                        && isStandard(rate)
                                        && rate.getAboveInputTokens() == 0
                                        && rate.getAccount().isEmpty())
                .findFirst();
    }

    private static boolean isStandard(Rate rate) {
        return rate.getTier() == ServiceTier.SERVICE_TIER_STANDARD
                || rate.getTier() == ServiceTier.SERVICE_TIER_UNSPECIFIED;
    }

    /// What so many cost by a rate, rounded to a whole nano.
    static long nanos(Rate rate, long units) {
        return BigDecimal.valueOf(rate.getPriceNanos())
                .multiply(BigDecimal.valueOf(units))
                .divide(BigDecimal.valueOf(rate.getPer()), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static BigDecimal changePercent(Before before, Rate after, long units) {
        BigDecimal old =
                BigDecimal.valueOf(before.rate.getPriceNanos())
                        .multiply(BigDecimal.valueOf(before.units))
                        .multiply(BigDecimal.valueOf(after.getPer()));
        BigDecimal now =
                BigDecimal.valueOf(after.getPriceNanos())
                        .multiply(BigDecimal.valueOf(units))
                        .multiply(BigDecimal.valueOf(before.rate.getPer()));
        return now.subtract(old)
                .multiply(BigDecimal.valueOf(100))
                .divide(old, 2, RoundingMode.HALF_EVEN);
    }
}
