package io.weighbridge.console.feature.operators;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.ListOperatorsRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.ResetPasswordReply;
import io.weighbridge.proto.v1.ResetPasswordRequest;
import io.weighbridge.proto.v1.UpdateOperatorReply;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import java.util.function.Consumer;

/// The people who may log in, and what an administrator can change of them.
final class OperatorsModel {
    private static final int PAGE = 200;

    private final BackendClient client;
    private final Paging<Operator> paging;
    private final Lane changing;

    OperatorsModel(BackendClient client, Background background) {
        this.client = client;
        this.paging = new Paging<>(background, client.link());
        this.changing = background.lane();
    }

    /// What came of a change.
    sealed interface Saved {
        /// It is kept.
        record Done(UpdateOperatorReply reply) implements Saved {}

        /// Somebody else changed the same operator first.
        record Conflict(OperatorMerge merge) implements Saved {}

        /// It was refused, or the service could not be reached.
        record Refused(Failure failure) implements Saved {}
    }

    /// What was read.
    Paging<Operator> paging() {
        return paging;
    }

    void load() {
        paging.read(this::page);
    }

    private Paging.Page<Operator> page(String token) {
        var reply =
                client.operators()
                        .listOperators(
                                ListOperatorsRequest.newBuilder()
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        return new Paging.Page<>(reply.getOperatorsList(), reply.getNextPageToken());
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

    /// Changes what an operator may do.
    ///
    /// @param base as it was read
    void update(Operator base, UpdateOperatorRequest wanted, String reason, Consumer<Saved> done) {
        changing.run(
                () -> save(base, wanted, reason),
                saved -> {
                    load();
                    done.accept(saved);
                },
                failure -> {
                    load();
                    done.accept(new Saved.Refused(failure));
                });
    }

    private Saved save(Operator base, UpdateOperatorRequest wanted, String reason) {
        try {
            return new Saved.Done(
                    BackendClient.because(client.operators(), reason).updateOperator(wanted));
        } catch (StatusRuntimeException e) {
            Failure failure = Failure.of(e);
            return failure.code().equals("VERSION_CONFLICT")
                    ? new Saved.Conflict(new OperatorMerge(base, wanted, read(base.getId())))
                    : new Saved.Refused(failure);
        }
    }

    private Operator read(String id) {
        String token = "";
        do {
            Paging.Page<Operator> page = page(token);
            for (Operator operator : page.rows()) {
                if (operator.getId().equals(id)) {
                    return operator;
                }
            }
            token = page.next();
        } while (!token.isEmpty());
        throw new IllegalStateException("operator: " + id + " (expected: one that is listed)");
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
