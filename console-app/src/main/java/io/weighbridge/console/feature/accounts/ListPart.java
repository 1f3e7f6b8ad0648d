package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.MoreRows;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.text.Texts;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One list of an account's page, under a tab: read when the tab is shown.
///
/// @param <R> a row
final class ListPart<R> {
    private final String name;
    private final DataTable<R> table;
    private final Paging<R> paging;
    private final StatePane pane;
    private Node node;
    private final Map<ConsoleAction, Actions.Binding> actions = new EnumMap<>(ConsoleAction.class);
    private Paging.Reader<R> reader;

    /// @param name of its texts: `accounts.part.<name>`
    /// @param tools above the table
    ListPart(
            String name,
            DataTable<R> table,
            Background background,
            Paging.Reader<R> reader,
            Node... tools) {
        this.name = name;
        this.table = table;
        this.paging = new Paging<>(background);
        this.reader = reader;
        table.node().setId("account-" + name);
        table.node().getColumns().forEach(column -> column.setSortable(false));
        MoreRows.follow(table.node(), paging::more);
        pane =
                new StatePane(
                        table.node(),
                        Texts.of("accounts.part." + name + ".empty"),
                        Texts.of("accounts.part." + name + ".why"),
                        this::read);
        VBox.setVgrow(pane, Priority.ALWAYS);
        VBox all = new VBox(8, tools);
        all.getChildren().add(pane);
        all.getStyleClass().add("account-part");
        node = all;
        paging.stateProperty()
                .subscribe(
                        state -> {
                            if (state instanceof Loadable.Ready<List<R>>(List<R> rows)) {
                                table.setRows(rows);
                            }
                            pane.show(state);
                        });
    }

    String title() {
        return Texts.of("accounts.part." + name);
    }

    String name() {
        return name;
    }

    Node node() {
        return node;
    }

    /// What is done by keys while it is shown.
    ListPart<R> does(ConsoleAction action, Actions.Binding binding) {
        actions.put(action, binding);
        return this;
    }

    /// Keeps so much height for the rows: where there is too little for all, the part is scrolled.
    ListPart<R> keepRows(double height) {
        pane.setMinHeight(height);
        ScrollPane scroll = new ScrollPane(node);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.getStyleClass().add("edge-to-edge");
        node = scroll;
        return this;
    }

    /// Makes those keys work.
    void bindTo(Actions all, Subscriptions keys) {
        actions.forEach((action, binding) -> keys.add(all.bind(action, binding)));
    }

    /// Changes what is said when there are no rows.
    void sayEmpty(String title, String text) {
        pane.sayEmpty(title, text);
    }

    /// Gives the rows the focus.
    void focus() {
        table.node().requestFocus();
    }

    /// Reads from the beginning.
    void read() {
        paging.read(reader);
    }

    /// Reads something else from now on.
    void readWith(Paging.Reader<R> newReader) {
        reader = newReader;
        read();
    }

    void cancel() {
        paging.cancel();
    }
}
