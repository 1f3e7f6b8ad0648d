package io.weighbridge.console.feature.keys;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.KeysGrpc;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Consumer;

/// One key, as a page or in the drawer.
public final class KeyView implements Screen {
    private final Workbench bench;
    private final String id;
    private final boolean isDrawer;
    private final KeyModel model;
    private final KeySheets sheets;
    private final String changeRefusal;
    private final String revokeRefusal;
    private final KeyFacts facts;
    private final Label name = new Label();
    private final StateChip chip = new StateChip();
    private final Button edit;
    private final Button rotate;
    private final Button revoke;
    private final StatePane pane;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();

    public KeyView(Workbench bench, Address address, boolean isDrawer) {
        this.bench = bench;
        this.id = address.id();
        this.isDrawer = isDrawer;
        model = new KeyModel(bench.client(), bench.background());
        sheets = new KeySheets(bench, model, () -> {});
        changeRefusal = RoleCheck.refusal(bench.me(), KeysGrpc.getUpdateKeyMethod());
        revokeRefusal = RoleCheck.refusal(bench.me(), KeysGrpc.getRevokeKeyMethod());
        facts = new KeyFacts(bench.formats(), isDrawer);
        edit = new Button(Texts.of("keys.edit"), new FontIcon("fth-edit-3"));
        edit.setId("edit-key");
        edit.setOnAction(_ -> edit());
        rotate = Described.button(ConsoleAction.ROTATE_KEY, this::rotate);
        rotate.setId("rotate-key");
        revoke = Described.button(ConsoleAction.REVOKE_KEY, this::revoke);
        revoke.setId("revoke-key");
        revoke.getStyleClass().add("danger");
        name.setId("key-title");
        name.getStyleClass().add("screen-title");
        HBox title = new HBox(8, name, chip);
        title.setAlignment(Pos.CENTER_LEFT);
        ScrollPane scroll = new ScrollPane(facts.node());
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setAccessibleText(Texts.of("keys.facts"));
        VBox content = new VBox(12, title, buttons(), scroll);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        pane = new StatePane(content, "", "", () -> model.load(id));
        VBox.setVgrow(pane, Priority.ALWAYS);
        node = new VBox(pane);
        node.getStyleClass().addAll("screen", "key");
    }

    private FlowPane buttons() {
        Button usage = new Button(Texts.of("keys.usage"), new FontIcon("fth-bar-chart-2"));
        usage.setId("usage-of-key");
        usage.setOnAction(_ -> openUsage());
        Button account = new Button(Texts.of("keys.to-account"), new FontIcon("fth-users"));
        account.setId("account-of-key");
        account.setOnAction(_ -> openAccount());
        FlowPane buttons = new FlowPane(6, 6, edit, rotate, revoke, usage, account);
        if (!changeRefusal.isEmpty()) {
            Label why = new Label(changeRefusal);
            why.setId("key-refusal");
            why.setWrapText(true);
            why.getStyleClass().add("muted");
            buttons.getChildren().add(why);
        }
        return buttons;
    }

    private void ifRead(Consumer<KeyModel.Read> action) {
        if (model.stateProperty().get() instanceof Loadable.Ready<KeyModel.Read>(var read)) {
            action.accept(read);
        }
    }

    private void openUsage() {
        bench.navigator().open(Address.of(Route.USAGE).with("key", id));
    }

    private void openAccount() {
        ifRead(read -> bench.navigator().open(Address.of(Route.ACCOUNTS, read.key().getAccount())));
    }

    private void edit() {
        ifRead(read -> sheets.edit(read.key(), read.choices()));
    }

    private void rotate() {
        ifRead(read -> sheets.rotate(read.key()));
    }

    private void revoke() {
        ifRead(read -> sheets.revoke(read.key()));
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("keys.one");
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        bind(ConsoleAction.RELOAD, () -> model.load(id), "");
        subscriptions.add(
                bench.actions().bind(ConsoleAction.EDIT, Buttons.binding(edit, changeRefusal)));
        bind(ConsoleAction.SHOW_ACCOUNT, this::openAccount, "");
        bind(ConsoleAction.SHOW_USAGE, this::openUsage, "");
        // Beside the list these keys are the list's: for what is selected there.
        if (!isDrawer) {
            bind(ConsoleAction.ROTATE_KEY, this::rotate, changeRefusal);
            bind(ConsoleAction.REVOKE_KEY, this::revoke, revokeRefusal);
        }
        model.load(id);
    }

    private void bind(ConsoleAction action, Runnable run, String refusal) {
        subscriptions.add(
                bench.actions()
                        .bind(
                                action,
                                new Actions.Binding(run, new ReadOnlyStringWrapper(refusal))));
    }

    private void show(Loadable<KeyModel.Read> state) {
        pane.show(state);
        if (!(state instanceof Loadable.Ready<KeyModel.Read>(var read))) {
            return;
        }
        ApiKey key = read.key();
        boolean isRevoked = key.getRevokedAtMs() > 0;
        name.setText(KeyRow.name(key));
        chip.show(KeyState.of(key, bench.formats().clock().millis()));
        edit.setDisable(isRevoked || !changeRefusal.isEmpty());
        rotate.setDisable(isRevoked || !changeRefusal.isEmpty());
        revoke.setDisable(isRevoked || !revokeRefusal.isEmpty());
        facts.show(read);
    }

    @Override
    public void hidden() {
        subscriptions.clear();
        model.cancel();
    }
}
