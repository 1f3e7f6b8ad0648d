package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.ListAccountsRequest;
import io.weighbridge.proto.v1.PageRequest;

import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// Finds an account by the beginning of its name, on the service.
final class AccountSearch extends VBox {
    private static final int SHOWN_MAX = 5;

    private final BackendClient client;
    private final Lane lane;
    private final TextField field = new TextField();
    private final ListView<Account> found = new ListView<>();
    private @Nullable Account chosen;

    AccountSearch(BackendClient client, Background background) {
        super(4);
        this.client = client;
        this.lane = background.lane();
        field.setId("key-account");
        field.setPromptText(Texts.of("keys.account.prompt"));
        found.setId("key-accounts-found");
        found.setFixedCellSize(DataTable.ROW_HEIGHT);
        found.setAccessibleText(Texts.of("keys.account.found"));
        found.setCellFactory(_ -> new AccountCell());
        hide();
        field.textProperty().subscribe(this::typed);
        field.setOnKeyPressed(
                event -> {
                    if (event.getCode() == KeyCode.DOWN && found.isVisible()) {
                        found.requestFocus();
                        found.getSelectionModel().select(0);
                    }
                });
        found.setOnMouseClicked(_ -> take());
        found.setOnKeyPressed(
                event -> {
                    if (event.getCode() == KeyCode.ENTER) {
                        take();
                        event.consume();
                    }
                });
        getChildren().addAll(Described.label(Texts.of("keys.account"), field), field, found);
    }

    private static final class AccountCell extends ListCell<Account> {
        @Override
        protected void updateItem(@Nullable Account account, boolean empty) {
            super.updateItem(account, empty);
            setText(empty || account == null ? null : account.getName() + "   " + account.getId());
        }
    }

    private void hide() {
        found.setVisible(false);
        found.setManaged(false);
    }

    private void typed(String text) {
        if (chosen != null && chosen.getName().equals(text)) {
            return;
        }
        chosen = null;
        if (text.isBlank()) {
            lane.cancel();
            hide();
            return;
        }
        ListAccountsRequest request =
                ListAccountsRequest.newBuilder()
                        .setNamePrefix(text.strip())
                        .setPage(PageRequest.newBuilder().setSize(SHOWN_MAX))
                        .build();
        lane.run(
                () -> client.accounts().listAccounts(request).getAccountsList(),
                accounts -> {
                    found.getItems().setAll(accounts);
                    found.setPrefHeight(DataTable.ROW_HEIGHT * accounts.size() + 4.0);
                    found.setVisible(!accounts.isEmpty());
                    found.setManaged(!accounts.isEmpty());
                },
                _ -> hide());
    }

    private void take() {
        Account account = found.getSelectionModel().getSelectedItem();
        if (account != null) {
            show(account);
        }
    }

    private void show(Account account) {
        lane.cancel();
        chosen = account;
        field.setText(account.getName());
        hide();
    }

    /// Begins with an account.
    ///
    /// @param id empty for none
    void begin(String id) {
        if (!id.isEmpty()) {
            var request = GetAccountRequest.newBuilder().setAccount(id).build();
            lane.run(() -> client.accounts().getAccount(request), this::show, _ -> {});
        }
    }

    /// The id of the account that was chosen, or the only one that was found; empty for none.
    String account() {
        if (chosen != null) {
            return chosen.getId();
        }
        return found.isVisible() && found.getItems().size() == 1
                ? found.getItems().getFirst().getId()
                : "";
    }
}
