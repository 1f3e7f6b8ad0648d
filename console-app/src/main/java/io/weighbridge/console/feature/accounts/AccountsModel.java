package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.ListAccountsReply;
import io.weighbridge.proto.v1.ListAccountsRequest;
import io.weighbridge.proto.v1.PageRequest;

import javafx.beans.property.ReadOnlyObjectProperty;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Finds accounts by the beginning of their names, or by their ids.
final class AccountsModel {
    private static final int PAGE = 100;

    private final BackendClient client;
    private final Paging<AccountRow> paging;
    private final Lane changes;
    private String searched = "";
    private String found = "";

    AccountsModel(BackendClient client, Background background) {
        this.client = client;
        this.paging = new Paging<>(background);
        this.changes = background.lane();
    }

    /// Reads the accounts that match; answers to earlier searches are dropped.
    void search(String typed) {
        search(typed, () -> {});
    }

    /// The same.
    ///
    /// @param then called when they are there
    void search(String typed, Runnable then) {
        searched = typed.strip();
        String text = searched;
        if (IdKind.ACCOUNT.parse(text).isPresent()) {
            paging.read(_ -> byId(text), () -> found(text, then));
        } else {
            paging.read(token -> byName(text, token), () -> found(text, then));
        }
    }

    private void found(String text, Runnable then) {
        found = text;
        then.run();
    }

    /// Whether the rows that are there were found for this text.
    boolean isFound(String typed) {
        return found.equals(typed.strip());
    }

    /// Reads again what was searched for.
    void reload() {
        search(searched);
    }

    /// Reads the next page.
    void more() {
        paging.more();
    }

    boolean isSearching() {
        return !searched.isEmpty();
    }

    private Paging.Page<AccountRow> byName(String prefix, String token) {
        ListAccountsReply reply =
                client.accounts()
                        .listAccounts(
                                ListAccountsRequest.newBuilder()
                                        .setNamePrefix(prefix)
                                        .setWithBalances(true)
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        List<AccountRow> rows = new ArrayList<>(reply.getAccountsCount());
        for (int i = 0; i < reply.getAccountsCount(); i++) {
            rows.add(new AccountRow(reply.getAccounts(i), reply.getBalances(i)));
        }
        return new Paging.Page<>(rows, reply.getNextPageToken());
    }

    private Paging.Page<AccountRow> byId(String id) {
        try {
            Account account =
                    client.accounts()
                            .getAccount(GetAccountRequest.newBuilder().setAccount(id).build());
            return new Paging.Page<>(
                    List.of(
                            new AccountRow(
                                    account,
                                    client.accounts()
                                            .getBalance(
                                                    GetBalanceRequest.newBuilder()
                                                            .setAccount(id)
                                                            .build()))),
                    "");
        } catch (RuntimeException e) {
            if (Failure.of(e).code().equals("ACCOUNT_UNKNOWN")) {
                return new Paging.Page<>(List.of(), "");
            }
            throw e;
        }
    }

    /// Makes an account.
    void create(
            String name, long overdraftNanos, Consumer<Account> made, Consumer<Failure> failed) {
        CreateAccountRequest request =
                CreateAccountRequest.newBuilder()
                        .setName(name.strip())
                        .setOverdraftLimitNanos(overdraftNanos)
                        .build();
        changes.run(() -> client.accounts().createAccount(request), made, failed);
    }

    /// Forgets what is being searched for.
    void cancel() {
        paging.cancel();
    }

    ReadOnlyObjectProperty<Loadable<List<AccountRow>>> stateProperty() {
        return paging.stateProperty();
    }
}
