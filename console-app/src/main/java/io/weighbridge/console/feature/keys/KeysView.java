package io.weighbridge.console.feature.keys;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.FilterField;
import io.weighbridge.console.control.PagedTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.DrawerFollow;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.KeysGrpc;

import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The list of keys. The filters `account`, `plan`, `search` and
/// `revoked` of its address narrow it down.
public final class KeysView implements Screen {
    private static final Duration TYPING = Duration.millis(200);

    private final Workbench bench;
    private Address address;
    private final KeysModel model;
    private final KeySheets sheets;
    private final BulkBar bulk;
    private final String changeRefusal;
    private final String revokeRefusal;
    private final DataTable<KeyRow> table;
    private final DrawerFollow drawer;
    private final PagedTable<KeyRow> list;
    private final StatePane pane;
    private final FilterField search = new FilterField();
    private final PauseTransition pause = new PauseTransition(TYPING);
    private final CheckBox revoked = new CheckBox(Texts.of("keys.revoked.show"));
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();

    public KeysView(Workbench bench, Address address) {
        this.bench = bench;
        this.address = address;
        model = new KeysModel(bench.client(), bench.background());
        changeRefusal = RoleCheck.refusal(bench.me(), KeysGrpc.getUpdateKeyMethod());
        revokeRefusal = RoleCheck.refusal(bench.me(), KeysGrpc.getRevokeKeyMethod());
        sheets =
                new KeySheets(bench, new KeyModel(bench.client(), bench.background()), model::load);
        table = KeysTable.make(bench.formats(), bench.settings());
        drawer =
                new DrawerFollow(
                        bench.navigator(),
                        Route.KEYS,
                        () -> Optional.ofNullable(table.selected()).map(KeyRow::id));
        table.onOpen(row -> bench.navigator().inspect(Address.of(Route.KEYS, row.id())))
                .onSelect(drawer::moved);
        bulk =
                new BulkBar(
                        new BulkSheets(bench, model::replace),
                        changeRefusal,
                        revokeRefusal,
                        bench.formats(),
                        this::chosen,
                        model::choices);
        Button first = new Button(Texts.of("keys.create"));
        first.setDisable(!changeRefusal.isEmpty());
        first.setOnAction(_ -> create());
        list = new PagedTable<>(table, model.paging(), bench.formats(), "keys.count.");
        pane =
                new StatePane(
                                list,
                                Texts.of("keys.empty"),
                                Texts.of("keys.empty.text"),
                                model::load)
                        .withEmptyAction(first);
        VBox.setVgrow(pane, Priority.ALWAYS);
        node = new VBox(12, heading(), bar(), pane);
        node.getStyleClass().addAll("screen", "keys");
        search.setText(address.filter("search"));
        revoked.setSelected(!address.filter("revoked").isEmpty());
        follow();
    }

    private List<ApiKey> chosen() {
        return table.allSelected().stream().map(KeyRow::key).toList();
    }

    private HBox heading() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button create = Described.button(ConsoleAction.NEW, this::create);
        create.setText(Texts.of("keys.create"));
        create.setId("create-key");
        create.getStyleClass().add("accent");
        create.setDisable(!changeRefusal.isEmpty());
        Label why = new Label(changeRefusal);
        why.setId("keys-refusal");
        why.getStyleClass().add("muted");
        HBox line = new HBox(8, Shell.heading(title()), space, why, create);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    // In two lines where one is too narrow.
    private FlowPane bar() {
        search.setId("search-keys");
        search.setPromptText(Texts.of("keys.search"));
        search.setPrefWidth(300);
        Described.named(search, Texts.of("keys.search.help"));
        revoked.setId("show-revoked");
        HBox which = new HBox(8, search, revoked);
        which.setAlignment(Pos.CENTER_LEFT);
        for (String name : List.of("account", "plan")) {
            if (!address.filter(name).isEmpty()) {
                which.getChildren().add(chip(name));
            }
        }
        return new FlowPane(16, 8, which, bulk.node());
    }

    // A filter that came with the address, and the way to be rid of it.
    private Button chip(String name) {
        Button chip =
                new Button(
                        Texts.of("keys.filter." + name, address.filter(name)),
                        new org.kordamp.ikonli.javafx.FontIcon("fth-x"));
        chip.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        chip.getStyleClass().addAll("chip", "small");
        Described.tip(chip, Texts.of("keys.filter.drop"));
        chip.setOnAction(_ -> bench.navigator().open(address.with(name, "")));
        return chip;
    }

    // Waits until typing pauses: a search reads every key's line.
    private void follow() {
        pause.setOnFinished(_ -> read());
        search.textProperty()
                .subscribe(
                        (_, _) -> {
                            pause.playFromStart();
                        });
        search.setOnAction(_ -> read());
        revoked.selectedProperty().subscribe((_, _) -> read());
        table.node()
                .getSelectionModel()
                .getSelectedItems()
                .addListener((javafx.beans.InvalidationListener) _ -> bulk.refresh());
    }

    // Of a secret that somebody pasted only what may be asked for stays in the field.
    private void read() {
        String asked = KeySearch.asked(search.getText());
        if (KeySearch.isSecret(search.getText())) {
            search.setText(asked);
            search.end();
        }
        pause.stop();
        address = address.with("search", asked).with("revoked", revoked.isSelected() ? "yes" : "");
        bench.navigator().changed(address);
        model.show(
                new KeysModel.Filter(
                        address.filter("account"),
                        address.filter("plan"),
                        asked,
                        revoked.isSelected()));
    }

    private void create() {
        sheets.create(address.filter("account"), model.choices());
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("keys.title");
    }

    @Override
    public void shown() {
        subscriptions.watch(model.paging().stateProperty(), this::show);
        bind(ConsoleAction.NEW, this::create, changeRefusal);
        bind(ConsoleAction.RELOAD, model::load, "");
        bind(ConsoleAction.FILTER, search::requestFocus, "");
        bind(ConsoleAction.OPEN, () -> one(row -> open(row.id())), "");
        bind(ConsoleAction.ROTATE_KEY, bulk.rotateButton(), changeRefusal);
        bind(ConsoleAction.REVOKE_KEY, bulk.revokeButton(), revokeRefusal);
        bind(ConsoleAction.CHANGE_PLAN, bulk.planButton(), changeRefusal);
        bind(ConsoleAction.SET_EXPIRY, bulk.expiryButton(), changeRefusal);
        list.bindTo(bench.actions(), subscriptions);
        read();
        bulk.refresh();
    }

    private void open(String id) {
        bench.navigator().open(Address.of(Route.KEYS, id));
    }

    private void one(Consumer<KeyRow> action) {
        KeyRow row = table.selected();
        if (row != null) {
            action.accept(row);
        }
    }

    private void bind(ConsoleAction action, Button button, String refusal) {
        subscriptions.add(bench.actions().bind(action, Buttons.binding(button, refusal)));
    }

    private void bind(ConsoleAction action, Runnable run, String refusal) {
        subscriptions.add(
                bench.actions()
                        .bind(
                                action,
                                new Actions.Binding(run, new ReadOnlyStringWrapper(refusal))));
    }

    private void show(Loadable<List<KeyRow>> state) {
        boolean isEmptyByFilter = state instanceof Loadable.Empty && model.filter().isNarrow();
        pane.show(isEmptyByFilter ? new Loadable.Ready<>(List.of()) : state);
    }

    @Override
    public void hidden() {
        drawer.stop();
        pause.stop();
        subscriptions.clear();
        model.cancel();
    }
}
