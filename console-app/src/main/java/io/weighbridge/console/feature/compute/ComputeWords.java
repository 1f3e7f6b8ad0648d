package io.weighbridge.console.feature.compute;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.GpuPrice;
import io.weighbridge.proto.v1.PicturePart;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Bytes, operations, shares and seconds as people read them. What is not known is a word, never 0.
final class ComputeWords {
    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1_024);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String[] FLOPS = {
        "FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP"
    };
    private static final long PERCENT_MILLIONTHS = 10_000;

    private ComputeWords() {}

    private static String scaled(long count, BigDecimal step, String[] names) {
        BigDecimal value = BigDecimal.valueOf(count);
        int name = 0;
        while (value.compareTo(step) >= 0 && name < names.length - 1) {
            value = value.divide(step);
            name++;
        }
        return digits(value) + ' ' + names[name];
    }

    // Three digits, more where there are more before the point.
    private static String digits(BigDecimal value) {
        BigDecimal shown =
                value.compareTo(THOUSAND) >= 0
                        ? value.setScale(0, RoundingMode.HALF_EVEN)
                        : value.round(DIGITS);
        BigDecimal shortest = shown.stripTrailingZeros();
        int places = Math.max(0, shortest.scale());
        return String.format(Locale.ROOT, "%,." + places + "f", shortest);
    }

    /// `15 GiB`, `128 KiB`; not known for 0.
    static String bytes(long bytes) {
        return bytes == 0 ? unknown() : size(bytes);
    }

    /// The same where nothing is nothing: what is left free.
    static String size(long bytes) {
        return scaled(bytes, KIBI, BYTES);
    }

    /// `15.5 GFLOP`; not known for 0.
    static String flops(long flops) {
        return flops == 0 ? unknown() : scaled(flops, THOUSAND, FLOPS);
    }

    /// Of a card, in TFLOP a second; a dash where it has no units for such numbers.
    static String tera(long flopsPerSecond) {
        return flopsPerSecond == 0 ? "–" : Scaled.text(flopsPerSecond, 1_000_000_000_000L);
    }

    /// A decimal of the service as three digits or so; not known for nothing.
    static String decimal(String decimal) {
        return decimal.isEmpty() ? unknown() : digits(new BigDecimal(decimal));
    }

    /// Seconds as `31.2 ms` or `1.2 s`; not known for nothing.
    static String seconds(String decimal) {
        if (decimal.isEmpty()) {
            return unknown();
        }
        BigDecimal seconds = new BigDecimal(decimal);
        if (seconds.compareTo(BigDecimal.ONE) >= 0) {
            return digits(seconds) + " s";
        }
        BigDecimal milliseconds = seconds.movePointRight(3);
        return milliseconds.compareTo(BigDecimal.ONE) >= 0
                ? digits(milliseconds) + " ms"
                : digits(milliseconds.movePointRight(3)) + " µs";
    }

    /// A part of a whole as `18.7 %`; not known for nothing.
    static String share(String decimal) {
        return decimal.isEmpty()
                ? unknown()
                : digits(new BigDecimal(decimal).movePointRight(2)) + " %";
    }

    /// `30 %`, exactly.
    static String percent(long millionths) {
        return Scaled.text(millionths, PERCENT_MILLIONTHS) + " %";
    }

    /// Money that is not known where it is 0.
    static String money(long nanos, Formats formats) {
        return nanos == 0 ? unknown() : formats.money(nanos);
    }

    /// The same to the nano-unit.
    static String exactMoney(long nanos, Formats formats) {
        return nanos == 0 ? unknown() : formats.exactMoney(nanos);
    }

    static String unknown() {
        return Texts.of("compute.unknown");
    }

    static String part(PicturePart part) {
        return Texts.word("compute.part.", part.name());
    }

    static String basis(CostBasis basis) {
        return Texts.word("compute.basis.", basis.name());
    }

    /// A price that holds later: what and when; empty for none.
    static String later(@Nullable GpuPrice price, Formats formats) {
        return price == null
                ? ""
                : Texts.of(
                        "compute.price.later",
                        formats.money(price.getHourNanos()),
                        TimeInput.text(price.getEffectiveAtMs(), formats.zone()));
    }
}
