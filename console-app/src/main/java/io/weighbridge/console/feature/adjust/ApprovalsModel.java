package io.weighbridge.console.feature.adjust;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.Approval;
import io.weighbridge.proto.v1.ApprovalState;
import io.weighbridge.proto.v1.GetAdjustmentLimitsRequest;
import io.weighbridge.proto.v1.ListApprovalsReply;
import io.weighbridge.proto.v1.ListApprovalsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.function.Consumer;

/// The queue of adjustments that wait for a second person, then those that were decided; and what
/// each role may do alone.
final class ApprovalsModel {
    // Before the service's own token, of a page of those that were decided.
    private static final String DECIDED = "decided:";

    private final BackendClient client;
    private final Paging<Approval> paging;
    private final Lane reading;
    private final Lane changes;
    private final ReadOnlyObjectWrapper<List<AdjustmentLimit>> limits =
            new ReadOnlyObjectWrapper<>(List.of());

    ApprovalsModel(BackendClient client, Background background) {
        this.client = client;
        this.paging = new Paging<>(background);
        this.reading = background.lane();
        this.changes = background.lane();
    }

    void read() {
        paging.read(this::page);
        reading.run(
                this::limits,
                limits::set,
                // The queue says already what is wrong.
                _ -> {});
    }

    boolean isReading() {
        return paging.isReading() || reading.isBusy();
    }

    void more() {
        paging.more();
    }

    void cancel() {
        paging.cancel();
        reading.cancel();
    }

    // Those that wait come first, whole; then the others, page by page. Where a page would be empty
    // the next one is read at once.
    private Paging.Page<Approval> page(String from) {
        String token = from;
        while (true) {
            boolean decided = token.startsWith(DECIDED);
            ListApprovalsReply reply =
                    list(!decided, decided ? token.substring(DECIDED.length()) : token);
            List<Approval> rows =
                    decided
                            ? reply.getApprovalsList().stream()
                                    .filter(approval -> !isPending(approval))
                                    .toList()
                            : reply.getApprovalsList();
            String next = reply.getNextPageToken();
            boolean isEnd = decided && next.isEmpty();
            token = isEnd ? "" : decided || next.isEmpty() ? DECIDED + next : next;
            if (!rows.isEmpty() || isEnd) {
                return new Paging.Page<>(rows, token);
            }
        }
    }

    private ListApprovalsReply list(boolean pendingOnly, String token) {
        return client.approvals()
                .listApprovals(
                        ListApprovalsRequest.newBuilder()
                                .setPendingOnly(pendingOnly)
                                .setPage(PageRequest.newBuilder().setToken(token))
                                .build());
    }

    static boolean isPending(Approval approval) {
        return approval.getState() == ApprovalState.APPROVAL_STATE_PENDING;
    }

    /// What came of setting a limit.
    sealed interface Set {
        /// It is kept.
        record Done() implements Set {}

        /// Somebody else set another one first.
        record Conflict(LimitMerge merge) implements Set {}

        /// It was refused, or the service could not be reached.
        record Refused(Failure failure) implements Set {}
    }

    /// Sets what a role may do alone.
    ///
    /// @param before as it was read
    /// @param reason for the audit log
    void setLimit(
            AdjustmentLimit before, AdjustmentLimit wanted, String reason, Consumer<Set> done) {
        changes.run(
                () -> set(before, wanted, reason),
                set -> {
                    done.accept(set);
                    read();
                },
                failure -> done.accept(new Set.Refused(failure)));
    }

    private Set set(AdjustmentLimit before, AdjustmentLimit wanted, String reason) {
        try {
            var _ =
                    BackendClient.because(client.approvals(), reason)
                            .setAdjustmentLimit(
                                    SetAdjustmentLimitRequest.newBuilder()
                                            .setLimit(wanted)
                                            .setBefore(before)
                                            .build());
            return new Set.Done();
        } catch (StatusRuntimeException e) {
            Failure failure = Failure.of(e);
            return failure.code().equals("VERSION_CONFLICT")
                    ? new Set.Conflict(new LimitMerge(before, wanted, limitOf(wanted.getRole())))
                    : new Set.Refused(failure);
        }
    }

    private AdjustmentLimit limitOf(Role role) {
        return limits().stream().filter(limit -> limit.getRole() == role).findFirst().orElseThrow();
    }

    private List<AdjustmentLimit> limits() {
        return client.approvals()
                .getAdjustmentLimits(GetAdjustmentLimitsRequest.getDefaultInstance())
                .getLimitsList();
    }

    ReadOnlyObjectProperty<Loadable<List<Approval>>> stateProperty() {
        return paging.stateProperty();
    }

    ReadOnlyObjectProperty<List<AdjustmentLimit>> limitsProperty() {
        return limits.getReadOnlyProperty();
    }
}
