package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.TimeAxis;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.Explored;
import io.weighbridge.console.feature.usage.sums.Layers;
import io.weighbridge.console.feature.usage.sums.Thinning;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.collections.FXCollections;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.StackedAreaChart;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Line;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Usage over time, the largest groups on top of one another and the rest above them. A crosshair,
/// by pointer or by arrow keys, reads the exact values of a bucket.
final class UsageChart extends StackPane {
    /// So many groups have an area of their own.
    static final int GROUPS = 5;

    private static final int POINTS_MAX = 500;
    // As wide as the padding of the chart in the style sheet.
    private static final double LABELS = 124;

    private final Formats formats;
    private final Names names;
    private final TimeAxis time;
    private final NumberAxis amount = new NumberAxis();
    private final StackedAreaChart<Number, Number> chart;
    private final Pane over = new Pane();
    private final Line hair = new Line();
    private final Label reading = new Label();
    private final List<Label> labels = new ArrayList<>();
    private @Nullable Layers layers;
    private int at = -1;

    UsageChart(Formats formats, Names names) {
        this.formats = formats;
        this.names = names;
        time = new TimeAxis(formats.zone());
        amount.setAnimated(false);
        amount.setForceZeroInRange(true);
        amount.setMinorTickVisible(false);
        chart = new StackedAreaChart<>(time, amount);
        chart.setAnimated(false);
        chart.setCreateSymbols(false);
        chart.setLegendVisible(false);
        chart.setHorizontalGridLinesVisible(true);
        chart.setVerticalGridLinesVisible(false);
        getStyleClass().add("usage-chart");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(Texts.of("common.loading"));
        hair.getStyleClass().add("crosshair");
        reading.getStyleClass().add("crosshair-reading");
        reading.setId("usage-reading");
        over.setMouseTransparent(true);
        over.getChildren().addAll(hair, reading);
        setHair(-1);
        getChildren().addAll(chart, over);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> setHair(bucketAt(event)));
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> setHair(-1));
        addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> requestFocus());
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    void show(Explored explored) {
        Layers now = Layers.of(explored, GROUPS);
        Exploration exploration = now.exploration();
        Measure measure = now.measure();
        layers = now;
        Buckets buckets = exploration.buckets();
        time.span(buckets.begin(0), Math.max(buckets.begin(buckets.size() - 1), buckets.end(0)));
        amount.setTickLabelFormatter(new AmountLabels(measure));
        int[] points =
                Thinning.of(
                        exploration.bucketsRead(),
                        POINTS_MAX,
                        index -> exploration.at(index, measure));
        List<XYChart.Series<Number, Number>> all = new ArrayList<>();
        for (int layer = 0; layer < now.size(); layer++) {
            List<XYChart.Data<Number, Number>> data = new ArrayList<>();
            for (int index : points) {
                data.add(new XYChart.Data<>(buckets.begin(index), now.at(layer, index)));
            }
            if (buckets.size() == 1 && exploration.isRead(0)) {
                data.add(new XYChart.Data<>(buckets.end(0), now.at(layer, 0)));
            }
            all.add(new XYChart.Series<>(name(now, layer), FXCollections.observableList(data)));
        }
        chart.getData().setAll(all);
        setHair(-1);
        makeLabels(now);
        setAccessibleText(summary(exploration, measure));
        setAccessibleHelp(Texts.of("usage.chart.help"));
        requestLayout();
    }

    String summary(Exploration exploration, Measure measure) {
        int peak = 0;
        for (int i = 1; i < exploration.buckets().size(); i++) {
            peak = exploration.at(i, measure) > exploration.at(peak, measure) ? i : peak;
        }
        return Texts.of(
                "usage.chart.summary",
                Texts.of("usage.measure." + measure.word()),
                formats.instant(exploration.buckets().span().fromMs()),
                formats.instant(exploration.buckets().span().toMs()),
                measure.exact(exploration.total().get(measure), formats),
                measure.exact(exploration.at(peak, measure), formats),
                formats.instant(exploration.buckets().begin(peak)));
    }

    private String name(Layers of, int layer) {
        return of.isRest(layer)
                ? Texts.of("usage.rest")
                : names.of(of.exploration().level(), of.id(layer));
    }

    /// Takes names that were not known before.
    void rename() {
        Layers now = layers;
        if (now != null) {
            for (int i = 0; i < labels.size(); i++) {
                labels.get(i).setText(name(now, i));
            }
        }
    }

    private void makeLabels(Layers now) {
        over.getChildren().removeAll(labels);
        labels.clear();
        for (int layer = 0; layer < now.size(); layer++) {
            Label label = new Label(name(now, layer));
            label.getStyleClass().addAll("usage-label", "series" + layer);
            label.setMaxWidth(LABELS - 12);
            labels.add(label);
        }
        over.getChildren().addAll(0, labels);
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        Layers now = layers;
        if (now == null) {
            return;
        }
        chart.layout();
        // Each at the height of its area's end, pushed apart where they would lie on one another.
        int last = lastRead(now);
        double below = 0;
        double free = Double.MAX_VALUE;
        for (int layer = 0; layer < labels.size(); layer++) {
            double value = now.at(layer, last);
            double y = y(below + value / 2) - 9;
            below += value;
            y = Math.min(y, free - 18);
            free = y;
            Label label = labels.get(layer);
            label.autosize();
            label.relocate(getWidth() - LABELS + 6, Math.max(0, y));
        }
        placeHair();
    }

    private double y(double value) {
        return over.sceneToLocal(
                        amount.localToScene(new Point2D(0, amount.getDisplayPosition(value))))
                .getY();
    }

    private double x(long atMs) {
        return over.sceneToLocal(time.localToScene(new Point2D(time.getDisplayPosition(atMs), 0)))
                .getX();
    }

    private int bucketAt(MouseEvent event) {
        Layers now = layers;
        if (now == null) {
            return -1;
        }
        double x = time.sceneToLocal(event.getSceneX(), event.getSceneY()).getX();
        Number ms = time.getValueForDisplay(x);
        if (ms == null || x < 0 || x > time.getWidth()) {
            return -1;
        }
        // The nearest begin: it is where the value is drawn.
        Buckets buckets = now.exploration().buckets();
        int index = buckets.indexOf(ms.longValue());
        if (index < 0) {
            return -1;
        }
        boolean isNearerToNext =
                ms.longValue() - buckets.begin(index) > buckets.end(index) - ms.longValue();
        return Math.min(isNearerToNext ? index + 1 : index, lastRead(now));
    }

    // What is after it is unknown, not nothing.
    private static int lastRead(Layers of) {
        return Math.max(0, of.exploration().bucketsRead() - 1);
    }

    private void key(KeyEvent event) {
        Layers now = layers;
        if (now == null || event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        int last = lastRead(now);
        switch (event.getCode()) {
            case LEFT -> setHair(at <= 0 ? (at < 0 ? last : 0) : at - 1);
            case RIGHT -> setHair(Math.min(last, at + 1));
            case HOME -> setHair(0);
            case END -> setHair(last);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void setHair(int bucket) {
        at = bucket;
        Layers now = layers;
        boolean isShown = bucket >= 0 && now != null;
        hair.setVisible(isShown);
        reading.setVisible(isShown);
        if (isShown && now != null) {
            reading.setText(read(now, bucket));
            placeHair();
        }
    }

    private String read(Layers now, int bucket) {
        Measure measure = now.measure();
        List<String> lines = new ArrayList<>();
        Buckets buckets = now.exploration().buckets();
        lines.add(formats.instant(buckets.begin(bucket)));
        for (int layer = now.size() - 1; layer >= 0; layer--) {
            lines.add(name(now, layer) + "  " + measure.exact(now.at(layer, bucket), formats));
        }
        if (now.size() > 1) {
            lines.add(
                    Texts.of(
                            "usage.total",
                            measure.exact(now.exploration().at(bucket, measure), formats)));
        }
        return lines.stream().collect(Collectors.joining("\n"));
    }

    private void placeHair() {
        Layers now = layers;
        if (now == null || at < 0 || !hair.isVisible()) {
            return;
        }
        double x = x(now.exploration().buckets().begin(at));
        hair.setStartX(x);
        hair.setEndX(x);
        hair.setStartY(y(amount.getUpperBound()));
        hair.setEndY(y(0));
        reading.autosize();
        double width = reading.getWidth();
        // Not over the names at the right.
        boolean hasRoom = x + 12 + width <= getWidth() - LABELS;
        reading.relocate(hasRoom ? x + 12 : x - width - 12, 8);
    }

    private final class AmountLabels extends StringConverter<Number> {
        private final Measure measure;

        AmountLabels(Measure measure) {
            this.measure = measure;
        }

        @Override
        public String toString(Number value) {
            // The axis calculates its marks; whole ones are all there can be.
            return value.doubleValue() == value.longValue()
                    ? measure.brief(value.longValue(), formats)
                    : "";
        }

        @Override
        public Number fromString(String text) {
            return 0;
        }
    }
}
