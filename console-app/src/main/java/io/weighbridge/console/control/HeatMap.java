package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;
import io.weighbridge.console.theme.Palette;

import javafx.beans.value.ObservableValue;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Consumer;

/// A heat map of any size: the cells are one image, drawn anew at most once a frame; hover, focus
/// and selection lie over it. The wheel and `+` `-` zoom, dragging moves, arrows move the focus,
/// Enter and a click choose a cell. FX thread only.
public final class HeatMap extends Region {
    /// A cell.
    public record Cell(int column, int row) {}

    /// Which columns are seen.
    public record Columns(int first, int last) {}

    private static final double LABELS = 150;
    private static final double MARKS = 22;
    private static final double EXPLAINED = 24;
    private static final double LEGEND = 36;
    private static final double ROW_MIN = 16;
    private static final double ROW_MAX = 144;
    private static final double ZOOM = 1.25;

    private final ImageView image = new ImageView();
    private final Canvas over = new Canvas();
    private final Pane field = new Pane(image, over);
    private final Label explained = new Label();
    private final HeatLegend legend = new HeatLegend();
    private final HeatPicture picture = new HeatPicture();
    private final ObservableValue<Boolean> isDark;
    private Consumer<Cell> onChosen = _ -> {};
    private Consumer<Columns> onSeen = _ -> {};
    private @Nullable HeatGrid grid;
    private HeatWindow window = HeatWindow.whole(1);
    private int firstRow;
    private @Nullable Cell hovered;
    private @Nullable Cell focus;
    private @Nullable Cell chosen;
    private double draggedFrom = -1;
    private boolean isDragging;
    private @Nullable Columns told;
    private String unknown = Texts.of("common.loading");
    // The theme outlives every map, so it is followed only while the map is in a window.
    private Subscription theme = Subscription.EMPTY;

