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
    private Shown shown = new Shown(new AuditFilter("", "", "", 0, 0), List.of(), "");
    private boolean isReading;

    /// What is there: what was asked for, what came, and where the next page begins.
    private record Shown(AuditFilter filter, List<AuditEntry> entries, String next) {}

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
        page(new Shown(wanted, List.of(), ""));
    }

    /// Reads the next page, if there is one and none is under way.
    void more() {
        if (!isReading && hasMore.get() && state.get() instanceof Loadable.Ready) {
            page(shown);
        }
    }

    private void page(Shown before) {
        isReading = true;
        ListEntriesRequest request =
                before.filter()
                        .request()
                        .setPage(PageRequest.newBuilder().setSize(PAGE).setToken(before.next()))
                        .build();
        lane.run(
                () -> client.audit().listEntries(request),
                reply -> show(before, reply),
                failure -> fail(before.filter(), failure));
    }

    private void show(Shown before, ListEntriesReply reply) {
        isReading = false;
        List<AuditEntry> all = new ArrayList<>(before.entries());
        all.addAll(reply.getEntriesList());
        shown = new Shown(before.filter(), List.copyOf(all), reply.getNextPageToken());
        hasMore.set(!shown.next().isEmpty());
        state.set(all.isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(shown.entries()));
    }

    // Entries stay while the service does not answer, but not under another filter than theirs.
    private void fail(AuditFilter asked, Failure failure) {
        isReading = false;
        boolean isOfThese = state.get() instanceof Loadable.Ready && asked.equals(shown.filter());
        if (!(isOfThese && failure.isConnection())) {
            state.set(new Loadable.Failed<>(failure));
        }
    }

    void cancel() {
        lane.cancel();
        isReading = false;
    }
}
