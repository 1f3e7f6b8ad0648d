package io.weighbridge.console.feature.operators;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.ListOperatorsRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.ResetPasswordReply;
import io.weighbridge.proto.v1.ResetPasswordRequest;
import io.weighbridge.proto.v1.UpdateOperatorReply;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.function.Consumer;

/// The people who may log in, and what an administrator can change of them.
final class OperatorsModel {
    private static final int PAGE = 1_000;

    private final BackendClient client;
    private final Lane reading;
    private final Lane changing;
    private final ReadOnlyObjectWrapper<Loadable<List<Operator>>> operators =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    OperatorsModel(BackendClient client, Background background) {
        this.client = client;
        this.reading = background.lane();
        this.changing = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<List<Operator>>> operatorsProperty() {
        return operators.getReadOnlyProperty();
    }

    void load() {
        reading.run(
                () ->
                        client.operators()
                                .listOperators(
                                        ListOperatorsRequest.newBuilder()
                                                .setPage(PageRequest.newBuilder().setSize(PAGE))
                                                .build())
                                .getOperatorsList(),
                list -> operators.set(new Loadable.Ready<>(list)),
                this::readFailed);
    }

    // What was read before stays on the screen; the frame says that it is old.
    private void readFailed(Failure failure) {
        if (!(operators.get() instanceof Loadable.Ready<List<Operator>>)) {
            operators.set(new Loadable.Failed<>(failure));
        }
    }

    void create(
            CreateOperatorRequest request,
            String reason,
            Consumer<CreateOperatorReply> done,
            Consumer<Failure> failed) {
        changing.run(
                () -> BackendClient.because(client.operators(), reason).createOperator(request),
                reply -> {
                    load();
                    done.accept(reply);
                },
                failed);
    }

    void update(
            UpdateOperatorRequest request,
            String reason,
            Consumer<UpdateOperatorReply> done,
            Consumer<Failure> failed) {
        changing.run(
                () -> BackendClient.because(client.operators(), reason).updateOperator(request),
                reply -> {
                    load();
                    done.accept(reply);
                },
                failure -> {
                    load();
                    failed.accept(failure);
                });
    }

    void resetPassword(
            Operator operator,
            boolean removeTotp,
            String reason,
            Consumer<ResetPasswordReply> done,
            Consumer<Failure> failed) {
        changing.run(
                () ->
                        BackendClient.because(client.operators(), reason)
                                .resetPassword(
                                        ResetPasswordRequest.newBuilder()
                                                .setOperator(operator.getId())
                                                .setVersion(operator.getVersion())
                                                .setRemoveTotp(removeTotp)
                                                .build()),
                reply -> {
                    load();
                    done.accept(reply);
                },
                failure -> {
                    load();
                    failed.accept(failure);
                });
    }
}
