package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.feature.usage.sums.RollupReader;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Reconnection;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.concurrent.Callable;

/// A heat map's values: first which rows there are, then the hours that are looked at, piece by
/// piece. Pieces that are looked at no longer are not read to their end. All that is drawn is made
/// in the background.
final class HeatModel {
    /// What is going on beside what is shown.
    sealed interface Activity {
        /// Nothing: all that is looked at is there.
        record Rest() implements Activity {}

        /// Hours are being read.
        ///
        /// @param done pieces that are there
        /// @param all pieces that there are
        record Reading(int done, int all) implements Activity {}

        /// Hours could not be read, because the service does not answer: they are read as soon as
        /// it does.
        record Lost() implements Activity {}

        /// Hours could not be read.
        record Failed(Failure failure) implements Activity {}
    }

    private static final int NOTHING_READ = -1;
    // Instead of a piece: what rows there are.
    private static final int ROWS = -2;
    private static final HeatLook NOTHING =
            new HeatLook(HeatShape.HOUR_SERVICE, Measure.CHARGE, UsageFilter.NONE);

    private final HeatReader reader;
    private final Formats formats;
    private final Lane lane;
    private final Reconnection reconnection;
    private final ReadOnlyObjectWrapper<Loadable<HeatPage>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyObjectWrapper<Activity> activity =
            new ReadOnlyObjectWrapper<>(new Activity.Rest());
    private CallScope scope = new CallScope();
    private HeatLook look = NOTHING;
    private Buckets buckets;
    private HourAxis axis;
    private int firstSeen;
    private int lastSeen;
    private int reading = NOTHING_READ;

    HeatModel(BackendClient client, Names names, Background background, Formats formats) {
        this(
                client,
                new HeatReader(new RollupReader(client), new SeriesReader(client), names),
                background,
                formats);
    }

    HeatModel(BackendClient client, HeatReader reader, Background background, Formats formats) {
        this.reader = reader;
        this.formats = formats;
        this.lane = background.lane();
        this.reconnection = new Reconnection(client.link(), background.fx());
        this.buckets = Buckets.of(new Span(0, 1), Step.HOUR, formats.zone());
        this.axis = new HourAxis(buckets);
    }

    ReadOnlyObjectProperty<Loadable<HeatPage>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Activity> activityProperty() {
        return activity.getReadOnlyProperty();
    }

    /// Reads what a query wants to see.
    void read(UsageQuery query) {
        cancel();
        Span span = query.range().span(formats.clock().millis(), formats.zone());
        look = new HeatLook(query.shape(), query.measure(), query.filter());
        if (!query.has(query.measure())) {
            state.set(new Loadable.Failed<>(ExploreModel.NO_REFUSALS));
            return;
        }
        if (!Step.HOUR.fits(span)) {
            state.set(
                    new Loadable.Failed<>(
                            new Failure("RANGE_TOO_LONG", Texts.of("usage.heat.long"), false)));
            return;
        }
        Buckets whole = Buckets.of(span, Step.HOUR, formats.zone());
        buckets = look.level() == Level.NONE ? WeekGrid.hours(whole, span) : whole;
        state.set(new Loadable.Loading<>());
        firstSeen = 0;
        lastSeen = buckets.size() - 1;
        begin();
    }

    private void begin() {
        CallScope own = scope();
        HeatLook asked = look;
        Buckets hours = buckets;
        lane.run(
                () -> {
                    HourAxis marks = new HourAxis(hours);
                    HeatRows rows =
                            asked.level() == Level.NONE
                                    ? HeatRows.everything(hours)
                                    : reader.rows(asked, hours.span(), own);
                    return new Begun(
                            marks,
                            HeatPage.of(asked, rows, HeatHours.unread(hours), marks, formats));
                },
                this::take,
                failure -> {
                    state.set(new Loadable.Failed<>(failure));
                    if (failure.isConnection()) {
                        reconnection.await(this::begin);
                    }
                });
    }

    private record Begun(HourAxis axis, HeatPage page) {}

    private void take(Begun begun) {
        axis = begun.axis();
        if (begun.page().rows().size() == 0) {
            state.set(new Loadable.Empty<>());
            return;
        }
        state.set(new Loadable.Ready<>(begun.page()));
        next();
    }

    /// Reads more of the sums that rows are found by, where those were too many.
    void readOnRows() {
        if (state.get() instanceof Loadable.Ready<HeatPage>(HeatPage page)
                && page.rows().found().isPartial()
                && look.level() != Level.NONE) {
            CallScope own = scope();
            HeatLook asked = look;
            HourAxis marks = axis;
            Buckets hours = buckets;
            reading = ROWS;
            activity.set(new Activity.Reading(0, page.hours().pieces()));
            run(
                    () -> {
                        HeatRows rows = reader.readOn(page.rows(), asked, own);
                        return HeatPage.of(asked, rows, HeatHours.unread(hours), marks, formats);
                    },
                    this::readOnRows);
        }
    }

    /// Tells which columns are looked at: what is missing of them is read.
    void seen(int first, int last) {
        if (look.level() == Level.NONE) {
            return;
        }
        firstSeen = first;
        lastSeen = Math.min(last, buckets.size() - 1);
        boolean isWanted =
                reading >= first / HeatHours.LENGTH && reading <= last / HeatHours.LENGTH;
        if (!isWanted && reading != ROWS) {
            next();
        }
    }

    /// Reads what is missing of what is looked at.
    void next() {
        if (!(state.get() instanceof Loadable.Ready<HeatPage>(HeatPage page))) {
            return;
        }
        int piece = page.hours().missing(firstSeen, lastSeen);
        reading = piece;
        if (piece < 0) {
            activity.set(new Activity.Rest());
            return;
        }
        activity.set(new Activity.Reading(page.hours().piecesRead(), page.hours().pieces()));
        CallScope own = scope();
        HourAxis marks = axis;
        List<Integer> pieces =
                reader.isAtOnce(page.look())
                        ? page.hours().allMissing(firstSeen, lastSeen)
                        : List.of(piece);
        run(
                () -> {
                    HeatHours more = reader.with(page, pieces, own);
                    return HeatPage.of(page.look(), page.rows(), more, marks, formats);
                },
                this::next);
    }

    private void run(Callable<HeatPage> work, Runnable again) {
        lane.run(
                work,
                page -> {
                    state.set(new Loadable.Ready<>(page));
                    next();
                },
                failure -> {
                    reading = NOTHING_READ;
                    activity.set(
                            failure.isConnection()
                                    ? new Activity.Lost()
                                    : new Activity.Failed(failure));
                    if (failure.isConnection()) {
                        reconnection.await(again);
                    }
                });
    }

    private CallScope scope() {
        scope.cancel();
        reconnection.cancel();
        scope = new CallScope();
        return scope;
    }

    /// Ends what is under way.
    void cancel() {
        scope.cancel();
        reconnection.cancel();
        lane.cancel();
        reading = NOTHING_READ;
        activity.set(new Activity.Rest());
    }
}
