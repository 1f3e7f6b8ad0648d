package io.weighbridge.console.shell;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;

/// All keys, on one sheet.
final class ShortcutList {
    private static final int ROWS = 18;

    private ShortcutList() {}

    static void show(Workbench bench) {
        GridPane grid = new GridPane(24, 6);
        int index = 0;
        for (ConsoleAction action : ConsoleAction.values()) {
            Label keys = new Label(action.keys().getDisplayText());
            keys.getStyleClass().add("key-caps");
            int column = index / ROWS * 2;
            grid.add(keys, column, index % ROWS);
            grid.add(new Label(action.text()), column + 1, index % ROWS);
            index++;
        }
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setMaxSize(760, 560);
        scroll.setAccessibleText(Texts.of("shell.shortcuts"));
        scroll.getStyleClass().add("sheet");
        bench.overlay().show(scroll, Pos.CENTER);
    }
}
