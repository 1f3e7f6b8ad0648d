package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.ListKeysReply;
import io.weighbridge.proto.v1.ListKeysRequest;
import io.weighbridge.proto.v1.PageRequest;

/// The list of keys, as far as it was read.
final class KeysModel {
    static final int PAGE = 100;

    private final BackendClient client;
    private final AccountNames names;
    private final Paging<KeyRow> paging;
    // Read with the first page, known to the next ones.
    private volatile Choices choices = Choices.NONE;
    private Filter filter = new Filter("", "", "", false);

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

    KeysModel(BackendClient client, Background background) {
        this.client = client;
        this.names = new AccountNames(client);
        this.paging = new Paging<>(background, client.link());
    }

    /// The keys that were read.
    Paging<KeyRow> paging() {
        return paging;
    }

    Filter filter() {
        return filter;
    }

    Choices choices() {
        return choices;
    }

    /// Reads from the beginning. What is shown stays until the answer comes.
    void show(Filter newFilter) {
        filter = newFilter;
        paging.read(newFilter, token -> read(newFilter, token));
    }

    /// Reads again.
    void load() {
        show(filter);
    }

    private Paging.Page<KeyRow> read(Filter asked, String token) {
        if (token.isEmpty()) {
            choices = Choices.read(client);
        }
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
        names.read(reply.getKeysList().stream().map(ApiKey::getAccount).toList());
        return new Paging.Page<>(
                reply.getKeysList().stream().map(this::row).toList(), reply.getNextPageToken());
    }

    private KeyRow row(ApiKey key) {
        return new KeyRow(
                key, names.of(key.getAccount()), choices.plan(key.getSettings().getPlan()));
    }

    /// Shows a key as it is now, without reading the list again.
    void replace(ApiKey changed) {
        paging.edit(
                rows ->
                        rows.stream()
                                .map(row -> row.id().equals(changed.getId()) ? row(changed) : row)
                                .toList());
    }

    void cancel() {
        paging.cancel();
    }
}
