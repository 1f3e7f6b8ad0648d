package io.weighbridge.console.control;

import eu.hansolo.tilesfx.Tile;
import eu.hansolo.tilesfx.Tile.SkinType;
import eu.hansolo.tilesfx.TileBuilder;

import io.weighbridge.console.theme.Palette;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.LinkedHashMap;
import java.util.Map;

/// A row of tiles, each a figure with its name: flat and quiet. TilesFX is known only here; it
/// reads no style sheet, so its colours come from [Palette], by [#paint].
public final class TileDeck extends HBox {
    private static final PseudoClass ALERT = PseudoClass.getPseudoClass("alert");
    private static final double HEIGHT = 64;
    // TilesFX counts a border in 1/250 of the tile's shorter side.
    private static final double BORDER = 250 / HEIGHT;

    private final Map<String, Figure> figures = new LinkedHashMap<>();

    private record Figure(Tile tile, String title, Label value) {}

    public TileDeck() {
        super(8);
        getStyleClass().add("tile-deck");
        setMinHeight(HEIGHT);
        setMaxHeight(HEIGHT);
    }

    /// Adds a tile at the right.
    ///
    /// @param id by which its figure is shown; also the id of its node, after `tile-`
    /// @param title above the figure
    public TileDeck add(String id, String title) {
        Label name = new Label(title);
        name.getStyleClass().add("tile-title");
        Label value = new Label("–");
        value.setId("tile-" + id);
        value.getStyleClass().add("tile-figure");
        VBox content = new VBox(name, value);
        content.setAlignment(Pos.CENTER_LEFT);
        content.getStyleClass().add("tile-content");
        Tile tile =
                TileBuilder.create()
                        .skinType(SkinType.CUSTOM)
                        .prefSize(120, HEIGHT)
                        .minSize(80, HEIGHT)
                        .maxSize(Double.MAX_VALUE, HEIGHT)
                        .animated(false)
                        .textVisible(false)
                        .borderWidth(BORDER)
                        .roundedCorners(true)
                        .graphic(content)
                        .build();
        HBox.setHgrow(tile, Priority.ALWAYS);
        figures.put(id, new Figure(tile, title, value));
        getChildren().add(tile);
        return this;
    }

    /// Shows a figure.
    ///
    /// @param isAlert whether it is one to look at
    public void show(String id, String figure, boolean isAlert) {
        Figure shown = figures.get(id);
        if (shown == null) {
            throw new IllegalArgumentException("no tile: " + id);
        }
        if (!figure.equals(shown.value().getText())) {
            shown.value().setText(figure);
            shown.tile().setAccessibleText(shown.title() + ' ' + figure);
        }
        shown.value().pseudoClassStateChanged(ALERT, isAlert);
    }

    /// Takes the colours of light or dark.
    public void paint(boolean isDark) {
        Palette palette = Palette.of(isDark);
        figures.values()
                .forEach(
                        figure -> {
                            figure.tile().setBackgroundColor(palette.raised());
                            figure.tile().setBorderColor(palette.line());
                        });
    }
}
