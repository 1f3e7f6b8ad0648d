package io.weighbridge.console.shell;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// All keys, on one sheet. None is cut off: in a small window the sheet scrolls.
final class ShortcutList {
    private static final int COLUMNS = 3;
    private static final int BESIDE = 28;

    private ShortcutList() {}

    static void show(Workbench bench) {
        GridPane grid = new GridPane(12, 4);
        ConsoleAction[] all = ConsoleAction.values();
        int rows = Math.ceilDiv(all.length, COLUMNS);
        for (int i = 0; i < all.length; i++) {
            Label keys = whole(all[i].keys().getDisplayText());
            keys.getStyleClass().add("key-caps");
            Label text = whole(all[i].text());
            GridPane.setMargin(text, new Insets(0, BESIDE, 0, 0));
            grid.add(keys, i / rows * 2, i % rows);
            grid.add(text, i / rows * 2 + 1, i % rows);
        }
        Label heading = new Label(Texts.of("shell.shortcuts"));
        heading.getStyleClass().add("sheet-title");
        ScrollPane scroll = new ScrollPane(new VBox(12, heading, grid));
        scroll.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        scroll.setAccessibleText(Texts.of("shell.shortcuts"));
        scroll.getStyleClass().add("sheet");
        bench.overlay().show(scroll, Pos.CENTER);
    }

    private static Label whole(String text) {
        Label label = new Label(text);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
