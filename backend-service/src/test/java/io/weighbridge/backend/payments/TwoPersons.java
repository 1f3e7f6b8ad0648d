package io.weighbridge.backend.payments;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.operators.Operator;
import io.weighbridge.backend.operators.OperatorsAssembly;
import io.weighbridge.backend.operators.SecondFactor;
import io.weighbridge.backend.operators.SqlOperatorStore;
import io.weighbridge.backend.operators.SqlSessionStore;
import io.weighbridge.backend.operators.approvals.ApprovalStore;
import io.weighbridge.backend.operators.approvals.FourEyes;
import io.weighbridge.backend.operators.approvals.SqlApprovalStore;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.access.Origin;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ApprovalsGrpc;
import io.weighbridge.proto.v1.ApproveReply;
import io.weighbridge.proto.v1.ApproveRequest;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;

/// One who may give nothing back alone, and one who approves it: over a fixture's store and ledger,
/// until it restarts.
final class TwoPersons {
    private static final long ASKS = 1;
    private static final long APPROVES = 2;

    private final PaymentsFixture pay;
    private final FourEyes fourEyes;

    TwoPersons(PaymentsFixture pay) {
        this.pay = pay;
        SqlOperatorStore operators = new SqlOperatorStore(pay.database());
        if (operators.all().isEmpty()) {
            add(operators, ASKS, Role.SUPPORT);
            add(operators, APPROVES, Role.FINANCE);
        }
        fourEyes =
                new FourEyes(
                        pay.faults.around(
                                ApprovalStore.class, new SqlApprovalStore(pay.database())),
                        pay.credit(),
                        pay.payments().payments(),
                        OperatorsAssembly.offline(
                                operators, new SqlSessionStore(pay.database()), pay.time),
                        new IdSource(pay.time),
                        pay.time);
    }

    private static void add(SqlOperatorStore operators, long id, Role role) {
        Operator operator =
                new Operator(
                        id,
                        1,
                        "operator-" + id,
                        "",
                        role,
                        false,
                        "$argon2id$x",
                        5,
                        false,
                        SecondFactor.NONE,
                        6,
                        "");
        if (!operators.add(operator, Changes.ANY)) {
            throw new IllegalStateException("operator " + id + " is there");
        }
    }

    private static <T> T as(long id, Role role, Callable<T> call) {
        Caller caller = new Caller.Operator(id, "operator-" + id, role, 1, false);
        try {
            return Callers.context(caller, new Origin("test", "test", "")).call(call);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Asks for a refund of all that is left.
    RefundAnswer ask(Payment payment, UUID operation) {
        return as(
                ASKS,
                Role.SUPPORT,
                () ->
                        pay.payments()
                                .payments()
                                .refund(
                                        payment.id(),
                                        operation,
                                        0,
                                        false,
                                        "she asked",
                                        fourEyes.alone()));
    }

    /// Approves what waits.
    ///
    /// @return how it stands then, in words
    String approve(RefundAnswer answer) {
        if (!(answer instanceof RefundAnswer.Waiting(var pending))) {
            throw new IllegalStateException(answer.toString());
        }
        ApproveRequest request =
                ApproveRequest.newBuilder()
                        .setApproval(IdKind.APPROVAL.format(pending.approvalId()))
                        .setRequestHash(pending.requestHash())
                        .build();
        One<ApproveReply> reply = new One<>();
        return as(
                APPROVES,
                Role.FINANCE,
                () -> {
                    ((ApprovalsGrpc.ApprovalsImplBase) fourEyes.grpc()).approve(request, reply);
                    return reply.value().getApproval().getState().name();
                });
    }

    /// Goes on after a crash: asks and approves what may not have been, then does what the service
    /// does by itself.
    void goOn(Payment payment, UUID operation) {
        try {
            if (ask(payment, operation) instanceof RefundAnswer.Waiting waiting) {
                var _ = approve(waiting);
            }
        } catch (Fault fault) {
            if (fault.code() != ErrorCode.APPROVAL_CLOSED) {
                throw fault;
            }
        }
        fourEyes.makeRefunds();
    }

    void makeRefunds() {
        fourEyes.makeRefunds();
    }

    void stop() {
        fourEyes.stop();
    }

    private static final class One<T> implements StreamObserver<T> {
        private @Nullable T value;

        T value() {
            return Objects.requireNonNull(value);
        }

        @Override
        public void onNext(T next) {
            value = next;
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException(error);
        }

        @Override
        public void onCompleted() {
            // There is one value.
        }
    }
}
