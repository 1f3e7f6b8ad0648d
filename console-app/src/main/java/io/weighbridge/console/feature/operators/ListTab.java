package io.weighbridge.console.feature.operators;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.MoreRows;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.fx.Subscriptions;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A tab of this screen: buttons over a table of what was read.
final class ListTab<R> {
    private final DataTable<R> table;
    private final StatePane state;
    private final Paging<R> paging;
    private final VBox root = new VBox(8);
    private final Map<ConsoleAction, Button> actions = new EnumMap<>(ConsoleAction.class);

    /// @param state shows the table, or why there is none
    ListTab(DataTable<R> table, StatePane state, Paging<R> paging, Node... buttons) {
        this.table = table;
        this.state = state;
        this.paging = paging;
        MoreRows.follow(table.node(), paging::more);
        HBox bar = new HBox(8, buttons);
        bar.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(state, Priority.ALWAYS);
        root.getStyleClass().add("tab-room");
        root.getChildren().addAll(bar, state);
    }

    /// What a button does is an action, too, while this tab is seen.
    ListTab<R> does(ConsoleAction action, Button button) {
        actions.put(action, button);
        Described.tip(button, action.text() + "  " + action.keysText());
        return this;
    }

    /// The actions, and the buttons that do them.
    Map<ConsoleAction, Button> actions() {
        return Map.copyOf(actions);
    }

    Parent node() {
        return root;
    }

    void begin(Subscriptions subscriptions) {
        subscriptions.watch(
                paging.stateProperty(),
                now -> {
                    state.show(now);
                    if (now instanceof Loadable.Ready<List<R>>(List<R> rows)) {
                        table.showRows(rows);
                    }
                });
        subscriptions.add(paging::cancel);
    }

    /// A button that does something to the row that is selected.
    static <R> Button onSelected(DataTable<R> table, String text, Consumer<R> use) {
        Button button = new Button(text);
        button.disableProperty()
                .bind(table.node().getSelectionModel().selectedItemProperty().isNull());
        button.setOnAction(
                _ -> {
                    R row = table.selected();
                    if (row != null) {
                        use.accept(row);
                    }
                });
        return button;
    }
}
