package io.weighbridge.console.control;

import javafx.scene.chart.ValueAxis;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An axis of instants, with marks at whole minutes, hours or days of a zone. Its bounds are set,
/// never found.
public final class TimeAxis extends ValueAxis<Number> {
    private static final DateTimeFormatter HOUR = form("HH:mm");
    private static final DateTimeFormatter DAY = form("d MMM");
    private static final Duration[] STEPS = {
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(3),
        Duration.ofHours(6),
        Duration.ofHours(12),
        Duration.ofDays(1),
        Duration.ofDays(2),
        Duration.ofDays(7),
        Duration.ofDays(14),
        Duration.ofDays(30)
    };

    private final ZoneId zone;

    private record Bounds(double low, double high, double scale) {}

    public TimeAxis(ZoneId zone) {
        this.zone = zone;
        setAutoRanging(false);
        setAnimated(false);
        setMinorTickVisible(false);
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /// What it spans.
    public void span(long fromMs, long toMs) {
        setLowerBound((double) fromMs);
        setUpperBound((double) toMs);
    }

    @Override
    protected List<Number> calculateMinorTickMarks() {
        return List.of();
    }

    @Override
    protected void setRange(Object range, boolean animate) {
        if (range instanceof Bounds(double low, double high, double scale)) {
            setLowerBound(low);
            setUpperBound(high);
            setScale(scale);
            currentLowerBound.set(low);
        }
    }

    @Override
    protected Object getRange() {
        return new Bounds(getLowerBound(), getUpperBound(), getScale());
    }

    @Override
    protected List<Number> calculateTickValues(double length, Object range) {
        long from = (long) getLowerBound();
        long to = (long) getUpperBound();
        long most = Math.max(2, (long) (length / 80));
        Duration step = STEPS[STEPS.length - 1];
        for (Duration one : STEPS) {
            if ((to - from) / one.toMillis() <= most) {
                step = one;
                break;
            }
        }
        List<Number> ticks = new ArrayList<>();
        ZonedDateTime at = Instant.ofEpochMilli(from).atZone(zone).truncatedTo(ChronoUnit.DAYS);
        // By the clock on the wall, so that marks stay at whole hours when it changes.
        while (at.toInstant().toEpochMilli() <= to && ticks.size() < 200) {
            long ms = at.toInstant().toEpochMilli();
            if (ms >= from) {
                ticks.add(ms);
            }
            at = step.toDays() >= 1 ? at.plusDays(step.toDays()) : at.plus(step);
        }
        return ticks;
    }

    @Override
    protected String getTickMarkLabel(Number value) {
        ZonedDateTime at = Instant.ofEpochMilli(value.longValue()).atZone(zone);
        return at.getHour() == 0 && at.getMinute() == 0 ? DAY.format(at) : HOUR.format(at);
    }
}
