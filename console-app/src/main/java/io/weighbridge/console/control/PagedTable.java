package io.weighbridge.console.control;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;

/// A table of a list that is read page by page, with what is to be said of it below: how many rows
/// are shown, whether there are more, and how far a search for them has come.
///
/// @param <R> a row
public final class PagedTable<R> extends VBox {
    private final DataTable<R> table;
    private final Paging<R> paging;
    private final Formats formats;
    private final String words;
    private final Label shown = new Label();
    private final Button more = new Button();
    private final Label none = new Label();

    /// @param words what its two texts begin with, `some` and `all` of how many rows are shown;
    ///     with dashes for dots this is the id of its label
    public PagedTable(DataTable<R> table, Paging<R> paging, Formats formats, String words) {
        super(6);
        this.table = table;
        this.paging = paging;
        this.formats = formats;
        this.words = words;
        String id = words.substring(0, words.length() - 1).replace('.', '-');
        shown.setId(id);
        shown.getStyleClass().add("muted");
        more.setId(id + "-more");
        more.getStyleClass().add("small");
        more.setOnAction(_ -> press());
        more.managedProperty().bind(more.visibleProperty());
        HBox foot = new HBox(12, shown, more);
        foot.setAlignment(Pos.CENTER_LEFT);
        // As high with a button as without.
        foot.setMinHeight(28);
        table.node().setPlaceholder(none);
        getChildren().setAll(table.node(), foot);
        VBox.setVgrow(table.node(), Priority.ALWAYS);
        MoreRows.follow(table.node(), paging::more);
        paging.stateProperty().subscribe(this::take);
        paging.searchProperty().subscribe(_ -> tell());
        paging.hasMoreProperty().subscribe(_ -> tell());
    }

    /// Lets keys do what its button does, until the subscriptions end: read on, or stop.
    public void bindTo(Actions actions, Subscriptions keys) {
        keys.add(actions.bind(ConsoleAction.READ_ON, whileGoing(false)));
        keys.add(actions.bind(ConsoleAction.STOP, stop()));
    }

    /// Stops a search that is under way.
    public Actions.Binding stop() {
        return whileGoing(true);
    }

    private Actions.Binding whileGoing(boolean isGoing) {
        return new Actions.Binding(
                this::press,
                Bindings.createStringBinding(
                        () ->
                                paging.hasMore()
                                                && paging.searchProperty().get().isGoing()
                                                        == isGoing
                                        ? ""
                                        : Texts.of("common.list.nothing-more"),
                        paging.searchProperty(),
                        paging.hasMoreProperty()));
    }

    private void press() {
        if (paging.searchProperty().get().isGoing()) {
            paging.pause();
        } else {
            paging.searchOn();
        }
    }

    private void take(Loadable<List<R>> now) {
        switch (now) {
            case Loadable.Ready<List<R>>(List<R> rows) -> table.showRows(rows);
            case Loadable.Empty<List<R>>() -> table.setRows(List.of());
            // Rows stay where they are until there are others.
            case Loadable.Loading<List<R>> _, Loadable.Failed<List<R>> _ -> {}
        }
        tell();
    }

    private void tell() {
        Paging.Search search = paging.searchProperty().get();
        more.setVisible(paging.hasMore());
        more.setText(
                Texts.of(
                        search.isGoing()
                                ? "common.list.stop"
                                : search.isPaused() ? "common.list.search-on" : "common.more"));
        String rows = formats.count(table.rows().size());
        String found = Texts.of(words + (paging.hasMore() ? "some" : "all"), rows);
        if (search.emptyPages() == 0) {
            shown.setText(found);
            none.setText(Texts.of("common.list.none"));
            return;
        }
        String parts = formats.count(search.emptyPages());
        String said =
                Texts.of(search.isGoing() ? "common.list.searching" : "common.list.paused", parts);
        shown.setText(table.rows().isEmpty() ? said : found + " " + said);
        none.setText(said);
    }
}
