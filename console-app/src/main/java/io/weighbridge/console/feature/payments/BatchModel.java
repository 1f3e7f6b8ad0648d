package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.VoidBatchRequest;
import io.weighbridge.proto.v1.VoidCodeRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// One batch of codes, and what is done about it.
final class BatchModel {
    private final BackendClient client;
    private final CodesModel codes;
    private final String id;
    private final Lane reading;
    private final Lane changes;
    private final ReadOnlyObjectWrapper<Loadable<CodeBatch>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    BatchModel(BackendClient client, CodesModel codes, Background background, String id) {
        this.client = client;
        this.codes = codes;
        this.id = id;
        this.reading = background.lane();
        this.changes = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<CodeBatch>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Reads it again, unless it is being read.
    void poll() {
        if (!reading.isBusy()) {
            read();
        }
    }

    void read() {
        reading.run(
                () -> codes.batch(id),
                batch -> state.set(new Loadable.Ready<>(batch)),
                failure -> {
                    if (!(state.get() instanceof Loadable.Ready<CodeBatch>)
                            || !failure.isConnection()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    /// Has its codes told, once for ever.
    void tell(Consumer<List<String>> done, Consumer<Failure> failed) {
        MakeCodesModel.tell(
                client,
                changes,
                id,
                told -> {
                    read();
                    done.accept(told);
                },
                failure -> {
                    read();
                    failed.accept(failure);
                });
    }

    /// Makes void what is not used of it.
    void voidBatch(String reason, Runnable done, Consumer<Failure> failed) {
        VoidBatchRequest request = VoidBatchRequest.newBuilder().setBatch(id).build();
        change(
                () -> BackendClient.because(client.codes(), reason).voidBatch(request),
                done,
                failed);
    }

    /// Makes one code void.
    void voidCode(int number, String reason, Runnable done, Consumer<Failure> failed) {
        VoidCodeRequest request =
                VoidCodeRequest.newBuilder().setBatch(id).setNumber(number).build();
        change(() -> BackendClient.because(client.codes(), reason).voidCode(request), done, failed);
    }

    private void change(Callable<?> call, Runnable done, Consumer<Failure> failed) {
        changes.run(
                call,
                _ -> {
                    read();
                    done.run();
                },
                failed);
    }

    void cancel() {
        reading.cancel();
    }
}
