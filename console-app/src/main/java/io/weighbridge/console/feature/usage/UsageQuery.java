package io.weighbridge.console.feature.usage;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.Locale;

/// What the screen of usage shows; an address holds all of it.
///
/// @param step null: chosen by the length of the range
record UsageQuery(
        Tab tab,
        TimeRange range,
        Level level,
        Measure measure,
        @Nullable Step step,
        HeatShape shape,
        UsageFilter filter) {
    /// The parts of the screen.
    enum Tab {
        EXPLORE,
        HEATMAP,
        RECORDS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static UsageQuery of(Address address) {
        Tab tab = Tab.EXPLORE;
        for (Tab one : Tab.values()) {
            tab = one.word().equals(address.filter("tab")) ? one : tab;
        }
        Step step = null;
        for (Step one : Step.values()) {
            step = one.name().toLowerCase(Locale.ROOT).equals(address.filter("step")) ? one : step;
        }
        return new UsageQuery(
                tab,
                TimeRange.of(
                        address, tab == Tab.HEATMAP ? TimeRange.Kind.DAYS_7 : TimeRange.Kind.DAY),
                Level.ofWord(address.filter("group")),
                Measure.ofWord(address.filter("measure")),
                step,
                HeatShape.ofWord(address.filter("shape")),
                UsageFilter.of(address));
    }

    Address address() {
        Address address =
                range.in(Address.of(Route.USAGE))
                        .with("tab", tab.word())
                        .with("group", level.word())
                        .with("measure", measure.word());
        if (step != null) {
            address = address.with("step", step.name().toLowerCase(Locale.ROOT));
        }
        if (tab == Tab.HEATMAP) {
            address = address.with("shape", shape.word());
        }
        return filter.in(address);
    }

    UsageQuery with(Tab newTab) {
        UsageFilter newFilter = newTab == Tab.RECORDS ? filter.withoutNone() : filter;
        return new UsageQuery(newTab, range, level, measure, step, shape, newFilter);
    }

    UsageQuery with(TimeRange newRange) {
        return new UsageQuery(tab, newRange, level, measure, step, shape, filter);
    }

    UsageQuery with(Level newLevel) {
        return new UsageQuery(tab, range, newLevel, measure, step, shape, filter);
    }

    UsageQuery with(Measure newMeasure) {
        UsageFilter newFilter = newMeasure == Measure.REFUSALS ? filter : filter.withoutNone();
        return new UsageQuery(tab, range, level, newMeasure, step, shape, newFilter);
    }

    UsageQuery with(HeatShape newShape) {
        return new UsageQuery(tab, range, level, measure, step, newShape, filter);
    }

    UsageQuery with(UsageFilter newFilter) {
        return new UsageQuery(tab, range, level, measure, step, shape, newFilter);
    }

    UsageQuery withStep(@Nullable Step newStep) {
        return new UsageQuery(tab, range, level, measure, newStep, shape, filter);
    }

    /// The buckets of the range, as it is now.
    Buckets buckets(long nowMs, ZoneId zone) {
        Span span = range.span(nowMs, zone);
        Step chosen = step != null && fits(step, span) ? step : Step.automatic(span);
        return Buckets.of(span, fits(chosen, span) ? chosen : Step.HOUR, zone);
    }

    /// Whether a span can be summed by a step. Refused calls are counted by hour at the finest.
    boolean fits(Step one, Span span) {
        return one.fits(span) && (measure != Measure.REFUSALS || one != Step.MINUTE);
    }

    /// Whether there are sums of a measure for what is looked at: of refused calls by account and
    /// service only.
    boolean has(Measure one) {
        boolean isByOther = tab == Tab.EXPLORE && (level == Level.KEY || level == Level.SUBJECT);
        return one != Measure.REFUSALS
                || (!isByOther && filter.key().isEmpty() && filter.subject().isEmpty());
    }

    /// What a group is made of: an account's keys, a key's services, a service's or a subject's
    /// records. The time stays as it was read.
    UsageQuery drill(String id, Span span) {
        UsageQuery inside = with(filter.with(level, id)).with(TimeRange.own(span));
        return switch (level) {
            case NONE -> inside.with(Tab.RECORDS);
            case ACCOUNT -> inside.with(Level.KEY);
            case KEY -> inside.with(Level.SERVICE);
            case SERVICE, SUBJECT ->
                    inside.filter().account().isEmpty()
                            ? inside.with(Level.ACCOUNT)
                            : inside.with(Tab.RECORDS);
        };
    }
}
