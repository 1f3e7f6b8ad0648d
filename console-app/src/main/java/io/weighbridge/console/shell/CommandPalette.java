package io.weighbridge.console.shell;

import io.weighbridge.console.text.Texts;

import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// One field for everything: what can be done, accounts by name, things by id. Enter does the line
/// that is marked.
final class CommandPalette {
    private static final int WIDTH = 560;
    private static final int LINE = 36;
    private static final int LINES_MAX = 10;

    private final PaletteModel model;
    private final TextField field = new TextField();
    private final ListView<PaletteEntry> list = new ListView<>();
    private Runnable leave = () -> {};

    private CommandPalette(Workbench bench) {
        this.model = new PaletteModel(bench);
    }

    static void show(Workbench bench) {
        CommandPalette palette = new CommandPalette(bench);
        VBox box = palette.build();
        palette.leave = bench.overlay().show(box, Pos.TOP_CENTER);
        palette.model.type("");
        palette.list.getSelectionModel().selectFirst();
    }

    private VBox build() {
        field.setPromptText(Texts.of("shell.palette.prompt"));
        field.setAccessibleText(Texts.of("shell.palette.prompt"));
        field.setId("palette-field");
        field.getStyleClass().add("palette-field");
        list.setItems(model.entries());
        list.setFixedCellSize(LINE);
        list.setPlaceholder(new Label(Texts.of("shell.palette.none")));
        model.entries().addListener((ListChangeListener<PaletteEntry>) _ -> fit());
        fit();
        list.setFocusTraversable(false);
        list.setAccessibleText(Texts.of("shell.palette.list"));
        list.setCellFactory(_ -> new Line());
        list.setOnMouseClicked(_ -> runSelected());
        field.textProperty()
                .subscribe(
                        typed -> {
                            model.type(typed);
                            list.getSelectionModel().selectFirst();
                        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        VBox box = new VBox(field, list);
        box.getStyleClass().add("palette");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        box.setId("palette");
        StackPane.setMargin(box, new Insets(64, 0, 0, 0));
        return box;
    }

    // As high as what it found, within bounds.
    private void fit() {
        list.setPrefHeight(LINE * Math.clamp(model.entries().size(), 1, LINES_MAX) + 2);
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.DOWN) {
            list.getSelectionModel().selectNext();
        } else if (event.getCode() == KeyCode.UP) {
            list.getSelectionModel().selectPrevious();
        } else if (event.getCode() == KeyCode.ENTER) {
            runSelected();
        } else {
            return;
        }
        list.scrollTo(list.getSelectionModel().getSelectedIndex());
        event.consume();
    }

    private void runSelected() {
        PaletteEntry entry = list.getSelectionModel().getSelectedItem();
        if (entry != null && entry.refusal().isEmpty()) {
            leave.run();
            entry.run().run();
        }
    }

    private static final class Line extends ListCell<PaletteEntry> {
        private final FontIcon icon = new FontIcon("fth-search");
        private final Label text = new Label();
        private final Label detail = new Label();
        private final HBox line;

        Line() {
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            detail.getStyleClass().add("muted");
            line = new HBox(10, icon, text, space, detail);
            line.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable PaletteEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                return;
            }
            icon.setIconLiteral(entry.icon());
            text.setText(entry.text());
            detail.setText(entry.refusal().isEmpty() ? entry.detail() : entry.refusal());
            setAccessibleText(entry.text());
            setGraphic(line);
        }
    }
}
