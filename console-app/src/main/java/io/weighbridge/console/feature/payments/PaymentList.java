package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.PagedTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// One list of the screen, under a tab: read when the tab is shown, and again and again until
/// somebody goes on to older pages.
final class PaymentList<R> {
    private final String name;
    private final Supplier<Wanted<R>> wanted;
    private final Paging<R> paging;
    private final PagedTable<R> rows;
    private final DataTable<R> table;
    private final StatePane pane;
    private final Tab tab;
    // Somebody reads older pages, which reading from the beginning would take away.
    private final AtomicBoolean hasGoneOn = new AtomicBoolean();

    /// What is read.
    ///
    /// @param of the filter: rows of another one are not shown while the service does not answer
    record Wanted<R>(Object of, Paging.Reader<R> reader) {}

    /// @param name of its texts: `payments.<name>`
    /// @param tools above the table
    PaymentList(
            Workbench bench,
            String name,
            DataTable<R> table,
            Supplier<Wanted<R>> wanted,
            Node... tools) {
        this.name = name;
        this.wanted = wanted;
        this.table = table;
        this.paging = new Paging<>(bench.background(), bench.client().link());
        table.node().setId("payments-" + name);
        table.node().getColumns().forEach(column -> column.setSortable(false));
        table.remember(bench.settings(), "payments." + name);
        rows = new PagedTable<>(table, paging, bench.formats(), "payments.shown.");
        pane =
                new StatePane(
                        rows,
                        Texts.of("payments." + name + ".empty"),
                        Texts.of("payments." + name + ".why"),
                        this::read);
        VBox.setVgrow(pane, Priority.ALWAYS);
        VBox node = new VBox(8, tools);
        node.getChildren().add(pane);
        node.getStyleClass().add("payments-list");
        tab = new Tab(Texts.of("payments." + name), node);
        tab.setId("payments-tab-" + name);
        paging.stateProperty().subscribe(pane::show);
    }

    String name() {
        return name;
    }

    Tab tab() {
        return tab;
    }

    DataTable<R> table() {
        return table;
    }

    /// The button that fills it when it is empty.
    PaymentList<R> withEmptyAction(Node action) {
        var _ = pane.withEmptyAction(action);
        return this;
    }

    /// Reads from the beginning.
    void read() {
        Wanted<R> now = wanted.get();
        hasGoneOn.set(false);
        paging.read(
                now.of(),
                token -> {
                    hasGoneOn.compareAndSet(false, !token.isEmpty());
                    return now.reader().read(token);
                });
    }

    /// Reads again, unless somebody has gone on to older pages.
    void poll() {
        if (!paging.isReading() && !hasGoneOn.get()) {
            read();
        }
    }

    void bindTo(Workbench bench, Subscriptions keys) {
        rows.bindTo(bench.actions(), keys);
    }

    void cancel() {
        paging.cancel();
    }
}
