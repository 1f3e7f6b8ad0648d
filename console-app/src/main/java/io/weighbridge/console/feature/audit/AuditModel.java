package io.weighbridge.console.feature.audit;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.ListEntriesReply;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.PageRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayList;
import java.util.List;

/// Entries of the audit log, newest first, page by page.
final class AuditModel {
    private static final int PAGE = 200;

    private final BackendClient client;
    private final Lane lane;
    private final ReadOnlyObjectWrapper<Loadable<List<AuditEntry>>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyObjectWrapper<Boolean> hasMore = new ReadOnlyObjectWrapper<>(false);
    private AuditFilter filter = new AuditFilter("", "", "", 0, 0);
    private String next = "";
    private boolean isReading;

    AuditModel(BackendClient client, Background background) {
        this.client = client;
        this.lane = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<List<AuditEntry>>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Boolean> hasMoreProperty() {
        return hasMore.getReadOnlyProperty();
    }

    /// Reads the first page.
    void read(AuditFilter wanted) {
        filter = wanted;
        next = "";
        page(List.of());
    }

    /// Reads the next page, if there is one and none is under way.
    void more() {
        if (!isReading
                && hasMore.get()
                && state.get() instanceof Loadable.Ready<List<AuditEntry>>(var before)) {
            page(before);
        }
    }

    private void page(List<AuditEntry> before) {
        isReading = true;
        ListEntriesRequest request =
                filter.request()
                        .setPage(PageRequest.newBuilder().setSize(PAGE).setToken(next))
                        .build();
        lane.run(
                () -> client.audit().listEntries(request),
                reply -> show(before, reply),
                this::fail);
    }

    private void show(List<AuditEntry> before, ListEntriesReply reply) {
        isReading = false;
        next = reply.getNextPageToken();
        hasMore.set(!next.isEmpty());
        List<AuditEntry> all = new ArrayList<>(before);
        all.addAll(reply.getEntriesList());
        state.set(all.isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(List.copyOf(all)));
    }

    private void fail(Failure failure) {
        isReading = false;
        if (!(state.get() instanceof Loadable.Ready && failure.isConnection())) {
            state.set(new Loadable.Failed<>(failure));
        }
    }

    void cancel() {
        lane.cancel();
        isReading = false;
    }
}
