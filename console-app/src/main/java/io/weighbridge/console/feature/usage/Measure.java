package io.weighbridge.console.feature.usage;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Rollup;
import io.weighbridge.proto.v1.UnitCount;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What is summed.
enum Measure {
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
    /// Calls that were refused. Counted apart from those that were made, see [RefusalPages].
    REFUSALS(false);

    private static final List<Measure> MADE =
            Stream.of(values()).filter(measure -> measure != REFUSALS).toList();

    private final boolean isMoney;

    Measure(boolean isMoney) {
        this.isMoney = isMoney;
    }

    /// Those that are read together with this one.
    List<Measure> together() {
        return this == REFUSALS ? List.of(REFUSALS) : MADE;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Measure ofWord(String word) {
        for (Measure measure : values()) {
            if (measure.word().equals(word)) {
                return measure;
            }
        }
        return CHARGE;
    }

    long of(Rollup rollup) {
        return switch (this) {
            case CALLS -> rollup.getCalls();
            case TOKENS -> tokens(rollup);
            case PRICE -> rollup.getPriceNanos();
            case CHARGE -> rollup.getChargeNanos();
            case REFUNDED -> rollup.getRefundedNanos();
            case FAILED -> rollup.getFailedCalls();
            case UNRATED -> rollup.getUnratedCalls();
            case REFUSALS -> 0;
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
    String brief(long value, Formats formats) {
        return isMoney ? formats.money(value) : formats.brief(value);
    }

    /// To the last digit.
    String exact(long value, Formats formats) {
        return isMoney ? formats.exactMoney(value) : formats.count(value);
    }

    /// To the last digit, and of what it is.
    String named(long value, Formats formats) {
        return Texts.of("usage.measure." + word()) + " " + exact(value, formats);
    }
}
