package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.FilterField;
import io.weighbridge.console.control.MoreRows;
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
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AccountsGrpc;

import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The list of accounts, searched while one types.
public final class AccountsView implements Screen {
    private static final Duration TYPING_PAUSE = Duration.millis(120);

    private final Workbench bench;
    private final AdjustCredit adjustCredit;
    private final AccountsModel model;
    private final FilterField search = new FilterField();
    private final PauseTransition typing = new PauseTransition(TYPING_PAUSE);
    private final DrawerFollow drawer;
    private final DataTable<AccountRow> table;
    private final StatePane pane;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Actions.Binding create;
    private final Actions.Binding adjust;
    private boolean hasRead;

    public AccountsView(Address address, Workbench bench, AdjustCredit adjustCredit) {
        this.bench = bench;
        this.adjustCredit = adjustCredit;
        this.model = new AccountsModel(bench.client(), bench.background());
        this.create =
                binding(
                        this::create,
                        RoleCheck.refusal(bench.me(), AccountsGrpc.getCreateAccountMethod()));
        this.adjust =
                binding(
                        this::adjust,
                        RoleCheck.refusal(bench.me(), AccountsGrpc.getAdjustCreditMethod()));
        this.drawer =
                new DrawerFollow(
                        bench.navigator(), Route.ACCOUNTS, () -> selected().map(AccountRow::id));
        this.table = table();
        this.pane =
                new StatePane(
                                table.node(),
                                Texts.of("accounts.empty.title"),
                                Texts.of("accounts.empty.text"),
                                model::reload)
                        .withEmptyAction(newButton());
        this.node = new VBox(Shell.heading(title()), bar(), pane);
        node.getStyleClass().add("screen");
        VBox.setVgrow(pane, Priority.ALWAYS);
        search.setText(address.filter("name"));
    }

    private static Actions.Binding binding(Runnable run, String refusal) {
        return new Actions.Binding(run, new SimpleStringProperty(refusal));
    }

    private Button newButton() {
        Button button = new Button(Texts.of("accounts.new"));
        button.setOnAction(_ -> create());
        button.setDisable(!create.isAllowed());
        return button;
    }

    private HBox bar() {
        search.setPromptText(Texts.of("accounts.search"));
        search.setAccessibleText(Texts.of("accounts.search"));
        search.setId("accounts-search");
        search.setPrefColumnCount(36);
        search.setMinWidth(120);
        typing.setOnFinished(
                _ -> {
                    model.search(search.getText());
                    remember();
                });
        search.textProperty()
                .subscribe(
                        (_, _) -> {
                            table.node().getSelectionModel().clearSelection();
                            typing.playFromStart();
                        });
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::searchKey);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar =
                new HBox(
                        8,
                        search,
                        space,
                        Buttons.of(ConsoleAction.ADJUST_CREDIT, adjust, "accounts-adjust"),
                        Buttons.of(ConsoleAction.NEW, create, "accounts-new"));
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private void remember() {
        String name = search.getText().strip();
        bench.navigator().changed(Address.of(Route.ACCOUNTS).with("name", name));
    }

    // From the field into the rows: Down goes there, Enter opens the first.
    private void searchKey(KeyEvent event) {
        boolean isEnter = event.getCode() == KeyCode.ENTER && !event.isShortcutDown();
        if (isEnter || event.getCode() == KeyCode.DOWN) {
            event.consume();
            withFound(
                    row -> {
                        table.node().requestFocus();
                        if (isEnter) {
                            inspect(row);
                        }
                    });
        }
    }

    // Who types fast means what is typed, not what was found for less of it: the answer is waited
    // for, and then it is the selected row, or the first.
    private void withFound(Consumer<AccountRow> run) {
        if (typing.getStatus() != Animation.Status.RUNNING && model.isFound(search.getText())) {
            runWithFirst(run);
        } else {
            typing.stop();
            model.search(search.getText(), () -> runWithFirst(run));
            remember();
        }
    }

    private void runWithFirst(Consumer<AccountRow> run) {
        if (table.selected() == null) {
            table.node().getSelectionModel().selectFirst();
        }
        selected().ifPresent(run);
    }

