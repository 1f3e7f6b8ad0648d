package io.weighbridge.console.control;

import eu.hansolo.tilesfx.Tile;
import eu.hansolo.tilesfx.Tile.SkinType;
import eu.hansolo.tilesfx.TileBuilder;

import io.weighbridge.console.theme.Palette;

import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A row of tiles, each a figure with its name: flat and quiet. Where one row is too narrow for
/// what they say, there are several. TilesFX is known only here; it reads no style sheet, so its
/// colours come from [Palette], by [#paint].
public final class TileDeck extends Region {
    private static final PseudoClass ALERT = PseudoClass.getPseudoClass("alert");
    private static final double HEIGHT = 64;
    private static final double GAP = 8;
    // The least in which a usual sum of money is not cut.
    private static final double WIDTH_MIN = 112;
    // TilesFX counts a border in 1/250 of the tile's shorter side.
    private static final double BORDER = 250 / HEIGHT;

    private final double widthMin;
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    private record Figure(Tile tile, String title, Label value) {}

    public TileDeck() {
        this(WIDTH_MIN);
    }

    /// @param widthMin of a tile, in pixels, for longer figures
    public TileDeck(double widthMin) {
        this.widthMin = widthMin;
        getStyleClass().add("tile-deck");
        setMinHeight(USE_PREF_SIZE);
        setMaxHeight(USE_PREF_SIZE);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private int columns(double width) {
        int tiles = getChildren().size();
        int fitting = Math.max(1, (int) ((width + GAP) / (widthMin + GAP)));
        int rows = Math.ceilDiv(Math.max(1, tiles), fitting);
        // As many in each row.
        return Math.max(1, Math.ceilDiv(tiles, rows));
    }

    @Override
    protected double computeMinWidth(double height) {
        return widthMin;
    }

    @Override
    protected double computePrefWidth(double height) {
        return getChildren().size() * (widthMin + GAP) - GAP;
    }

    @Override
    protected double computePrefHeight(double width) {
        double wide = width < 0 ? computePrefWidth(-1) : width;
        int rows = Math.ceilDiv(Math.max(1, getChildren().size()), columns(wide));
        return rows * (HEIGHT + GAP) - GAP;
    }

    @Override
    protected void layoutChildren() {
        int columns = columns(getWidth());
        double each = (getWidth() + GAP) / columns;
        for (int i = 0; i < getChildren().size(); i++) {
            // Whole pixels, so that all borders are as sharp.
            int column = i % columns;
            int row = i / columns;
            double left = Math.round(column * each);
            double right = Math.round((column + 1) * each) - GAP;
            double top = row * (HEIGHT + GAP);
            getChildren().get(i).resizeRelocate(left, top, right - left, HEIGHT);
        }
    }

    /// Shows those tiles only whose figures belong to what is looked at.
    ///
    /// @param isShown told their ids
    public void showOnly(Predicate<String> isShown) {
        List<Tile> shown =
                figures.entrySet().stream()
                        .filter(each -> isShown.test(each.getKey()))
                        .map(each -> each.getValue().tile())
                        .toList();
        if (!getChildren().equals(shown)) {
            getChildren().setAll(shown);
        }
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
                        .minSize(0, HEIGHT)
                        .maxSize(Double.MAX_VALUE, HEIGHT)
                        .animated(false)
                        .textVisible(false)
                        .borderWidth(BORDER)
                        .roundedCorners(true)
                        .graphic(content)
                        .build();
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
