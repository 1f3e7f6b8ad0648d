package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// The ramp of a heat map with values at its break marks, and what an empty cell means.
final class HeatLegend extends HBox {
    private static final int BREAKS = 4;
    private static final double WIDTH = 460;
    private static final double BAR = 10;
    private static final double MARGIN = 40;

    private final Canvas canvas = new Canvas(WIDTH, 32);

    HeatLegend() {
        setAlignment(Pos.CENTER_LEFT);
        getChildren().add(canvas);
    }

    void draw(HeatGrid grid, long lowest, long highest, Color text, Color line, Color none) {
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        pen.setFont(Font.font("Inter Tabular", 11));
        pen.setTextBaseline(VPos.TOP);
        pen.setFill(none);
        pen.fillRect(0.5, 0.5, BAR * 2, BAR);
        pen.setStroke(line);
        pen.strokeRect(0.5, 0.5, BAR * 2, BAR);
        pen.setFill(text);
        pen.setTextAlign(TextAlignment.LEFT);
        pen.fillText(Texts.of("common.heat.none"), 0, BAR + 5);
        if (highest <= 0) {
            return;
        }
        double left = MARGIN + BAR * 2 + 24;
        double width = WIDTH - left - MARGIN;
        for (int x = 0; x < width; x++) {
            int argb = HeatRamp.colourAt(x / (width - 1));
            pen.setFill(Color.rgb((argb >> 16) & 0xff, (argb >> 8) & 0xff, argb & 0xff));
            pen.fillRect(left + x, 0, 1.5, BAR);
        }
        HeatRamp ramp = new HeatRamp(lowest, highest);
        pen.setTextAlign(TextAlignment.CENTER);
        int breaks = lowest == highest ? 0 : BREAKS;
        for (int i = 0; i <= breaks; i++) {
            double part = breaks == 0 ? 1 : (double) i / breaks;
            double x = Math.round(left + part * width) + 0.5;
            pen.setStroke(text);
            pen.strokeLine(x, BAR - 3, x, BAR + 4);
            pen.setFill(text);
            pen.fillText(grid.brief(ramp.valueAt(part)), x, BAR + 6);
        }
    }
}
