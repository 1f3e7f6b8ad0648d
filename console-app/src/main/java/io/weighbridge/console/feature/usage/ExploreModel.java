package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.Explored;
import io.weighbridge.console.feature.usage.sums.RollupReader;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Reconnection;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.concurrent.Callable;

/// Sums of usage of a query, as chart and table show them.
final class ExploreModel {
    /// There are no sums of refused calls for what is looked at.
    static final Failure NO_REFUSALS =
            new Failure("NO_SUMS", Texts.of("usage.refusals.only"), false);

    private static final int NAMED_MAX = 200;

    private final RollupReader reader;
    private final Names names;
    private final Formats formats;
    private final Lane lane;
    private final Lane nameLane;
    private final Reconnection reconnection;
    private final ReadOnlyObjectWrapper<Loadable<Explored>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyBooleanWrapper isReading = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyBooleanWrapper isLost = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyObjectWrapper<Integer> namesKnown = new ReadOnlyObjectWrapper<>(0);
    private final ReadOnlyObjectWrapper<List<String>> tagKeys =
            new ReadOnlyObjectWrapper<>(List.of());
    private CallScope scope = new CallScope();

    ExploreModel(BackendClient client, Names names, Background background, Formats formats) {
        this(client, new RollupReader(client), names, background, formats);
    }

    ExploreModel(
            BackendClient client,
            RollupReader reader,
            Names names,
            Background background,
            Formats formats) {
        this.reader = reader;
        this.names = names;
        this.formats = formats;
        this.lane = background.lane();
        this.nameLane = background.lane();
        this.reconnection = new Reconnection(client.link(), background.fx());
    }

    ReadOnlyObjectProperty<Loadable<Explored>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether something newer than what is shown is on its way.
    ReadOnlyBooleanProperty readingProperty() {
        return isReading.getReadOnlyProperty();
    }

    /// Whether what is shown is older than what was asked for, because the service does not answer.
    /// It is asked again as soon as it does.
    ReadOnlyBooleanProperty lostProperty() {
        return isLost.getReadOnlyProperty();
    }

    /// Rises when more names are known.
    ReadOnlyObjectProperty<Integer> namesKnownProperty() {
        return namesKnown.getReadOnlyProperty();
    }

    /// The keys of tags that there are sums by.
    ReadOnlyObjectProperty<List<String>> tagKeysProperty() {
        return tagKeys.getReadOnlyProperty();
    }

    /// Reads a query; what was under way is ended.
    void read(UsageQuery query) {
        if (!query.has(query.measure())) {
            cancel();
            isLost.set(false);
            state.set(new Loadable.Failed<>(NO_REFUSALS));
            return;
        }
        Buckets buckets = query.buckets(formats.clock().millis(), formats.zone());
        CallScope own = begin();
        run(
                () -> {
                    Exploration read =
                            reader.of(query.measure())
                                    .read(buckets, query.level(), query.filter(), own);
                    return Explored.of(query, read);
                },
                () -> read(query));
    }

    /// Reads on where reading stopped because there was too much at once.
    void readOn() {
        if (!isReading.get()
                && state.get() instanceof Loadable.Ready<Explored>(Explored now)
                && now.exploration().isPartial()) {
            CallScope own = begin();
            UsageQuery query = now.query();
            run(
                    () -> {
                        Exploration more =
                                reader.of(query.measure())
                                        .readOn(now.exploration(), query.filter(), own);
                        return Explored.of(query, more);
                    },
                    this::readOn);
        }
    }

    private CallScope begin() {
        scope.cancel();
        reconnection.cancel();
        scope = new CallScope();
        isReading.set(true);
        return scope;
    }

    private void run(Callable<Explored> work, Runnable again) {
        lane.run(work, this::show, failure -> fail(failure, again));
    }

    private void show(Explored read) {
        isReading.set(false);
        isLost.set(false);
        tagKeys.set(reader.tagKeys());
        state.set(
                read.ordered().isEmpty() && !read.exploration().isPartial()
                        ? new Loadable.Empty<>()
                        : new Loadable.Ready<>(read));
        nameLane.run(
                () -> {
                    names.lookUp(
                            read.exploration().level(),
                            read.ordered().stream()
                                    .limit(NAMED_MAX)
                                    .map(Exploration.Group::id)
                                    .toList());
                    return 0;
                },
                _ -> namesKnown.set(namesKnown.get() + 1),
                _ -> {});
    }

    private void fail(Failure failure, Runnable again) {
        isReading.set(false);
        // What was read before stays: it is better than nothing while the link is down.
        boolean stays = state.get() instanceof Loadable.Ready && failure.isConnection();
        isLost.set(stays);
        if (!stays) {
            state.set(new Loadable.Failed<>(failure));
        }
        if (failure.isConnection()) {
            reconnection.await(again);
        }
    }

    /// Ends what is under way.
    void cancel() {
        scope.cancel();
        reconnection.cancel();
        lane.cancel();
        nameLane.cancel();
        isReading.set(false);
    }
}
