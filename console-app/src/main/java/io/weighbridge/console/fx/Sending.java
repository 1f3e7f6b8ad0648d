package io.weighbridge.console.fx;

import com.google.protobuf.Message;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Operations;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import java.util.function.Consumer;
import java.util.function.Function;

/// Sends what one form asks for, and moves credit: one operation, however often it is sent until
/// its answer is there.
public final class Sending {
    private final Operations.Operation operation;
    private final Lane lane;
    private final ReadOnlyBooleanWrapper underWay = new ReadOnlyBooleanWrapper();

    public Sending(Operations operations, Background background) {
        operation = operations.begin();
        lane = background.lane();
    }

    /// Whether an answer is still to come.
    public ReadOnlyBooleanProperty underWayProperty() {
        return underWay.getReadOnlyProperty();
    }

    /// Sends it.
    ///
    /// @param what makes it the same operation, see [Operations.Operation#send]
    /// @param call gets the operation's id
    /// @param done gets the answer, on the FX thread
    /// @param failed gets what was thrown instead, on the FX thread
    public <T> void send(
            Message what,
            Function<String, T> call,
            Consumer<? super T> done,
            Consumer<? super Failure> failed) {
        String id = operation.send(what);
        underWay.set(true);
        lane.run(
                () -> call.apply(id),
                answer -> {
                    operation.done();
                    underWay.set(false);
                    done.accept(answer);
                },
                failure -> {
                    operation.failed(failure);
                    underWay.set(false);
                    failed.accept(failure);
                });
    }
}
