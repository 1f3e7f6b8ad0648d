package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.MoreRows;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.text.Texts;

import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;

/// One list of an account's page, under a tab: read when the tab is shown.
///
/// @param <R> a row
final class ListPart<R> {
    private final String name;
    private final DataTable<R> table;
    private final Paging<R> paging;
    private final VBox node;
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
        StatePane pane =
                new StatePane(
                        table.node(),
                        Texts.of("accounts.part." + name + ".empty"),
                        Texts.of("accounts.part." + name + ".why"),
                        this::read);
        VBox.setVgrow(pane, Priority.ALWAYS);
        node = new VBox(8, tools);
        node.getChildren().add(pane);
        node.getStyleClass().add("account-part");
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
