package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.util.List;

/// A heat map's values: first which rows there are, then the hours that are looked at, piece by
/// piece. Pieces that are looked at no longer are not read to their end.
final class HeatModel {
    /// Rows of accounts; the others are summed up in one more.
    static final int ACCOUNTS_MAX = 30;

    private static final int SERVICES_MAX = 200;

    /// What is looked at.
    record Look(HeatShape shape, Measure measure, UsageFilter filter) {
        Level level() {
            return shape.rows();
        }
    }

    private final RollupReader reader;
    private final Names names;
    private final Formats formats;
    private final Lane lane;
    private final ReadOnlyObjectWrapper<Loadable<HeatGrid>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyObjectWrapper<Boolean> isPartial = new ReadOnlyObjectWrapper<>(false);
    private CallScope scope = new CallScope();
    private Look look = new Look(HeatShape.HOUR_SERVICE, Measure.CHARGE, UsageFilter.NONE);
    private Buckets buckets;
    private HeatPieces pieces;
    private List<String> ids = List.of();
    private boolean hasRest;
    private int firstSeen;
    private int lastSeen;
    private int reading = -1;

    HeatModel(BackendClient client, Names names, Background background, Formats formats) {
        this.reader = new RollupReader(client);
        this.names = names;
        this.formats = formats;
        this.lane = background.lane();
        this.buckets = Buckets.of(new Span(0, 1), Step.HOUR, formats.zone());
        this.pieces = new HeatPieces(buckets);
    }

    ReadOnlyObjectProperty<Loadable<HeatGrid>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether there was more than can be read.
    ReadOnlyObjectProperty<Boolean> partialProperty() {
        return isPartial.getReadOnlyProperty();
    }

    /// The hours that the map spans.
    Buckets buckets() {
        return buckets;
    }

    /// Reads what a query wants to see.
    void read(UsageQuery query) {
        cancel();
        Span span = query.range().span(formats.clock().millis(), formats.zone());
        look = new Look(query.shape(), query.measure(), query.filter());
        if (!Step.HOUR.fits(span)) {
            state.set(
                    new Loadable.Failed<>(
                            new Failure("RANGE_TOO_LONG", Texts.of("usage.heat.long"), false)));
            return;
        }
        buckets = Buckets.of(span, Step.HOUR, formats.zone());
        pieces = new HeatPieces(buckets);
        isPartial.set(false);
        state.set(new Loadable.Loading<>());
        firstSeen = 0;
        lastSeen = buckets.size() - 1;
        if (look.level() == Level.NONE) {
            next();
        } else {
            readRows(span);
        }
    }

    private void readRows(Span span) {
        CallScope own = begin();
        // Days of UTC: it is only to find and order the rows, and they are the fewest sums to read.
        Buckets days = Buckets.of(span, Step.DAY, ZoneOffset.UTC);
        Look asked = look;
        lane.run(
                () -> {
                    Exploration read = reader.read(days, asked.level(), asked.filter(), own);
                    List<String> ordered =
                            read.ordered(asked.measure()).stream()
                                    .map(Exploration.Group::id)
                                    .toList();
                    int most = asked.level() == Level.ACCOUNT ? ACCOUNTS_MAX : SERVICES_MAX;
                    List<String> rows = ordered.subList(0, Math.min(most, ordered.size()));
                    names.lookUp(asked.level(), rows);
                    return new Rows(rows, ordered.size() > most, read.isPartial());
                },
                this::takeRows,
                this::fail);
    }

    private record Rows(List<String> ids, boolean hasRest, boolean isPartial) {}

    private void takeRows(Rows rows) {
        ids = List.copyOf(rows.ids());
        hasRest = rows.hasRest();
        isPartial.set(rows.isPartial());
        if (ids.isEmpty()) {
            state.set(new Loadable.Empty<>());
            return;
        }
        publish();
        next();
    }

    /// Tells which columns are looked at: what is missing of them is read.
    void seen(int first, int last) {
        if (look.level() == Level.NONE) {
            return;
        }
        firstSeen = first;
        lastSeen = Math.min(last, buckets.size() - 1);
        boolean isWanted =
                reading >= first / HeatPieces.LENGTH && reading <= last / HeatPieces.LENGTH;
        if (!isWanted && !ids.isEmpty()) {
            next();
        }
    }

    private void next() {
        int piece = pieces.missing(firstSeen, lastSeen);
        reading = piece;
        if (piece < 0) {
            return;
        }
        CallScope own = begin();
        Look asked = look;
        lane.run(
                () -> reader.read(pieces.hours(piece), asked.level(), asked.filter(), own),
                read -> take(piece, read),
                this::fail);
    }

    private void take(int piece, Exploration read) {
        pieces.put(piece, read);
        if (read.isPartial()) {
            isPartial.set(true);
        }
        publish();
        next();
    }

    private void publish() {
        HeatGrid grid =
                look.level() == Level.NONE
                        ? new WeekGrid(pieces.all(), look.measure(), formats)
                        : new HourGrid(pieces, buckets, ids, hasRest, look, names, formats);
        state.set(new Loadable.Ready<>(grid));
    }

    private void fail(Failure failure) {
        reading = -1;
        if (!(state.get() instanceof Loadable.Ready && failure.isConnection())) {
            state.set(new Loadable.Failed<>(failure));
        }
    }

    private CallScope begin() {
        scope.cancel();
        CallScope own = new CallScope();
        scope = own;
        return own;
    }

    /// Where a cell leads to: the records of that hour; null for a cell that stands for many.
    @Nullable UsageQuery records(UsageQuery query, int column, int row) {
        if (!(state.get() instanceof Loadable.Ready<HeatGrid>(HourGrid grid))) {
            return null;
        }
        UsageFilter filter =
                grid.isRest(row) ? query.filter() : query.filter().with(look.level(), grid.id(row));
        return query.with(UsageQuery.Tab.RECORDS)
                .with(filter)
                .with(TimeRange.own(grid.hour(column)));
    }

    /// Ends what is under way.
    void cancel() {
        scope.cancel();
        lane.cancel();
        reading = -1;
        ids = List.of();
    }
}
