package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.Robot;

import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// What opens a row, and what counts as selecting one.
final class DataTableTest {
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
}
