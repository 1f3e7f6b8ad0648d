package io.weighbridge.console.shell;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.PagedTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.text.Texts;

import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// One list of the screen, under a tab: read when the tab is shown, and again and again until
/// somebody goes on to older pages.
public final class TabbedList<R> implements ScreenTab {
    private final Workbench bench;
    private final String screen;
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
    public record Wanted<R>(Object of, Paging.Reader<R> reader) {}

    /// @param screen what its texts begin with, the word of its route: `payments.`
    /// @param name of its texts: `payments.<name>`; with dashes for dots the table's id
    /// @param tools above the table
    public TabbedList(
            Workbench bench,
            String screen,
            String name,
            DataTable<R> table,
            Supplier<Wanted<R>> wanted,
            Node... tools) {
        this.bench = bench;
        this.screen = screen;
        this.name = name;
        this.wanted = wanted;
        this.table = table;
        this.paging = new Paging<>(bench.background(), bench.client().link());
        String id = screen.replace('.', '-');
        table.node().setId(id + name);
        table.node().getColumns().forEach(column -> column.setSortable(false));
        table.remember(bench.settings(), screen + name);
        rows = new PagedTable<>(table, paging, bench.formats(), screen + "shown.");
        pane =
                new StatePane(
                        rows,
                        Texts.of(screen + name + ".empty"),
                        Texts.of(screen + name + ".why"),
                        this::read);
        VBox.setVgrow(pane, Priority.ALWAYS);
        node = new VBox(8, tools);
        node.getChildren().add(pane);
        node.getStyleClass().add("tabbed-list");
        tab = new Tab(Texts.of(screen + name), node);
        tab.setId(id + "tab-" + name);
        paging.stateProperty().subscribe(pane::show);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Tab tab() {
        return tab;
    }

    /// The list without its tab.
    public Node node() {
        return node;
    }

    public DataTable<R> table() {
        return table;
    }

    /// What a row is about, which opens beside the list.
    ///
    /// @param newThing the id; empty for nothing to open
    /// @param inspect opens it
    public TabbedList<R> leadingTo(Function<R, String> newThing, Consumer<String> inspect) {
        thing = newThing;
        table.onOpen(
                row -> {
                    if (!thing.apply(row).isEmpty()) {
                        inspect.accept(thing.apply(row));
                    }
                });
        return this;
    }

    /// What the selected row is about.
    @Override
    public Optional<Address> chosen() {
        R row = table.selected();
        String id = row == null ? "" : thing.apply(row);
        return id.isEmpty()
                ? Optional.empty()
                : Route.ofWord(screen.substring(0, screen.length() - 1))
                        .map(route -> Address.of(route, id));
    }

    /// What is said below the table.
    public TabbedList<R> withBelow(Node below) {
        node.getChildren().add(below);
        return this;
    }

    /// What narrows it down.
    public TabbedList<R> filteredBy(Node filter) {
        focusFilter = filter::requestFocus;
        return this;
    }

    /// Goes to what narrows it down; nothing where nothing does.
    public void focusFilter() {
        focusFilter.run();
    }

    /// What is done by keys while it is shown.
    public TabbedList<R> does(ConsoleAction action, Actions.Binding binding) {
        actions.put(action, binding);
        return this;
    }

    /// Changes what is said when there are no rows.
    public void sayEmpty(String title, String text) {
        pane.sayEmpty(title, text);
    }

    /// The button that fills it when it is empty.
    public TabbedList<R> withEmptyAction(Node action) {
        var _ = pane.withEmptyAction(action);
        return this;
    }

    /// Reads from the beginning.
    @Override
    public void read() {
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
    @Override
    public void poll() {
        if (!paging.isReading() && !hasGoneOn.get()) {
            read();
        }
    }

    @Override
    public void shown(Subscriptions keys) {
        bindTo(keys);
        read();
    }

    /// Binds its keys, of a list without a tab.
    public void bindTo(Subscriptions keys) {
        rows.bindTo(bench.actions(), keys);
        actions.forEach((action, binding) -> keys.add(bench.actions().bind(action, binding)));
    }

    @Override
    public void cancel() {
        paging.cancel();
    }
}
