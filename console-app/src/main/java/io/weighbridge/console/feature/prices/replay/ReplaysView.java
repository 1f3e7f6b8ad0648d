package io.weighbridge.console.feature.prices.replay;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.PagedTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.replay.ReplayModel.Seen;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Replays that were made, the newest first.
public final class ReplaysView {
    private final Workbench bench;
    private final ReplayModel model;
    private final Paging<Seen> paging;
    private final PagedTable<Seen> list;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();

    public ReplaysView(Workbench bench) {
        this.bench = bench;
        this.model = new ReplayModel(bench.client(), bench.background());
        this.paging = new Paging<>(bench.background(), bench.client().link());
        DataTable<Seen> table =
                ReplayTables.replays(bench.formats())
                        .onOpen(this::open)
                        .remember(bench.settings(), "replays");
        table.node().setId("replays");
        table.node().getColumns().forEach(column -> column.setSortable(false));
        list = new PagedTable<>(table, paging, bench.formats(), "prices.replays.shown.");
        StatePane pane =
                new StatePane(
                        list,
                        Texts.of("prices.replays.empty"),
                        Texts.of("prices.replays.why"),
                        this::read);
        paging.stateProperty().subscribe(pane::show);
        VBox.setVgrow(pane, Priority.ALWAYS);
        Label about = Part.muted(Texts.of("prices.replays.about"));
        about.setWrapText(true);
        about.setMinHeight(Label.USE_PREF_SIZE);
        node = new VBox(8, about, pane);
    }

    public Parent node() {
        return node;
    }

    private void open(Seen row) {
        bench.navigator().open(Address.of(Route.PRICES, row.replay().getReplay()));
    }

    private void read() {
        paging.read(model.replays());
    }

    public void shown() {
        list.bindTo(bench.actions(), subscriptions);
        read();
    }

    public void hidden() {
        subscriptions.clear();
        paging.cancel();
    }
}
