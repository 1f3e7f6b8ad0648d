package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.GpuHour;
import io.weighbridge.proto.v1.Rollup;
import io.weighbridge.proto.v1.UnitCount;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What is summed.
public enum Measure {
    CALLS(false),
    /// Input and output tokens; their parts are within them.
    TOKENS(false),
    PRICE(true),
    CHARGE(true),
    REFUNDED(true),
    /// Calls that did not end well.
    FAILED(false),
    /// Calls that could not be priced.
    UNRATED(false),
    /// Calls that were refused. Counted apart from those that were made.
    REFUSALS(false),
    /// What the calls cost of which that is known. It and the margins: see [CellCost].
    COST(true),
    /// What those were charged less what they cost.
    MARGIN(true),
    /// The same in millionths of what those were charged.
    MARGIN_SHARE(false),
    /// Of the time in which it is known whether a GPU computed, that in which it did, in
    /// millionths. It and those that follow are of GPUs: see [CellGpu].
    UTILISATION(false),
    /// What GPUs cost in the time in which they were seen.
    GPU_COST(true),
    /// What they cost while they did not compute.
    IDLE_COST(true),
    /// What they took, in millijoules.
    ENERGY(false),
    /// What calls were charged that GPUs served, from measured hours. It and those that follow: see
    /// [CellMeasured].
    GPU_EARNED(true),
    /// The same less what the GPUs cost.
    GPU_MARGIN(true),
    /// What was taken of measured GPUs, at their prices.
    MEASURED_COST(true),
    /// What was charged less that.
    MEASURED_MARGIN(true),
    /// In millijoules.
    MEASURED_ENERGY(false),
    /// For how long measured GPUs computed, in microseconds.
    ACTIVE_TIME(false),
    /// The calls whose cost is known. Only summed, not shown by itself.
    COSTED_CALLS(false),
    /// What those were charged. Only summed, not shown by itself.
    COSTED_CHARGE(true),
    /// Those that follow are of GPUs, and only summed as well.
    SEEN_MS(false),
    BUSY_KNOWN_MS(false),
    BUSY_US(false),
    COSTS_KNOWN(false),
    IDLES_KNOWN(false),
    ENERGY_KNOWN_MS(false),
    /// Those that follow are from measured hours, and only summed as well.
    MEASURED_ROWS(false),
    MEASURED_COSTS_KNOWN(false),
    MEASURED_ENERGIES_KNOWN(false),
    MEASURED_EARNED(true),
    MEASURED_MARGIN_GAPS(false);

    private static final List<Measure> MADE =
            List.of(CALLS, TOKENS, PRICE, CHARGE, REFUNDED, FAILED, UNRATED);
    private static final List<Measure> EXPLORED =
            Stream.concat(MADE.stream(), Stream.of(REFUSALS)).toList();
    private static final List<Measure> COSTS = List.of(COST, MARGIN, MARGIN_SHARE);
    private static final List<Measure> HEAT =
            Stream.concat(EXPLORED.stream(), COSTS.stream()).toList();
    private static final List<Measure> COST_PARTS =
            List.of(CALLS, COSTED_CALLS, COST, COSTED_CHARGE);
    private static final List<Measure> GPUS =
            List.of(UTILISATION, GPU_COST, IDLE_COST, ENERGY, GPU_EARNED, GPU_MARGIN);
    private static final List<Measure> MEASURED =
            List.of(MEASURED_COST, MEASURED_MARGIN, MEASURED_ENERGY, ACTIVE_TIME);
    private static final List<Measure> WITH_MEASURED =
            Stream.concat(HEAT.stream(), MEASURED.stream()).toList();
    // Of all GPUs together; their cost and energy are those of MEASURED.
    private static final List<Measure> OF_WEEK =
            Stream.concat(WITH_MEASURED.stream(), Stream.of(UTILISATION, IDLE_COST)).toList();
    private static final List<Measure> GPU_PARTS =
            List.of(
                    SEEN_MS,
                    BUSY_KNOWN_MS,
                    BUSY_US,
                    GPU_COST,
                    COSTS_KNOWN,
                    IDLE_COST,
                    IDLES_KNOWN,
                    ENERGY,
                    ENERGY_KNOWN_MS);
    private static final List<Measure> MEASURED_PARTS =
            List.of(
                    MEASURED_ROWS,
                    ACTIVE_TIME,
                    MEASURED_COST,
                    MEASURED_COSTS_KNOWN,
                    MEASURED_ENERGY,
                    MEASURED_ENERGIES_KNOWN,
                    MEASURED_EARNED,
                    MEASURED_MARGIN,
                    MEASURED_MARGIN_GAPS);

    private final boolean isMoney;

    Measure(boolean isMoney) {
        this.isMoney = isMoney;
    }

    /// Those that are read together with this one.
    public List<Measure> together() {
        return this == REFUSALS ? List.of(REFUSALS) : MADE;
    }

    /// Those that a part of the screen can show: costs are of the heat map, where what is not known
    /// can be seen.
    public static List<Measure> of(UsageQuery.Tab tab, HeatShape shape) {
        List<Measure> ofHeat =
                switch (shape) {
                    case HOUR_GPU -> GPUS;
                    case HOUR_SERVICE, HOUR_ACCOUNT -> WITH_MEASURED;
                    case WEEK -> OF_WEEK;
                };
        return tab == UsageQuery.Tab.EXPLORE ? EXPLORED : ofHeat;
    }

    public boolean isCost() {
        return COSTS.contains(this);
    }

