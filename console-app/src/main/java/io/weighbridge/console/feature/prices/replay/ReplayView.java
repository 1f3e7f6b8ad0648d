package io.weighbridge.console.feature.prices.replay;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.PagedTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.replay.ReplayModel.AccountLine;
import io.weighbridge.console.feature.prices.replay.ReplayModel.Seen;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Replay;
import io.weighbridge.proto.v1.ReplayService;
import io.weighbridge.proto.v1.ReplaysGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// One replay: how far it is, what it comes to, and for whom.
public final class ReplayView implements Screen {
    private static final int POLL_MS = 1_000;

    private final Workbench bench;
    private final boolean isDrawer;
    private final String id;
    private final ReplayModel model;
    private final String roleRefusal;
    private final Paging<AccountLine> paging;
    private final DataTable<AccountLine> accounts;
    private final DataTable<ReplayService> services;
    private final PagedTable<AccountLine> accountList;
    private final StatePane accountPane;
    private final VBox head = new VBox(10);
    private final ProgressBar bar = new ProgressBar(0);
    private final Label progress = new Label();
    private final StringProperty noCancel = new SimpleStringProperty(Texts.of("prices.unread"));
    private final Actions.Binding cancel = new Actions.Binding(this::cancel, noCancel);
    private final HBox running;
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Ticker ticker;
    private @Nullable Seen seen;

    public ReplayView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.isDrawer = isDrawer;
        this.id = address.id();
        model = new ReplayModel(bench.client(), bench.background());
        roleRefusal = RoleCheck.refusal(bench.me(), ReplaysGrpc.getCancelReplayMethod());
        paging = new Paging<>(bench.background(), bench.client().link());
        accounts =
                ReplayTables.accounts(bench.formats())
                        .onOpen(this::openAccount)
                        .remember(bench.settings(), "replay-accounts");
        accounts.node().setId("replay-accounts");
        // The service gives them in an order of its own, page by page.
        accounts.node().getColumns().forEach(column -> column.setSortable(false));
        accountList =
                new PagedTable<>(
                        accounts, paging, bench.formats(), "prices.replay.accounts.shown.");
        accountPane = new StatePane(accountList, "", "", this::readAccounts);
        paging.stateProperty().subscribe(accountPane::show);
        services =
                ReplayTables.services(bench.formats())
                        .remember(bench.settings(), "replay-services");
        services.node().setId("replay-services");
        running = progressLine();
        VBox content = new VBox(12, head, running, tabs());
        pane = new StatePane(content, Texts.of("prices.replay.id"), "", () -> model.read(id));
        pane.getStyleClass().add("screen");
        ticker = new Ticker(POLL_MS, bench.background().fx(), () -> model.poll(id));
    }

    private HBox progressLine() {
        bar.setId("replay-bar");
        bar.setPrefWidth(260);
        Described.named(bar, Texts.of("prices.replay.bar"));
        progress.setId("replay-progress");
        Button button = Buttons.button(ConsoleAction.STOP, cancel, "replay-cancel");
        button.setText(Texts.of("common.cancel"));
        HBox line = new HBox(12, bar, progress, Buttons.room(button, cancel));
        line.setAlignment(Pos.CENTER_LEFT);
        return Part.collapsing(line);
    }

    private TabPane tabs() {
        Tab ofAccounts = new Tab(Texts.of("prices.replay.accounts"), accountPane);
        Tab ofServices = new Tab(Texts.of("prices.replay.services"), services.node());
        ofServices.setId("replay-tab-services");
        accountPane.getStyleClass().add("replay-list");
        TabPane tabs = new TabPane(ofAccounts, ofServices);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setAccessibleText(Texts.of("prices.replay.parts"));
        tabs.getStyleClass().add("replay-tabs");
        VBox.setVgrow(tabs, Priority.ALWAYS);
        return tabs;
    }

    private void openAccount(AccountLine row) {
        Address address = Address.of(Route.ACCOUNTS, row.line().getAccount());
        if (isDrawer) {
            bench.navigator().open(address);
        } else {
            bench.navigator().inspect(address);
        }
    }

    private void openBook() {
        Seen now = seen;
        if (now != null) {
            bench.navigator().open(Address.of(Route.PRICES, now.book().getId()));
        }
    }

    private void cancel() {
        model.end(id, failure -> bench.toasts().failed(failure.text()));
    }

    private void readAccounts() {
        paging.read(model.accounts(id));
    }

    private void show(Loadable<Seen> now) {
        if (now instanceof Loadable.Ready<Seen>(Seen is) && !is.equals(seen)) {
            seen = is;
            Replay replay = is.replay();
            boolean isRunning = ReplayModel.isRunning(replay);
            head.getChildren().setAll(ReplayParts.head(is, bench.formats(), this::openBook));
            running.setVisible(isRunning);
            bar.setProgress(ReplayWords.progress(replay));
            progress.setText(ReplayWords.progressText(replay, bench.formats()));
            noCancel.set(
                    !roleRefusal.isEmpty()
                            ? roleRefusal
                            : isRunning ? "" : Texts.of("prices.replay.ended"));
            services.setRows(is.services());
            if (isRunning) {
                accountPane.sayEmpty(
                        Texts.of("prices.replay.accounts.not-yet"),
                        Texts.of("prices.replay.accounts.not-yet.why"));
                accountPane.show(new Loadable.Empty<>());
            } else {
                accountPane.sayEmpty(
                        Texts.of("prices.replay.accounts.empty"),
                        Texts.of("prices.replay.accounts.why"));
                readAccounts();
            }
        }
        pane.show(now);
    }

    @Override
    public Parent node() {
        return pane;
    }

    @Override
    public String title() {
        Seen now = seen;
        return now == null
                ? Texts.of("prices.replay.id")
                : Texts.of("prices.what-if.title", ReplayWords.book(now.replay(), now.book()));
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        accountList.bindTo(bench.actions(), subscriptions);
        subscriptions.add(bench.actions().bind(ConsoleAction.STOP, cancel.or(accountList.stop())));
        Part.bind(bench, subscriptions, ConsoleAction.RELOAD, () -> model.read(id));
        Part.bind(bench, subscriptions, ConsoleAction.OPEN, this::openChosen);
        model.read(id);
        ticker.start();
    }

    // As a page.
    private void openChosen() {
        AccountLine row = accounts.selected();
        if (row != null) {
            bench.navigator().open(Address.of(Route.ACCOUNTS, row.line().getAccount()));
        }
    }

    @Override
    public void hidden() {
        ticker.stop();
        model.forget();
        paging.cancel();
        subscriptions.clear();
    }
}
