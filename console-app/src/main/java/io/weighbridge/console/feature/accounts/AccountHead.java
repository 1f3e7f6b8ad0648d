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
    private final Figure balance = new Figure("balance", "accounts.column.balance");
    private final Figure held = new Figure("held", "accounts.held");
    private final Figure quarantined = new Figure("quarantined", "accounts.quarantined");
    private final Figure available = new Figure("available", "accounts.column.available");
    private final Figure overdraft = new Figure("overdraft", "accounts.column.overdraft");
    private final Figure hour = new Figure("hour", "accounts.burn.hour");
    private final Figure day = new Figure("day", "accounts.burn.day");
    private final Figure lasts = new Figure("lasts", "accounts.lasts");

    AccountHead(Workbench bench, String id) {
        super(10);
        this.formats = bench.formats();
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

    /// A figure under its name.
    private final class Figure extends VBox {
        private final Label value = new Label();

        Figure(String id, String name) {
            super(2);
            Label heading = new Label(Texts.of(name));
            heading.getStyleClass().add("muted");
            heading.setLabelFor(value);
            value.setId("account-" + id);
            value.getStyleClass().add("account-figure");
            getChildren().addAll(heading, value);
        }

        void money(long nanos) {
            value.setText(formats.money(nanos));
            Described.tip(value, formats.exactMoney(nanos));
            value.getStyleClass().remove("over");
            if (nanos < 0) {
                value.getStyleClass().add("over");
            }
        }

        // What is nought for nearly all would only be in the way.
        void moneyIfAny(long nanos) {
            money(nanos);
            setVisible(nanos != 0);
            setManaged(nanos != 0);
        }

        void text(String text, String hovered) {
            value.setText(text);
            Described.tip(value, hovered);
        }
    }
}
