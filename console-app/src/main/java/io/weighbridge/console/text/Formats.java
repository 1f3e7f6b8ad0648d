package io.weighbridge.console.text;

import io.weighbridge.model.Nanos;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How money, counts, instants and durations look, everywhere in the console.
public final class Formats {
    private static final DateTimeFormatter ABSOLUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ZONED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);
    private static final String MINUS = "\u2212";

    private final InstantSource clock;
    private final ZoneId zone;
    private final String currencySign;

    /// @param zone that instants are shown in
    /// @param currencySign before an amount, such as `$`
    public Formats(InstantSource clock, ZoneId zone, String currencySign) {
        this.clock = clock;
        this.zone = zone;
        this.currencySign = currencySign;
    }

    public ZoneId zone() {
        return zone;
    }

    public InstantSource clock() {
        return clock;
    }

    /// The sign before an amount, such as `$`.
    public String currencySign() {
        return currencySign;
    }

    /// Money as short as it can be read: two places above one unit, three significant digits below.
    /// `$1,234.50`, `$0.00421`, `−$3.00`.
    public String money(long nanos) {
        if (nanos == 0) {
            return currencySign + "0.00";
        }
        BigDecimal exact = BigDecimal.valueOf(nanos, 9).abs();
        int places = 2;
        if (exact.compareTo(BigDecimal.ONE) < 0) {
            places = Math.min(9, Math.max(2, exact.scale() - exact.precision() + 3));
        }
        BigDecimal shown = exact.setScale(places, RoundingMode.HALF_EVEN);
        return sign(nanos) + currencySign + grouped(trimmed(shown));
    }

    /// Money to the nano-unit: for hovering and copying, and where somebody confirms it.
    public String exactMoney(long nanos) {
        BigDecimal exact = new BigDecimal(Nanos.toDecimal(nanos)).abs();
        return sign(nanos) + currencySign + grouped(exact);
    }

    /// The same in whatever currency, which stands behind it: `1,234.50 EUR`.
    public String exactMoney(long nanos, String currency) {
        BigDecimal exact = new BigDecimal(Nanos.toDecimal(nanos)).abs();
        return sign(nanos) + grouped(exact) + ' ' + currency;
    }

    /// Money with its sign, for changes: `+$3.00`, `−$3.00`.
    public String change(long nanos) {
        return nanos > 0 ? '+' + money(nanos) : money(nanos);
    }

    /// A change to the nano-unit: where somebody confirms or approves it.
    public String exactChange(long nanos) {
        return nanos > 0 ? '+' + exactMoney(nanos) : exactMoney(nanos);
    }

    private static String sign(long nanos) {
        return nanos < 0 ? MINUS : "";
    }

    private static BigDecimal trimmed(BigDecimal amount) {
        BigDecimal shortest = amount.stripTrailingZeros();
        return shortest.setScale(Math.max(2, shortest.scale()), RoundingMode.UNNECESSARY);
    }

    private static String grouped(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,." + amount.scale() + "f", amount);
    }

    /// A whole number: `12,345`.
    public String count(long count) {
        return (count < 0 ? MINUS : "") + String.format(Locale.ROOT, "%,d", Math.abs(count));
    }

    /// A whole number in three digits or so: `845`, `81.2k`, `1.34M`, `2.01B`.
    public String brief(long count) {
        if (Math.abs(count) < 10_000) {
            return count(count);
        }
        String[] names = {"k", "M", "B", "T", "P", "E"};
        BigDecimal value = BigDecimal.valueOf(Math.abs(count));
        int name = -1;
        do {
            value = value.movePointLeft(3);
            name++;
        } while (value.compareTo(BigDecimal.valueOf(999_500, 3)) >= 0);
        int places = Math.max(0, 3 - (value.precision() - value.scale()));
        return (count < 0 ? MINUS : "")
                + value.setScale(places, RoundingMode.HALF_EVEN).toPlainString()
                + names[name];
    }

    /// A part of a whole in percent, without places: `42 %`; `–` of nothing.
    public String percent(long part, long whole) {
        if (whole == 0) {
            return "–";
        }
        return BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_EVEN)
                + " %";
    }

    /// Millijoules as kilowatt-hours, in three digits or so: `0.712 kWh`.
    public String energy(long millijoules) {
        BigDecimal hours =
                BigDecimal.valueOf(millijoules)
                        .divide(BigDecimal.valueOf(3_600_000_000L), new MathContext(3));
        return grouped(hours.setScale(Math.max(0, hours.scale()), RoundingMode.UNNECESSARY))
                + " kWh";
    }

    /// Millionths of a whole in percent, to a tenth: `12.5 %`, `−3.0 %`.
    public String share(long millionths) {
        BigDecimal percent = BigDecimal.valueOf(millionths, 4).setScale(1, RoundingMode.HALF_EVEN);
        return sign(percent.signum()) + grouped(percent.abs()) + " %";
    }

    /// How long ago, or in how long: `just now`, `12 s ago`, `in 3 h 10`; empty for 0, which means
    /// never.
    public String relative(long atMs) {
        if (atMs == 0) {
            return "";
        }
        long awayMs = clock.millis() - atMs;
        if (Math.abs(awayMs) < 1_000) {
            return Texts.of("common.time.now");
        }
        return awayMs > 0
                ? Texts.of("common.time.ago", duration(awayMs))
                : Texts.of("common.time.in", duration(-awayMs));
    }

    /// `0.4 s`, `12 s`, `2 min`, `3 h 10`, `4 d 2 h`.
    public String duration(long durationMs) {
        long seconds = durationMs / 1_000;
        if (seconds < 1) {
            return durationMs + " ms";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 48) {
            return minutes % 60 == 0 ? hours + " h" : hours + " h " + minutes % 60;
        }
        return hours % 24 == 0 ? hours / 24 + " d" : hours / 24 + " d " + hours % 24 + " h";
    }

    /// Date and time in the operator's zone: `2026-11-25 14:03:12`; empty for 0.
    public String instant(long atMs) {
        return atMs == 0 ? "" : ABSOLUTE.format(Instant.ofEpochMilli(atMs).atZone(zone));
    }

    /// The same with milliseconds and the zone's offset: for hovering.
    public String exactInstant(long atMs) {
        return atMs == 0 ? "" : ZONED.format(Instant.ofEpochMilli(atMs).atZone(zone));
    }
}
