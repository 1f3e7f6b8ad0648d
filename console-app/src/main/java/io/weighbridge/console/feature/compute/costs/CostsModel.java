package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Latest;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Reconnection;
import io.weighbridge.console.text.Formats;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Costs as they were read last. An answer that comes after something else was asked for is
/// dropped; while the service does not answer, what was read of the same question stays, and says
/// that it is old. Used on the FX thread only.
final class CostsModel {
    private final CostsReader reader;
    private final Background background;
    private final Lane lane;
    private final Reconnection reconnection;
    private final ReadOnlyObjectWrapper<Loadable<CostsPage>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyBooleanWrapper isReading = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyBooleanWrapper isOld = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyIntegerWrapper rowsRead = new ReadOnlyIntegerWrapper(0);
    private CallScope scope = new CallScope();

    CostsModel(BackendClient client, Background background, Formats formats) {
        this(client, new CostsReader(client, formats), background);
    }

    CostsModel(BackendClient client, CostsReader reader, Background background) {
        this.reader = reader;
        this.background = background;
        this.lane = background.lane();
        this.reconnection = new Reconnection(client.link(), background.fx());
    }

    ReadOnlyObjectProperty<Loadable<CostsPage>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether something newer than what is shown is on its way.
    ReadOnlyBooleanProperty readingProperty() {
        return isReading.getReadOnlyProperty();
    }

    /// Whether what is shown could not be read again, because the service does not answer or has
    /// too much to do.
    ReadOnlyBooleanProperty oldProperty() {
        return isOld.getReadOnlyProperty();
    }

    /// How many rows of what is under way are there.
    ReadOnlyIntegerProperty rowsReadProperty() {
        return rowsRead.getReadOnlyProperty();
    }

    /// Reads; what was under way is ended.
    void read(CostsQuery query) {
        cancel();
        CallScope own = new CallScope();
        scope = own;
        isReading.set(true);
        rowsRead.set(0);
        Latest<Integer> progress =
                new Latest<>(
                        background.fx(),
                        rows -> {
                            if (own.equals(scope) && isReading.get()) {
                                rowsRead.set(rows);
                            }
                        });
        lane.run(
                () -> own.call(() -> reader.read(query, progress::put)),
                this::show,
                failure -> fail(query, failure));
    }

    private void show(CostsPage page) {
        isReading.set(false);
        isOld.set(false);
        state.set(page.lines().isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(page));
    }

    private void fail(CostsQuery query, Failure failure) {
        isReading.set(false);
        // One that has too much to do is asked again with the next round.
        boolean stays =
                (failure.isConnection() || failure.code().equals("BUSY"))
                        && state.get() instanceof Loadable.Ready<CostsPage>(CostsPage page)
                        && page.query().equals(query);
        isOld.set(stays);
        if (!stays) {
            state.set(new Loadable.Failed<>(failure));
        }
        if (failure.isConnection()) {
            reconnection.await(() -> read(query));
        }
    }

    /// Ends what is under way.
    void cancel() {
        scope.cancel();
        reconnection.cancel();
        lane.cancel();
        isReading.set(false);
    }
}
