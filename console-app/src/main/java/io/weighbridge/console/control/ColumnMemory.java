package io.weighbridge.console.control;

import io.weighbridge.console.settings.Settings;

import javafx.collections.ListChangeListener;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Remembers a table's columns: order, widths, which are shown.
final class ColumnMemory {
    private final TableView<?> table;
    private final Settings settings;
    private final String name;

    /// One column as it is remembered.
    record Stored(String id, int width, boolean visible) {}

    ColumnMemory(TableView<?> table, Settings settings, String name) {
        this.table = table;
        this.settings = settings;
        this.name = name;
    }

    void begin() {
        settings.get(name, Stored[].class).ifPresent(stored -> restore(table, List.of(stored)));
        table.getColumns().addListener((ListChangeListener<TableColumn<?, ?>>) _ -> save());
        for (TableColumn<?, ?> column : table.getColumns()) {
            column.widthProperty().subscribe(_ -> save());
            column.visibleProperty().subscribe(_ -> save());
        }
    }

    private static <R> void restore(TableView<R> table, List<Stored> stored) {
        List<TableColumn<R, ?>> rest = new ArrayList<>(table.getColumns());
        List<TableColumn<R, ?>> ordered = new ArrayList<>();
        for (Stored one : stored) {
            Optional<TableColumn<R, ?>> found =
                    rest.stream().filter(column -> one.id().equals(column.getId())).findFirst();
            found.ifPresent(
                    column -> {
                        column.setPrefWidth(one.width());
                        column.setVisible(one.visible());
                        rest.remove(column);
                        ordered.add(column);
                    });
        }
        // A column that is new since then goes to the end.
        ordered.addAll(rest);
        table.getColumns().setAll(ordered);
    }

    private void save() {
        Stored[] all =
                table.getColumns().stream()
                        .map(
                                column ->
                                        new Stored(
                                                column.getId(),
                                                (int) Math.round(column.getWidth()),
                                                column.isVisible()))
                        .toArray(Stored[]::new);
        settings.put(name, Arrays.asList(all));
    }
}