    /// Whether it is of GPUs.
    public boolean isGpu() {
        return GPUS.contains(this);
    }

    /// Whether it is what was taken of measured GPUs, and earned by it.
    public boolean isMeasured() {
        return MEASURED.contains(this) || this == GPU_EARNED || this == GPU_MARGIN;
    }

    public boolean isMoney() {
        return isMoney;
    }

    /// The sums that a cell's value is made of.
    public List<Measure> parts() {
        if (isMeasured()) {
            return MEASURED_PARTS;
        }
        return isCost() ? COST_PARTS : isGpu() ? GPU_PARTS : List.of(this);
    }

    /// The value of a cell.
    ///
    /// @param sums of its [#parts], in that order
    public long value(long[] sums) {
        if (isMeasured()) {
            return CellMeasured.of(sums).value(this);
        }
        return isCost()
                ? CellCost.of(sums).value(this)
                : isGpu() ? CellGpu.of(sums).value(this) : sums[0];
    }

    /// What else is to be said of a cell; empty for nothing.
    ///
    /// @param sums of its [#parts], in that order
    public String note(long[] sums, Formats formats) {
        if (isMeasured()) {
            return CellMeasured.of(sums).note(formats);
        }
        return isCost()
                ? CellCost.of(sums).note(formats)
                : isGpu() ? CellGpu.of(sums).note(formats) : "";
    }

    /// By what the largest groups are found. Of margins it is the cost: both a large loss and a
    /// large gain are of much of it.
    public Measure ordering() {
        return switch (this) {
            case COST, MARGIN, MARGIN_SHARE -> COST;
            case UTILISATION -> BUSY_US;
            case GPU_EARNED -> MEASURED_EARNED;
            case GPU_MARGIN, MEASURED_MARGIN -> MEASURED_COST;
            default -> this;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Measure ofWord(String word) {
        return Stream.concat(WITH_MEASURED.stream(), GPUS.stream())
                .filter(measure -> measure.word().equals(word))
                .findFirst()
                .orElse(CHARGE);
    }

    public long of(Rollup rollup) {
        return switch (this) {
            case CALLS -> rollup.getCalls();
            case TOKENS -> tokens(rollup);
            case PRICE -> rollup.getPriceNanos();
            case CHARGE -> rollup.getChargeNanos();
            case REFUNDED -> rollup.getRefundedNanos();
            case FAILED -> rollup.getFailedCalls();
            case UNRATED -> rollup.getUnratedCalls();
            case COST -> rollup.getCostNanos();
            case COSTED_CALLS -> rollup.getCostedCalls();
            case COSTED_CHARGE -> rollup.getCostedChargeNanos();
            default -> 0;
        };
    }

    public long of(GpuHour hour) {
        return switch (this) {
            case SEEN_MS -> hour.getSeenMs();
            case BUSY_KNOWN_MS -> hour.getBusy().getKnownMs();
            case BUSY_US -> hour.getBusy().getActiveUs();
            case GPU_COST -> hour.getCostNanos();
            case COSTS_KNOWN -> hour.hasCostNanos() ? 1 : 0;
            case IDLE_COST -> hour.getIdleCostNanos();
            case IDLES_KNOWN -> hour.hasIdleCostNanos() ? 1 : 0;
            case ENERGY -> hour.getEnergyMj();
            case ENERGY_KNOWN_MS -> hour.getEnergyKnownMs();
            default -> 0;
        };
    }

    public long of(CostRow row) {
        return switch (this) {
            case MEASURED_ROWS -> 1;
            case ACTIVE_TIME -> row.getActiveUs();
            case MEASURED_COST -> row.getCostNanos();
            case MEASURED_COSTS_KNOWN -> row.hasCostNanos() ? 1 : 0;
            case MEASURED_ENERGY -> row.getEnergyMj();
            case MEASURED_ENERGIES_KNOWN -> row.hasEnergyMj() ? 1 : 0;
            case MEASURED_EARNED -> row.getEarnedNanos();
            case MEASURED_MARGIN -> row.getMarginNanos();
            case MEASURED_MARGIN_GAPS -> row.hasMarginNanos() ? 0 : 1;
            default -> 0;
        };
    }

    private static long tokens(Rollup rollup) {
        long tokens = 0;
        for (UnitCount unit : rollup.getUnitsList()) {
            Unit known = Unit.byNumber(unit.getUnitValue());
            if (known != null && known.isRootToken()) {
                tokens = Math.addExact(tokens, unit.getCount());
            }
        }
        return tokens;
    }

    /// Short enough to be read at a glance.
    public String brief(long value, Formats formats) {
        return switch (this) {
            case MARGIN_SHARE, UTILISATION -> formats.share(value);
            case ENERGY, MEASURED_ENERGY -> formats.energy(value);
            case ACTIVE_TIME -> formats.duration(value / 1_000);
            default -> isMoney ? formats.money(value) : formats.brief(value);
        };
    }

    /// To the last digit; a share to a tenth of a percent, energy to three digits.
    public String exact(long value, Formats formats) {
        return switch (this) {
            case MARGIN_SHARE, UTILISATION, ENERGY, MEASURED_ENERGY, ACTIVE_TIME ->
                    brief(value, formats);
            default -> isMoney ? formats.exactMoney(value) : formats.count(value);
        };
    }

    /// To the last digit, and of what it is.
    public String named(long value, Formats formats) {
        Measure of = this == MARGIN_SHARE ? MARGIN : this;
        return Texts.of("usage.measure." + of.word()) + " " + exact(value, formats);
    }
}