    private DataTable<AccountRow> table() {
        Formats formats = bench.formats();
        DataTable<AccountRow> made =
                new DataTable<AccountRow>(Texts.of("shell.route.accounts"), AccountRow::id)
                        .text(Texts.of("accounts.column.name"), 220, row -> row.account().getName())
                        .text(Texts.of("accounts.column.id"), 180, AccountRow::id)
                        .figure(
                                Texts.of("accounts.column.balance"),
                                120,
                                row -> row.balance().getBalanceNanos(),
                                row -> formats.money(row.balance().getBalanceNanos()),
                                row -> formats.exactMoney(row.balance().getBalanceNanos()))
                        .figure(
                                Texts.of("accounts.column.available"),
                                120,
                                row -> row.balance().getAvailableNanos(),
                                row -> available(formats, row),
                                row -> formats.exactMoney(row.balance().getAvailableNanos()))
                        .figure(
                                Texts.of("accounts.column.overdraft"),
                                110,
                                row -> row.account().getOverdraftLimitNanos(),
                                row -> formats.money(row.account().getOverdraftLimitNanos()),
                                row -> formats.exactMoney(row.account().getOverdraftLimitNanos()))
                        .drawn(
                                Texts.of("accounts.column.state"),
                                120,
                                null,
                                row -> AccountWords.state(row.account()),
                                _ ->
                                        new ChipCell<>(
                                                row -> AccountWords.state(row.account()),
                                                row -> AccountWords.stateStyle(row.account())))
                        .onOpen(this::inspect)
                        .onSelect(drawer::moved)
                        .remember(bench.settings(), "accounts");
        // Only a part of the list is here: the service orders it.
        made.node().getColumns().forEach(column -> column.setSortable(false));
        made.node().setId("accounts-table");
        MoreRows.follow(made.node(), model::more);
        return made;
    }

    private static String available(Formats formats, AccountRow row) {
        return row.balance().hasAvailableNanos()
                ? formats.money(row.balance().getAvailableNanos())
                : Texts.of("accounts.unknown");
    }

    private Optional<AccountRow> selected() {
        return Optional.ofNullable(table.selected());
    }

    private static Address address(AccountRow row) {
        return Address.of(Route.ACCOUNTS, row.id());
    }

    private void inspect(AccountRow row) {
        bench.navigator().inspect(address(row));
    }

    private void adjust() {
        withFound(row -> adjustCredit.open(row.account(), model::reload));
    }

    private void create() {
        CreateSheet.show(
                bench,
                model,
                account -> {
                    table.node().getSelectionModel().clearSelection();
                    model.reload();
                    bench.navigator().inspect(Address.of(Route.ACCOUNTS, account.getId()));
                });
    }

    private void show(Loadable<List<AccountRow>> state) {
        if (state instanceof Loadable.Ready<List<AccountRow>>(List<AccountRow> rows)) {
            table.setRows(rows);
        } else if (state instanceof Loadable.Empty<?>) {
            table.setRows(List.of());
        }
        String words = model.isSearching() ? "accounts.none." : "accounts.empty.";
        pane.sayEmpty(Texts.of(words + "title"), Texts.of(words + "text"));
        pane.show(state);
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("shell.route.accounts");
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        bind(ConsoleAction.NEW, create);
        bind(ConsoleAction.ADJUST_CREDIT, adjust);
        bind(ConsoleAction.RELOAD, binding(model::reload, ""));
        bind(ConsoleAction.FILTER, binding(search::requestFocus, ""));
        bind(
                ConsoleAction.OPEN,
                binding(
                        () ->
                                selected()
                                        .map(AccountsView::address)
                                        .ifPresent(bench.navigator()::open),
                        ""));
        if (hasRead) {
            model.reload();
        } else {
            hasRead = true;
            model.search(search.getText());
            search.requestFocus();
        }
    }

    private void bind(ConsoleAction action, Actions.Binding binding) {
        subscriptions.add(bench.actions().bind(action, binding));
    }

    @Override
    public void hidden() {
        typing.stop();
        drawer.stop();
        model.cancel();
        subscriptions.clear();
    }
}
