package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.DifferenceKind;
import io.weighbridge.proto.v1.ReconciledMoney;
import io.weighbridge.proto.v1.ReconciliationDifference;
import io.weighbridge.proto.v1.ReconciliationGap;
import io.weighbridge.proto.v1.ReconciliationState;
import io.weighbridge.proto.v1.ReconciliationTotal;

import java.util.List;

/// Reports as the contract has them.
final class ReconciliationMapping {
    private ReconciliationMapping() {}

    /// @param gaps of this report and perhaps of others
    static io.weighbridge.proto.v1.ReconciliationRun toProto(
            ReconciliationRun run, List<Gap> gaps) {
        return io.weighbridge.proto.v1.ReconciliationRun.newBuilder()
                .setReconciliation(IdKind.RECONCILIATION.format(run.id()))
                .setDay(run.day().toString())
                .setFromMs(run.fromMs())
                .setToMs(run.toMs())
                .setState(ReconciliationState.forNumber(run.state().number()))
                .setWhy(run.why())
                .setAutomatic(run.isAutomatic())
                .setAttempt(run.attempt())
                .setAskedAtMs(run.askedAtMs())
                .setStartedAtMs(run.startedAtMs())
                .setEndedAtMs(run.endedAtMs())
                .setPayments(run.payments())
                .setDifferences(run.differences())
                .addAllGaps(
                        gaps.stream()
                                .filter(gap -> gap.reconciliationId() == run.id())
                                .map(ReconciliationMapping::toProto)
                                .toList())
                .build();
    }

    private static ReconciliationGap toProto(Gap gap) {
        return ReconciliationGap.newBuilder()
                .setCurrency(gap.currency())
                .setNanos(gap.nanos())
                .build();
    }

    static ReconciliationTotal toProto(Total total) {
        return ReconciliationTotal.newBuilder()
                .setProvider(total.provider())
                .setCurrency(total.currency())
                .setPayments(total.payments())
                .setThere(toProto(total.there()))
                .setHere(toProto(total.here()))
                .setDueNanos(total.dueNanos())
                .setCreditedNanos(total.creditedNanos())
                .setLedgerNanos(total.ledgerNanos())
                .build();
    }

    private static ReconciledMoney toProto(Total.Money money) {
        return ReconciledMoney.newBuilder()
                .setArrivedNanos(money.arrivedNanos())
                .setRefundedNanos(money.refundedNanos())
                .setDisputedNanos(money.disputedNanos())
                .build();
    }

    static ReconciliationDifference toProto(Difference difference) {
        return ReconciliationDifference.newBuilder()
                .setKind(DifferenceKind.forNumber(difference.kind().number()))
                .setProvider(difference.provider())
                .setReference(difference.reference())
                .setPayment(IdKind.PAYMENT.formatOrNone(difference.paymentId()))
                .setOrder(IdKind.ORDER.formatOrNone(difference.orderId()))
                .setAccount(IdKind.ACCOUNT.formatOrNone(difference.accountId()))
                .setCurrency(difference.currency())
                .setExpectedNanos(difference.expectedNanos())
                .setFoundNanos(difference.foundNanos())
                .setDetail(difference.detail())
                .build();
    }
}
