package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.Balance;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/// An account's name, state and figures.
final class AccountHead extends VBox {
    private final Formats formats;
    private final Label name = new Label();
    private final Label state = new Label();
    private final Label why = new Label();
    private final Figure balance;
    private final Figure held;
    private final Figure quarantined;
    private final Figure available;
    private final Figure overdraft;
    private final Figure hour;
    private final Figure day;
    private final Figure lasts;

    AccountHead(Workbench bench, String id) {
        super(10);
        this.formats = bench.formats();
        balance = new Figure(formats, "balance", "accounts.column.balance");
        held = new Figure(formats, "held", "accounts.held");
        quarantined = new Figure(formats, "quarantined", "accounts.quarantined");
        available = new Figure(formats, "available", "accounts.column.available");
        overdraft = new Figure(formats, "overdraft", "accounts.column.overdraft");
        hour = new Figure(formats, "hour", "accounts.burn.hour");
        day = new Figure(formats, "day", "accounts.burn.day");
        lasts = new Figure(formats, "lasts", "accounts.lasts");
        name.getStyleClass().add("screen-title");
        name.setId("account-name");
        state.setId("account-state");
        Label idText = new Label(id);
        idText.getStyleClass().add("muted");
        Button copy = new Button("", new FontIcon("fth-copy"));
        copy.getStyleClass().addAll("flat", "button-icon", "small");
        Described.named(copy, Texts.of("accounts.copy-id"));
        copy.setOnAction(
                _ -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(id);
                    Clipboard.getSystemClipboard().setContent(content);
                    bench.toasts().done(Texts.of("accounts.id-copied"));
                });
        HBox who = new HBox(4, idText, copy);
        who.setAlignment(Pos.CENTER_LEFT);
        HBox title = new HBox(10, name, state);
        title.setAlignment(Pos.CENTER_LEFT);
        why.setWrapText(true);
        why.managedProperty().bind(why.visibleProperty());
        why.visibleProperty().bind(why.textProperty().isNotEmpty());
        why.getStyleClass().add("blocked");
        FlowPane figures =
                new FlowPane(
                        28, 12, balance, held, quarantined, available, overdraft, hour, day, lasts);
        figures.getStyleClass().add("card");
        getChildren().addAll(new VBox(2, title, who), why, figures);
    }

    void show(AccountModel.Standing standing) {
        Account account = standing.account();
        name.setText(account.getName());
        state.setText(AccountWords.state(account));
        ChipCell.dress(state, AccountWords.stateStyle(account));
        why.setText(
                account.getSuspended()
                        ? Texts.of("accounts.suspended.why", account.getSuspendedReason())
                        : "");
        Balance now = standing.balance();
        balance.money(now.getBalanceNanos());
        held.money(now.getHeldNanos());
        quarantined.moneyIfAny(now.getQuarantinedNanos());
        available.money(now.getAvailableNanos());
        overdraft.moneyIfAny(account.getOverdraftLimitNanos());
        hour.money(standing.burn().hourNanos());
        day.money(standing.burn().dayNanos());
        // Holds may also use the overdraft, but that is not credit to live on.
        long lastsMs = standing.burn().lastsMs(now.getAvailableNanos());
        lasts.text(AccountWords.lasts(formats, lastsMs), AccountWords.until(formats, lastsMs));
    }
}
