package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.ListKeysReply;
import io.weighbridge.proto.v1.ListKeysRequest;
import io.weighbridge.proto.v1.PageRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayList;
import java.util.List;

/// The list of keys, as far as it was read.
final class KeysModel {
    static final int PAGE = 100;

    private final BackendClient client;
    private final AccountNames names;
    private final Lane reading;
    private final ReadOnlyObjectWrapper<Loadable<List<KeyRow>>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private Filter filter = new Filter("", "", "", false);
    private Choices choices = Choices.NONE;
    private List<KeyRow> rows = List.of();
    private String next = "";
    private boolean isReading;

    /// What the list is narrowed down to.
    ///
    /// @param account id; empty for all
    /// @param plan id; empty for all
    /// @param search as it is asked of the service
    record Filter(String account, String plan, String search, boolean hasRevoked) {
        /// Whether it leaves anything out but revoked keys.
        boolean isNarrow() {
            return !account.isEmpty() || !plan.isEmpty() || !search.isEmpty();
        }
    }

    private record Page(Choices choices, List<KeyRow> rows, String next) {}

    KeysModel(BackendClient client, Background background) {
        this.client = client;
        this.names = new AccountNames(client);
        this.reading = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<List<KeyRow>>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    Filter filter() {
        return filter;
    }

    Choices choices() {
        return choices;
    }

    /// Whether there is more than was read.
    boolean hasMore() {
        return !next.isEmpty();
    }

    /// Reads from the beginning. What is shown stays until the answer comes.
    void show(Filter newFilter) {
        filter = newFilter;
        isReading = true;
        reading.run(
                () -> read(Choices.read(client), newFilter, ""),
                page -> take(List.of(), page),
                this::failed);
    }

    /// Reads again.
    void load() {
        show(filter);
    }

    /// Reads the next page, if there is one and none is on its way.
    void more() {
        if (next.isEmpty() || isReading) {
            return;
        }
        isReading = true;
        Filter asked = filter;
        String token = next;
        Choices known = choices;
        List<KeyRow> before = rows;
        reading.run(() -> read(known, asked, token), page -> take(before, page), this::failed);
    }

    private Page read(Choices known, Filter asked, String token) {
        ListKeysReply reply =
                client.keys()
                        .listKeys(
                                ListKeysRequest.newBuilder()
                                        .setAccount(asked.account())
                                        .setPlan(asked.plan())
                                        .setSearch(asked.search())
                                        .setIncludeRevoked(asked.hasRevoked())
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        names.read(reply.getKeysList());
        List<KeyRow> read =
                reply.getKeysList().stream()
                        .map(
                                key ->
                                        new KeyRow(
                                                key,
                                                names.of(key.getAccount()),
                                                known.plan(key.getSettings().getPlan())))
                        .toList();
        return new Page(known, read, reply.getNextPageToken());
    }

    private void take(List<KeyRow> before, Page page) {
        isReading = false;
        choices = page.choices();
        next = page.next();
        List<KeyRow> all = new ArrayList<>(before);
        all.addAll(page.rows());
        show(all);
    }

    private void show(List<KeyRow> all) {
        rows = List.copyOf(all);
        state.set(all.isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(rows));
    }

    private void failed(Failure failure) {
        isReading = false;
        if (rows.isEmpty() || !failure.isConnection()) {
            state.set(new Loadable.Failed<>(failure));
        }
    }

    /// Shows a key as it is now, without reading the list again.
    void replace(ApiKey changed) {
        show(
                rows.stream()
                        .map(
                                row ->
                                        row.id().equals(changed.getId())
                                                ? new KeyRow(
                                                        changed,
                                                        row.account(),
                                                        choices.plan(
                                                                changed.getSettings().getPlan()))
                                                : row)
                        .toList());
    }

    void cancel() {
        isReading = false;
        reading.cancel();
    }
}
