package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.control.DataTable;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A table of costs in the order that its headers say, with what is nobody's, and what all of them
/// come to, below it whatever the order.
final class CostsTable {
    private final DataTable<CostLine> table;
    private final ObservableList<CostLine> shown = FXCollections.observableArrayList();
    private List<CostLine> lines = List.of();
    private Comparator<CostLine> order = Comparator.comparing(CostLine::kind);

    CostsTable(DataTable<CostLine> table) {
        this.table = table;
        table.orderedElsewhere(shown, this::orderBy);
    }

    DataTable<CostLine> table() {
        return table;
    }

    private void orderBy(Comparator<CostLine> wanted) {
        order = Comparator.comparing(CostLine::kind).thenComparing(wanted);
        show(lines);
    }

    /// Replaces all lines; what is selected stays selected.
    ///
    /// @param newLines the total among them
    void show(List<CostLine> newLines) {
        lines = newLines;
        List<CostLine> sorted = new ArrayList<>(lines);
        sorted.sort(order);
        if (sorted.equals(List.copyOf(shown))) {
            return;
        }
        CostLine selected = table.selected();
        shown.setAll(sorted);
        table.node().getSelectionModel().clearSelection();
        for (int i = 0; selected != null && i < sorted.size(); i++) {
            CostLine line = sorted.get(i);
            if (line.kind() == selected.kind() && line.id().equals(selected.id())) {
                table.node().getSelectionModel().select(i);
            }
        }
    }
}
