package io.weighbridge.console.control;

import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A row of a [GridTable]: texts as they were typed, right or wrong, and a remark on each. Knows
/// no control. Used on the FX thread only.
public final class GridRow {
    private final List<SimpleStringProperty> cells = new ArrayList<>();
    private final List<SimpleObjectProperty<@Nullable Remark>> remarks = new ArrayList<>();

    /// @param texts one a column
    public GridRow(List<String> texts) {
        for (String text : texts) {
            cells.add(new SimpleStringProperty(text));
            remarks.add(new SimpleObjectProperty<>());
        }
    }

    public SimpleStringProperty cell(int column) {
        return cells.get(column);
    }

    public SimpleObjectProperty<@Nullable Remark> remark(int column) {
        return remarks.get(column);
    }

    public String text(int column) {
        return cells.get(column).get().strip();
    }

    public List<String> texts() {
        return cells.stream().map(SimpleStringProperty::get).toList();
    }

    /// Whether nothing stands in it.
    public boolean isBlank() {
        return cells.stream().allMatch(cell -> cell.get().isBlank());
    }
}
