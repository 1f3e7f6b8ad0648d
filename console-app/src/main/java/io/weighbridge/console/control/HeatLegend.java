package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;
import io.weighbridge.console.theme.Palette;

import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The ramp of a heat map with values at its break marks, and what cells without a colour mean.
final class HeatLegend extends HBox {
    private static final double[] BREAKS = {0, 1, 0.5, 0.25, 0.75};
    private static final double[] SINGLE = {1};
    private static final double WIDTH = 690;
    private static final double RAMP = 336;
    private static final double BAR = 10;
    private static final double MARGIN = 40;
    private static final double BOX = BAR * 2;
    // Where the next box stands, and how much farther the ramp is because of one.
    private static final double NEXT = 70;
    private static final double NEXT_WIDTH = 100;

    private final Canvas canvas = new Canvas(WIDTH, 32);

    HeatLegend() {
        setAlignment(Pos.CENTER_LEFT);
        getChildren().add(canvas);
    }

    void draw(HeatGrid grid, HeatPicture picture, Palette palette) {
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        pen.setFont(Font.font("Inter Tabular", 11));
        pen.setTextBaseline(VPos.TOP);
        double next = 0;
        double left = MARGIN + BOX + 24;
        for (Box box : boxes(grid, picture.hasUnknown())) {
            draw(pen, next, palette, box);
            left += next == 0 ? 0 : NEXT_WIDTH;
            next += next == 0 ? NEXT : NEXT_WIDTH;
        }
        if (!picture.hasValues() && !grid.scale().isFixed()) {
            return;
        }
        HeatRamp ramp = picture.ramp();
        for (int x = 0; x < RAMP; x++) {
            int argb = ramp.colourAt(x / (RAMP - 1));
            pen.setFill(Color.rgb((argb >> 16) & 0xff, (argb >> 8) & 0xff, argb & 0xff));
            pen.fillRect(left + x, 0, 1.5, BAR);
        }
        if (grid.scale().isDiverging()) {
            pen.setFill(palette.surface());
            for (int y = HeatPicture.STRIPE - 1; y < BAR; y += HeatPicture.STRIPE) {
                pen.fillRect(left, y, RAMP / 2, 1);
            }
        }
        pen.setTextAlign(TextAlignment.CENTER);
        for (Mark mark : marks(grid, ramp)) {
            double x = Math.round(left + mark.part() * RAMP) + 0.5;
            pen.setStroke(palette.muted());
            pen.strokeLine(x, BAR - 3, x, BAR + 4);
            pen.setFill(palette.muted());
            pen.fillText(mark.text(), x, BAR + 6);
        }
    }

    /// What cells without a colour are.
    enum Look {
        EMPTY,
        GREY,
        HATCHED
    }

    /// A cell without a colour.
    record Box(Look look, String text) {}

    /// Those that there can be, and of cells that were not read those that there are.
    static List<Box> boxes(HeatGrid grid, boolean hasUnknown) {
        List<Box> boxes = new ArrayList<>();
        boxes.add(new Box(Look.EMPTY, Texts.of("common.heat.none")));
        if (hasUnknown) {
            boxes.add(new Box(Look.GREY, grid.unknown()));
        }
        if (grid.hasGaps()) {
            boxes.add(new Box(Look.HATCHED, Texts.of("common.heat.gap")));
        }
        return boxes;
    }

    /// A mark on the ramp.
    record Mark(double part, String text) {}

    /// The marks in the order of the ramp, each text once: the ends first, then the middle. What
    /// differs little is told apart by less than a mark can say.
    static List<Mark> marks(HeatGrid grid, HeatRamp ramp) {
        List<Mark> marks = new ArrayList<>();
        for (double part : ramp.isSingle() ? SINGLE : BREAKS) {
            String text = grid.brief(ramp.valueAt(part));
            if (marks.stream().noneMatch(mark -> mark.text().equals(text))) {
                marks.add(new Mark(part, text));
            }
        }
        marks.sort(Comparator.comparingDouble(Mark::part));
        return marks;
    }

    private static void draw(GraphicsContext pen, double left, Palette palette, Box box) {
        pen.setFill(box.look() == Look.GREY ? palette.line() : palette.surface());
        pen.fillRect(left + 0.5, 0.5, BOX, BAR);
        pen.setStroke(palette.line());
        pen.strokeRect(left + 0.5, 0.5, BOX, BAR);
        pen.setFill(palette.muted());
        pen.setTextAlign(TextAlignment.LEFT);
        pen.fillText(box.text(), left, BAR + 5);
        if (box.look() == Look.HATCHED) {
            hatch(pen, left, palette.muted());
        }
    }

    private static void hatch(GraphicsContext pen, double left, Color colour) {
        pen.setFill(colour);
        for (int y = 1; y < BAR; y++) {
            for (int x = 1; x < BOX; x++) {
                if ((x + y) % HeatPicture.HATCH == 0) {
                    pen.fillRect(left + x, y, 1, 1);
                }
            }
        }
    }
}