    /// @param isDark follows the theme
    public HeatMap(ObservableValue<Boolean> isDark) {
        this.isDark = isDark;
        getStyleClass().add("heat-map");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(Texts.of("common.loading"));
        setMinSize(LABELS + 200, MARKS + EXPLAINED + LEGEND + ROW_MIN * 3);
        over.setMouseTransparent(true);
        image.setMouseTransparent(true);
        field.setPickOnBounds(true);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(field.widthProperty());
        clip.heightProperty().bind(field.heightProperty());
        field.setClip(clip);
        explained.getStyleClass().add("heat-explained");
        explained.setId("heat-explained");
        getChildren().addAll(field, explained, legend);
        field.addEventHandler(ScrollEvent.SCROLL, this::scroll);
        field.addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        field.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> hoverAt(null));
        field.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        field.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        field.addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        focusedProperty().subscribe(this::requestLayout);
        sceneProperty().subscribe(this::followTheme);
    }

    private void followTheme(@Nullable Scene scene) {
        theme.unsubscribe();
        theme = scene == null ? Subscription.EMPTY : isDark.subscribe(_ -> requestLayout());
    }

    /// What choosing a cell does.
    public HeatMap onChosen(Consumer<Cell> chosenCell) {
        onChosen = chosenCell;
        return this;
    }

    /// Told which columns are seen, whenever that changes.
    public HeatMap onSeen(Consumer<Columns> seen) {
        onSeen = seen;
        return this;
    }

    /// Shows another grid, all of it when its columns are not as many as before.
    public void show(HeatGrid newGrid) {
        if (grid == null || grid.columns() != newGrid.columns()) {
            window = HeatWindow.whole(newGrid.columns());
            told = null;
            chosen = null;
            focus = null;
        }
        grid = newGrid;
        firstRow = Math.clamp(firstRow, 0, Math.max(0, newGrid.rows() - 1));
        requestLayout();
    }

    /// Says why cells are [HeatGrid#UNKNOWN].
    public void sayOfUnknown(String why) {
        unknown = why;
        explain(hovered == null ? focus : hovered);
    }

    /// One sentence for screen readers.
    public void summarise(String sentence) {
        setAccessibleText(sentence);
        setAccessibleHelp(Texts.of("common.heat.help"));
    }

    /// A picture of it as it is seen, with names, marks and legend.
    public WritableImage picture() {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(Palette.of(isDark.getValue()).raised());
        return snapshot(parameters, null);
    }

    private double fieldWidth() {
        return Math.max(1, getWidth() - LABELS);
    }

    private double fieldHeight() {
        return Math.max(ROW_MIN, getHeight() - MARKS - EXPLAINED - LEGEND);
    }

    private double rowHeight(HeatGrid of) {
        // Whole pixels, so that rows, names and the pointer agree.
        return Math.floor(Math.clamp(fieldHeight() / Math.max(1, of.rows()), ROW_MIN, ROW_MAX));
    }

    private int rowsSeen(HeatGrid of) {
        return Math.max(1, Math.min(of.rows(), (int) Math.floor(fieldHeight() / rowHeight(of))));
    }

    @Override
    protected void layoutChildren() {
        HeatGrid of = grid;
        if (of == null || getWidth() <= LABELS) {
            return;
        }
        double width = fieldWidth();
        double rowHeight = rowHeight(of);
        double cells = rowsSeen(of) * rowHeight;
        firstRow = Math.clamp(firstRow, 0, Math.max(0, of.rows() - rowsSeen(of)));
        field.resizeRelocate(0, 0, getWidth(), cells + MARKS);
        over.setWidth(getWidth());
        over.setHeight(cells + MARKS);
        explained.resizeRelocate(LABELS, cells + MARKS, width, EXPLAINED);
        legend.resizeRelocate(LABELS, cells + MARKS + EXPLAINED + 4, width, LEGEND);
        Palette palette = Palette.of(isDark.getValue());
        HeatPicture.Rows rows = new HeatPicture.Rows(firstRow, rowsSeen(of), (int) rowHeight);
        image.setImage(picture.draw(of, window, rows, (int) width, isDark.getValue()));
        image.setX(LABELS);
        drawOver(of, palette, rowHeight, cells);
        legend.draw(of, picture, palette);
        tellSeen();
    }

    private void tellSeen() {
        Columns seen = new Columns(window.firstColumn(), window.lastColumn());
        if (!seen.equals(told)) {
            told = seen;
            onSeen.accept(seen);
        }
    }

    private void drawOver(HeatGrid of, Palette palette, double rowHeight, double cells) {
        GraphicsContext pen = over.getGraphicsContext2D();
        pen.clearRect(0, 0, over.getWidth(), over.getHeight());
        pen.setStroke(palette.line());
        pen.strokeRect(LABELS + 0.5, 0.5, fieldWidth() - 1, cells - 1);
        pen.setFont(Font.font("Inter Tabular", 12));
        pen.setTextBaseline(VPos.CENTER);
        pen.setTextAlign(TextAlignment.RIGHT);
        pen.setFill(palette.text());
        for (int i = 0; i < rowsSeen(of); i++) {
            String name = of.rowName(firstRow + i);
            pen.fillText(
                    name.length() > 22 ? name.substring(0, 21) + "…" : name,
                    LABELS - 8,
                    (i + 0.5) * rowHeight);
        }
        drawMarks(of, pen, palette.muted(), cells);
        mark(pen, chosen, palette.accent(), 3, rowHeight);
        mark(pen, hovered, palette.over(), 1.5, rowHeight);
        if (isFocused()) {
            mark(pen, focus, palette.accent(), 2, rowHeight);
        }
    }

    private void drawMarks(HeatGrid of, GraphicsContext pen, Color colour, double cells) {
        pen.setFill(colour);
        pen.setStroke(colour);
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setFont(Font.font("Inter Tabular", 11));
        double free = 0;
        int seen = window.lastColumn() - window.firstColumn() + 1;
        for (int column = window.firstColumn(); column <= window.lastColumn(); column++) {
            double x = LABELS + window.partOf(column) * fieldWidth();
            String text = of.columnMark(column, seen);
            if (!text.isEmpty() && x >= Math.max(free, LABELS)) {
                double end = x + 4 + text.length() * 6.5;
                if (end <= getWidth()) {
                    pen.strokeLine(x + 0.5, cells, x + 0.5, cells + 5);
                    pen.fillText(text, x + 4, cells + MARKS / 2 + 2);
                    free = end + 10;
                }
            }
        }
    }

    private void mark(
            GraphicsContext pen, @Nullable Cell cell, Color colour, double thick, double height) {
        if (cell == null) {
            return;
        }
        double column = fieldWidth() / window.width();
        double x = LABELS + window.partOf(cell.column()) * fieldWidth();
        double y = (cell.row() - firstRow) * height;
        pen.setLineWidth(thick);
        pen.setStroke(colour);
        pen.strokeRect(
                x + thick / 2,
                y + thick / 2,
                Math.max(3, column) - thick,
                Math.max(3, height - thick));
        pen.setLineWidth(1);
    }

    private @Nullable Cell cellAt(double x, double y) {
        HeatGrid of = grid;
        if (of == null || x < LABELS || of.rows() == 0) {
            return null;
        }
        int row = firstRow + (int) (y / rowHeight(of));
        return row < firstRow || row >= Math.min(of.rows(), firstRow + rowsSeen(of))
                ? null
                : new Cell(window.columnAt((x - LABELS) / fieldWidth()), row);
    }

    private void hover(MouseEvent event) {
        hoverAt(cellAt(event.getX(), event.getY()));
    }

    private void hoverAt(@Nullable Cell cell) {
        if (!Objects.equals(cell, hovered)) {
            hovered = cell;
            explain(cell == null ? focus : cell);
            requestLayout();
        }
    }

    private void explain(@Nullable Cell cell) {
        HeatGrid of = grid;
        if (cell == null || of == null) {
            explained.setText("");
            return;
        }
        long value = of.value(cell.column(), cell.row());
        String said =
                Texts.of(
                        "common.heat.cell",
                        of.rowName(cell.row()),
                        of.columnName(cell.column()),
                        value == HeatGrid.UNKNOWN ? unknown : of.exact(value));
        String note = of.note(cell.column(), cell.row());
        explained.setText(note.isEmpty() ? said : said + ", " + note);
    }

    private void scroll(ScrollEvent event) {
        if (event.getDeltaX() != 0 || event.isShiftDown()) {
            double delta = event.getDeltaX() != 0 ? event.getDeltaX() : event.getDeltaY();
            move(window.moved(-delta / fieldWidth() * window.width()));
        } else if (event.getDeltaY() != 0) {
            double part = Math.clamp((event.getX() - LABELS) / fieldWidth(), 0, 1);
            move(window.zoomed(event.getDeltaY() > 0 ? ZOOM : 1 / ZOOM, part));
        }
        event.consume();
    }

    private void move(HeatWindow to) {
        window = to;
        requestLayout();
    }

    private void press(MouseEvent event) {
        requestFocus();
        draggedFrom = event.getX();
        isDragging = false;
    }

    private void drag(MouseEvent event) {
        double by = event.getX() - draggedFrom;
        if (isDragging || Math.abs(by) > 4) {
            isDragging = true;
            draggedFrom = event.getX();
            move(window.moved(-by / fieldWidth() * window.width()));
        }
    }

    private void release(MouseEvent event) {
        Cell cell = cellAt(event.getX(), event.getY());
        if (!isDragging && cell != null && event.getButton() == MouseButton.PRIMARY) {
            focus = cell;
            choose(cell);
        }
        isDragging = false;
    }

    private void choose(Cell cell) {
        chosen = cell;
        explain(cell);
        requestLayout();
        onChosen.accept(cell);
    }

    private void key(KeyEvent event) {
        if (grid == null || event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        switch (event.getCode()) {
            case LEFT -> step(-1, 0);
            case RIGHT -> step(1, 0);
            case UP -> step(0, -1);
            case DOWN -> step(0, 1);
            case PAGE_UP -> step(-Math.max(1, (int) window.width() - 1), 0);
            case PAGE_DOWN -> step(Math.max(1, (int) window.width() - 1), 0);
            case HOME -> step(-window.columns(), 0);
            case END -> step(window.columns(), 0);
            case PLUS, EQUALS, ADD -> move(window.zoomed(ZOOM, focusPart()));
            case MINUS, SUBTRACT -> move(window.zoomed(1 / ZOOM, focusPart()));
            case DIGIT0 -> move(HeatWindow.whole(window.columns()));
            case ENTER, SPACE -> {
                if (focus != null) {
                    choose(focus);
                }
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private double focusPart() {
        return focus == null ? 0.5 : Math.clamp(window.partOf(focus.column() + 0.5), 0, 1);
    }

    private void step(int columns, int rows) {
        HeatGrid of = Objects.requireNonNull(grid);
        Cell from = focus == null ? new Cell(window.firstColumn(), firstRow) : focus;
        Cell next =
                focus == null
                        ? from
                        : new Cell(
                                Math.clamp((long) from.column() + columns, 0, of.columns() - 1),
                                Math.clamp((long) from.row() + rows, 0, of.rows() - 1));
        focus = next;
        if (next.row() < firstRow) {
            firstRow = next.row();
        } else if (next.row() >= firstRow + rowsSeen(of)) {
            firstRow = next.row() - rowsSeen(of) + 1;
        }
        explain(next);
        move(window.showing(next.column()));
    }
}
