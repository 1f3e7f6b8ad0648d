package io.weighbridge.console.feature.prices.books;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.feature.prices.books.VersionsModel.Kind;
import io.weighbridge.console.feature.prices.books.VersionsModel.Version;

import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

/// A piece of the time line: the line, and a mark of the version on it: full for the one in force,
/// hollow for what is to come.
final class TimeLineCell extends TableCell<Version, Version> {
    private static final PseudoClass IN_FORCE = PseudoClass.getPseudoClass("in-force");
    private static final PseudoClass SCHEDULED = PseudoClass.getPseudoClass("scheduled");

    private final Region mark = new Region();
    private final StackPane drawn;

    TimeLineCell() {
        Region line = new Region();
        line.getStyleClass().add("time-line");
        line.setMinSize(2, DataTable.ROW_HEIGHT);
        line.setMaxSize(2, DataTable.ROW_HEIGHT);
        mark.getStyleClass().add("time-mark");
        mark.setMinSize(10, 10);
        mark.setMaxSize(10, 10);
        drawn = new StackPane(line, mark);
        drawn.setMinHeight(DataTable.ROW_HEIGHT);
        getStyleClass().add("time-cell");
    }

    @Override
    protected void updateItem(@Nullable Version version, boolean empty) {
        super.updateItem(version, empty);
        setGraphic(empty || version == null ? null : drawn);
        if (version != null) {
            mark.pseudoClassStateChanged(IN_FORCE, version.kind() == Kind.IN_FORCE);
            mark.pseudoClassStateChanged(SCHEDULED, version.kind() == Kind.SCHEDULED);
        }
    }
}
