package io.weighbridge.backend.payments.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.GetReconciliationReply;
import io.weighbridge.proto.v1.GetReconciliationRequest;
import io.weighbridge.proto.v1.ListReconciliationsReply;
import io.weighbridge.proto.v1.ListReconciliationsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.ReconciledMoney;
import io.weighbridge.proto.v1.ReconciliationDifference;
import io.weighbridge.proto.v1.ReconciliationGap;
import io.weighbridge.proto.v1.ReconciliationRun;
import io.weighbridge.proto.v1.ReconciliationState;
import io.weighbridge.proto.v1.RunReconciliationRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

final class ReconciliationGrpcTest {
    @TempDir Path directory;

    private static <T> T reply(Consumer<StreamObserver<T>> call) {
        List<T> replies = new ArrayList<>();
        call.accept(
                new StreamObserver<>() {
                    @Override
                    public void onNext(T reply) {
                        replies.add(reply);
                    }

                    @Override
                    public void onError(Throwable error) {
                        throw new AssertionError(error);
                    }

                    @Override
                    public void onCompleted() {}
                });
        assertEquals(1, replies.size());
        return replies.getFirst();
    }

    @Test
    void shouldTellReportsInTheContractsWords() {
        try (ReconcileFixture shop = new ReconcileFixture(directory, "USD")) {
            String first = shop.paid();
            var _ = shop.paid();
            int changed =
                    shop.database.inTransaction(
                            handle -> handle.execute("UPDATE payment SET arrived_nanos = 1"));
            assertEquals(2, changed);
            shop.time.pass(1_000);
            Reconciliations reconciliations = shop.reconciliations();
            ReconciliationGrpc grpc = new ReconciliationGrpc(reconciliations);
            ReconciliationRun asked =
                    reply(
                            to ->
                                    grpc.runReconciliation(
                                            RunReconciliationRequest.newBuilder()
                                                    .setDay("2026-11-29")
                                                    .build(),
                                            to));
            assertEquals(ReconciliationState.RECONCILIATION_STATE_WAITING, asked.getState());
            reconciliations.round();

            requireWords(grpc, asked, first);
            Fault fault =
                    assertThrows(
                            Fault.class,
                            () ->
                                    page(
                                            grpc,
                                            asked.toBuilder()
                                                    .setReconciliation(
                                                            IdKind.RECONCILIATION.format(1))
                                                    .build(),
                                            ""));
            assertEquals(ErrorCode.RECONCILIATION_UNKNOWN, fault.code());
        }
    }

    private static void requireWords(
            ReconciliationGrpc grpc, ReconciliationRun asked, String first) {
        GetReconciliationReply one = page(grpc, asked, "");
        assertEquals(
                ReconciliationState.RECONCILIATION_STATE_COMPLETE,
                one.getReconciliation().getState());
        assertEquals(2, one.getReconciliation().getDifferences());
        assertEquals("2026-11-29", one.getReconciliation().getDay());
        assertEquals(
                List.of(
                        ReconciliationGap.newBuilder()
                                .setCurrency("USD")
                                .setNanos(2 * (ReconcileFixture.TOTAL - 1))
                                .build()),
                one.getReconciliation().getGapsList());
        assertEquals(
                ReconciledMoney.newBuilder().setArrivedNanos(2 * ReconcileFixture.TOTAL).build(),
                one.getTotals(0).getThere());
        assertEquals(2, one.getTotals(0).getHere().getArrivedNanos());
        assertEquals(1, one.getDifferencesCount());
        GetReconciliationReply two = page(grpc, asked, one.getNextPageToken());
        assertEquals("", two.getNextPageToken());
        ReconciliationDifference difference =
                one.getDifferences(0).getReference().equals(first)
                        ? one.getDifferences(0)
                        : two.getDifferences(0);
        assertEquals(first, difference.getReference());
        assertEquals(
                io.weighbridge.proto.v1.DifferenceKind.DIFFERENCE_KIND_ARRIVED_DIFFERS,
                difference.getKind());
        assertEquals(ReconcileFixture.TOTAL, difference.getExpectedNanos());
        assertEquals(1, difference.getFoundNanos());
        assertTrue(IdKind.PAYMENT.parse(difference.getPayment()).isPresent());
        assertTrue(IdKind.ORDER.parse(difference.getOrder()).isPresent());
        assertNotEquals(one.getDifferences(0), two.getDifferences(0));
        ListReconciliationsReply all =
                reply(
                        to ->
                                grpc.listReconciliations(
                                        ListReconciliationsRequest.getDefaultInstance(), to));
        assertTrue(all.getReconciliationsList().contains(one.getReconciliation()));
    }

    private static GetReconciliationReply page(
            ReconciliationGrpc grpc, ReconciliationRun run, String token) {
        GetReconciliationRequest request =
                GetReconciliationRequest.newBuilder()
                        .setReconciliation(run.getReconciliation())
                        .setPage(PageRequest.newBuilder().setSize(1).setToken(token))
                        .build();
        return reply(to -> grpc.getReconciliation(request, to));
    }
}
