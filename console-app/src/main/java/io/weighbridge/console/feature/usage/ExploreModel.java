package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.Formats;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Sums of usage of a query, as chart and table show them.
final class ExploreModel {
    private static final int NAMED_MAX = 200;

    private final RollupReader reader;
    private final Names names;
    private final Formats formats;
    private final Lane lane;
    private final Lane nameLane;
    private final ReadOnlyObjectWrapper<Loadable<Exploration>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyObjectWrapper<Boolean> isReading = new ReadOnlyObjectWrapper<>(false);
    private final ReadOnlyObjectWrapper<Integer> namesKnown = new ReadOnlyObjectWrapper<>(0);
    private CallScope scope = new CallScope();

    ExploreModel(BackendClient client, Names names, Background background, Formats formats) {
        this(new RollupReader(client), names, background, formats);
    }

    ExploreModel(RollupReader reader, Names names, Background background, Formats formats) {
        this.reader = reader;
        this.names = names;
        this.formats = formats;
        this.lane = background.lane();
        this.nameLane = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<Exploration>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether something newer than what is shown is on its way.
    ReadOnlyObjectProperty<Boolean> readingProperty() {
        return isReading.getReadOnlyProperty();
    }

    /// Rises when more names are known.
    ReadOnlyObjectProperty<Integer> namesKnownProperty() {
        return namesKnown.getReadOnlyProperty();
    }

    /// Reads a query; what was under way is ended.
    void read(UsageQuery query) {
        scope.cancel();
        CallScope own = new CallScope();
        scope = own;
        isReading.set(true);
        Buckets buckets = query.buckets(formats.clock().millis(), formats.zone());
        lane.run(
                () -> reader.read(buckets, query.level(), query.filter(), own),
                read -> show(read, query.measure()),
                this::fail);
    }

    private void show(Exploration read, Measure measure) {
        isReading.set(false);
        state.set(read.groups().isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(read));
        nameLane.run(
                () -> {
                    names.lookUp(
                            read.level(),
                            read.ordered(measure).stream()
                                    .limit(NAMED_MAX)
                                    .map(Exploration.Group::id)
                                    .toList());
                    return 0;
                },
                _ -> namesKnown.set(namesKnown.get() + 1),
                _ -> {});
    }

    private void fail(Failure failure) {
        isReading.set(false);
        // What was read before stays: it is better than nothing while the link is down.
        if (!(state.get() instanceof Loadable.Ready && failure.isConnection())) {
            state.set(new Loadable.Failed<>(failure));
        }
    }

    /// Ends what is under way.
    void cancel() {
        scope.cancel();
        lane.cancel();
        nameLane.cancel();
        isReading.set(false);
    }
}
