package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/// What the screen of usage shows; an address holds all of it.
///
/// @param step null: chosen by the length of the range
public record UsageQuery(
        Tab tab,
        TimeRange range,
        Level level,
        Measure measure,
        @Nullable Step step,
        HeatShape shape,
        UsageFilter filter) {
    /// The parts of the screen.
    public enum Tab {
        EXPLORE,
        HEATMAP,
        RECORDS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static UsageQuery of(Address address) {
        Tab tab = Tab.EXPLORE;
        for (Tab one : Tab.values()) {
            tab = one.word().equals(address.filter("tab")) ? one : tab;
        }
        Step step = null;
        for (Step one : Step.values()) {
            step = one.name().toLowerCase(Locale.ROOT).equals(address.filter("step")) ? one : step;
        }
        HeatShape shape = HeatShape.ofWord(address.filter("shape"));
        return new UsageQuery(
                tab,
                TimeRange.of(
                        address, tab == Tab.HEATMAP ? TimeRange.Kind.DAYS_7 : TimeRange.Kind.DAY),
                Level.ofWord(address.filter("group")),
                shown(Measure.ofWord(address.filter("measure")), tab, shape),
                step,
                shape,
                UsageFilter.of(address));
    }

    public Address address() {
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

    public UsageQuery with(Tab newTab) {
        UsageFilter newFilter = newTab == Tab.RECORDS ? filter.withoutNone() : filter;
        Measure newMeasure = shown(measure, newTab, shape);
        return new UsageQuery(newTab, range, level, newMeasure, step, shape, newFilter);
    }

    // What a part of the screen cannot show gives way to what was charged, or how busy GPUs were.
    private static Measure shown(Measure wanted, Tab tab, HeatShape shape) {
        List<Measure> offered = Measure.of(tab, shape);
        return offered.contains(wanted)
                ? wanted
                : offered.contains(Measure.CHARGE) ? Measure.CHARGE : offered.getFirst();
    }

    public UsageQuery with(TimeRange newRange) {
        return new UsageQuery(tab, newRange, level, measure, step, shape, filter);
    }

    public UsageQuery with(Level newLevel) {
        return new UsageQuery(tab, range, newLevel, measure, step, shape, filter);
    }

    public UsageQuery with(Measure newMeasure) {
        UsageFilter newFilter = newMeasure == Measure.REFUSALS ? filter : filter.withoutNone();
        return new UsageQuery(tab, range, level, newMeasure, step, shape, newFilter);
    }

    public UsageQuery with(HeatShape newShape) {
        Measure newMeasure = shown(measure, tab, newShape);
        return new UsageQuery(tab, range, level, newMeasure, step, newShape, filter);
    }

    public UsageQuery with(UsageFilter newFilter) {
        return new UsageQuery(tab, range, level, measure, step, shape, newFilter);
    }

    public UsageQuery withStep(@Nullable Step newStep) {
        return new UsageQuery(tab, range, level, measure, newStep, shape, filter);
    }

    /// Groups by the values of a key of tags.
    public UsageQuery byTag(String tagKey) {
        String value = tagKey.equals(filter.tagKey()) ? filter.tag() : "";
        return with(Level.TAG).with(filter.withTag(tagKey, value));
    }

    /// Whether it asks for sums by tag: there are some by hour and day, of accounts alone.
    public boolean isByTag() {
        return tab == Tab.EXPLORE && (level == Level.TAG || filter.hasTag());
    }

    /// Whether it asks for what was measured of GPUs, which nothing of usage narrows down.
    public boolean isOfGpus() {
        return tab == Tab.HEATMAP && measure.isGpu();
    }

    /// Whether it asks for what was measured, which nothing of usage narrows down.
    private boolean isOfMeasured() {
        return isOfGpus() || (tab == Tab.HEATMAP && measure.isMeasured());
    }

    /// The same without what the service has no sums of. What was chosen last stays: `before` had
    /// not got it.
    public UsageQuery answerable(UsageQuery before) {
        if (isOfMeasured()) {
            return with(filter.wide());
        }
        if (tab == Tab.HEATMAP && filter.hasTag()) {
            return with(filter.with(Level.TAG, ""));
        }
        if (!isByTag() || isSummed()) {
            return this;
        }
        boolean isTagNew = level == Level.TAG && before.level != Level.TAG;
        isTagNew |= !filter.tag().equals(before.filter.tag());
        isTagNew |= before.tab != tab;
        if (isTagNew) {
            UsageQuery byTag = with(filter.summedByTag());
            return byTag.isSummed() ? byTag : byTag.with(Level.ACCOUNT);
        }
        return with(level == Level.TAG ? Level.SERVICE : level).with(filter.with(Level.TAG, ""));
    }

    private boolean isSummed() {
        return filter.equals(filter.summedByTag())
                && level != Level.KEY
                && level != Level.SERVICE
                && level != Level.SUBJECT;
    }

    /// The buckets of the range, as it is now.
    public Buckets buckets(long nowMs, ZoneId zone) {
        Span span = range.span(nowMs, zone);
        Step chosen = step != null && fits(step, span) ? step : Step.automatic(span);
        return Buckets.of(span, fits(chosen, span) ? chosen : Step.HOUR, zone);
    }

    /// Whether a span can be summed by a step. Refused calls, and usage by tag, are summed by hour
    /// at the finest.
    public boolean fits(Step one, Span span) {
        boolean isByHour = measure == Measure.REFUSALS || isByTag();
        return one.fits(span) && (!isByHour || one != Step.MINUTE);
    }

    /// Whether there are sums of a measure for what is looked at: of refused calls by account and
    /// service only.
    public boolean has(Measure one) {
        boolean isByOther =
                tab == Tab.EXPLORE
                        && (level == Level.KEY || level == Level.SUBJECT || level == Level.TAG);
        return one != Measure.REFUSALS
                || (!isByOther
                        && !filter.hasTag()
                        && filter.key().isEmpty()
                        && filter.subject().isEmpty());
    }

    /// What a group is made of: an account's keys, a key's services, a service's or a subject's
    /// records. The time stays as it was read.
    public UsageQuery drill(String id, Span span) {
        UsageQuery inside = with(filter.with(level, id)).with(TimeRange.own(span));
        return switch (level) {
            case NONE, GPU -> inside.with(Tab.RECORDS);
            case ACCOUNT -> filter.hasTag() ? inside.with(Tab.RECORDS) : inside.with(Level.KEY);
            case KEY -> inside.with(Level.SERVICE);
            case SERVICE, SUBJECT, TAG ->
                    inside.filter().account().isEmpty()
                            ? inside.with(Level.ACCOUNT)
                            : inside.with(Tab.RECORDS);
        };
    }
}
