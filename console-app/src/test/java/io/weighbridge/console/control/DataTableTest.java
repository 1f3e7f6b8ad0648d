package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.theme.Theme;

import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What opens a row, and what counts as selecting one.
final class DataTableTest {
    private static final double WIDTH = 302;
    // Of the button that chooses columns, as it is painted.
    private static final double BUTTON_WIDTH = 16;

    private final List<String> opened = new ArrayList<>();
    private final List<String> selected = new ArrayList<>();

    @BeforeAll
    static void start() {
        Robot.startToolkit();
    }

    private DataTable<String> table() {
        DataTable<String> table =
                new DataTable<>("fruit", (String row) -> row.substring(0, 1))
                        .text("name", 100, row -> row)
                        .onOpen(opened::add);
        table.onSelect(() -> selected.add(String.valueOf(table.selected())));
        table.setRows(List.of("apple", "pear"));
        return table;
    }

    private static void enter(DataTable<String> table, EventType<KeyEvent> type) {
        Event.fireEvent(
                table.node(),
                new KeyEvent(type, "", "", KeyCode.ENTER, false, false, false, false));
    }

    @Test
    void shouldOpenOnceWhileEnterIsHeld() {
        Robot.onFx(
                () -> {
                    DataTable<String> table = table();
                    table.node().getSelectionModel().select(1);
                    for (int i = 0; i < 200; i++) {
                        enter(table, KeyEvent.KEY_PRESSED);
                    }
                    assertEquals(List.of("pear"), opened);
                    enter(table, KeyEvent.KEY_RELEASED);
                    enter(table, KeyEvent.KEY_PRESSED);
                    assertEquals(List.of("pear", "pear"), opened);
                    return 0;
                });
    }

    @Test
    void shouldNotTakeNewRowsForASelection() {
        Robot.onFx(
                () -> {
                    DataTable<String> table = table();
                    table.node().getSelectionModel().select(1);
                    assertEquals(List.of("pear"), selected);
                    table.setRows(List.of("plum", "apple"));
                    assertEquals("plum", table.selected());
                    table.setRows(List.of("apple"));
                    assertEquals(List.of("pear"), selected);
                    table.node().getSelectionModel().select(0);
                    assertEquals(List.of("pear", "apple"), selected);
                    return 0;
                });
    }

    // The button for choosing columns lies over the last header.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLeaveTheButtonOfColumnsItsRoom(boolean isFigure) {
        Theme theme = Robot.onFx(() -> new Theme(Theme.Choice.LIGHT));
        DataTable<String> table =
                Robot.onFx(
                        () -> {
                            DataTable<String> two =
                                    new DataTable<String>("fruit", row -> row)
                                            .text("name", 150, row -> row);
                            return isFigure
                                    ? two.figure(
                                            "the price", 150, row -> row, row -> row, row -> row)
                                    : two.text("i".repeat(60), 150, row -> row);
                        });
        var _ =
                Robot.show(
                        () -> {
                            Scene scene = new Scene(table.node(), WIDTH, 300);
                            theme.dress(scene);
                            table.setRows(List.of("1,234"));
                            return scene;
                        });
        Robot.onFx(
                () -> {
                    table.node().applyCss();
                    table.node().layout();
                    double end = texts(table, ".column-header .label").getLast().getMaxX();
                    assertTrue(end <= WIDTH - BUTTON_WIDTH, () -> "it ends at " + end);
                    theme.close();
                    return 0;
                });
    }

    // Where the texts of some nodes are, from left to right.
    private static List<Bounds> texts(DataTable<String> table, String selector) {
        return table.node().lookupAll(selector).stream()
                .flatMap(node -> node.lookupAll(".text").stream())
                .filter(text -> text instanceof Text words && !words.getText().isEmpty())
                .map(text -> text.localToScene(text.getBoundsInLocal()))
                .sorted(Comparator.comparingDouble(Bounds::getMinX))
                .toList();
    }

    @Test
    void shouldSetHeadersAboveTheirFigures() {
        Theme theme = Robot.onFx(() -> new Theme(Theme.Choice.LIGHT));
        DataTable<String> table =
                Robot.onFx(
                        () ->
                                new DataTable<String>("fruit", row -> row)
                                        .text("name", 150, row -> row)
                                        .figure("weight", 150, row -> row, row -> row, row -> row)
                                        .figure("price", 150, row -> row, row -> row, row -> row)
                                        .figure("last", 150, row -> row, row -> row, row -> row)
                                        .sortBy("price", TableColumn.SortType.DESCENDING));
        var _ =
                Robot.show(
                        () -> {
                            Scene scene = new Scene(table.node(), 700, 300);
                            theme.dress(scene);
                            table.setRows(List.of("1,234"));
                            return scene;
                        });
        Robot.onFx(
                () -> {
                    table.node().applyCss();
                    table.node().layout();
                    List<Bounds> headers = texts(table, ".column-header .label");
                    List<Bounds> cells = texts(table, ".table-row-cell .table-cell");
                    assertEquals(cells.get(0).getMinX(), headers.get(0).getMinX(), 1.5, "text");
                    assertEquals(cells.get(1).getMaxX(), headers.get(1).getMaxX(), 1.5, "figure");
                    assertEquals(cells.get(2).getMaxX(), headers.get(2).getMaxX(), 1, "sorted");
                    return 0;
                });
        Robot.onFx(
                () -> {
                    theme.close();
                    return 0;
                });
    }
}
