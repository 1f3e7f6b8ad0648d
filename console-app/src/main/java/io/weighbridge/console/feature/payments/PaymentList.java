package io.weighbridge.console.feature.payments;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
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

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final VBox node;
    private final Tab tab;
    // Somebody reads older pages, which reading from the beginning would take away.
    private final AtomicBoolean hasGoneOn = new AtomicBoolean();
    private final Map<ConsoleAction, Actions.Binding> actions = new EnumMap<>(ConsoleAction.class);
    private Function<R, String> thing = _ -> "";
    private Runnable focusFilter = () -> {};

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
        node = new VBox(8, tools);
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

    /// The list without its tab.
    Node node() {
        return node;
    }

    DataTable<R> table() {
        return table;
    }

    /// What a row is about, which opens beside the list.
    ///
    /// @param newThing the id; empty for nothing to open
    /// @param inspect opens it
    PaymentList<R> leadingTo(Function<R, String> newThing, Consumer<String> inspect) {
        thing = newThing;
        table.onOpen(
                row -> {
                    if (!thing.apply(row).isEmpty()) {
                        inspect.accept(thing.apply(row));
                    }
                });
        return this;
    }

    /// What the selected row is about; empty for nothing.
    String chosen() {
        R row = table.selected();
        return row == null ? "" : thing.apply(row);
    }

    /// What is said below the table.
    PaymentList<R> withBelow(Node below) {
        node.getChildren().add(below);
        return this;
    }

    /// What narrows it down.
    PaymentList<R> filteredBy(Node filter) {
        focusFilter = filter::requestFocus;
        return this;
    }

    void focusFilter() {
        focusFilter.run();
    }

    /// What is done by keys while it is shown.
    PaymentList<R> does(ConsoleAction action, Actions.Binding binding) {
        actions.put(action, binding);
        return this;
    }

    /// Changes what is said when there are no rows.
    void sayEmpty(String title, String text) {
        pane.sayEmpty(title, text);
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
        actions.forEach((action, binding) -> keys.add(bench.actions().bind(action, binding)));
    }

    void cancel() {
        paging.cancel();
    }
}
