package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.MediaFigure;
import io.weighbridge.proto.v1.ModelOnGpu;

import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

/// What pictures of some sizes, or recordings, take of a GPU, what that costs and must be sold for.
final class FiguresGrid extends GridPane {
    private static final int NAME_WIDTH = 120;
    private static final int FIGURE_WIDTH = 110;

    private final Formats formats;

    FiguresGrid(ModelOnGpu gpu, Formats formats) {
        super(16, 6);
        this.formats = formats;
        setId("analysis-figures");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(NAME_WIDTH);
        getColumnConstraints().add(names);
        String[] heads = {
            "compute.figures.takes", "compute.proposal.cost", "compute.proposal.price"
        };
        for (int i = 0; i < heads.length; i++) {
            ColumnConstraints figures = new ColumnConstraints();
            figures.setMinWidth(FIGURE_WIDTH);
            figures.setHalignment(HPos.RIGHT);
            getColumnConstraints().add(figures);
            add(Facts.muted(Texts.of(heads[i])), i + 1, 0);
        }
        for (MediaFigure figure : gpu.getFiguresList()) {
            addRow(
                    getRowCount(),
                    Facts.muted(title(figure.getOf())),
                    new Label(ComputeWords.seconds(figure.getSeconds())),
                    money("cost", figure.getOf(), figure.getCostNanos()),
                    money("price", figure.getOf(), figure.getPriceNanos()));
        }
    }

    private Label money(String what, String of, long nanos) {
        Label label =
                Described.tip(
                        new Label(ComputeWords.money(nanos, formats)),
                        ComputeWords.exactMoney(nanos, formats));
        label.setId("analysis-" + what + '-' + of);
        return label;
    }

    /// What a figure is of, as people say it.
    static String title(String of) {
        String key = "compute.proposal." + of;
        return Texts.has(key) ? Texts.of(key) : of.replace("x", " × ");
    }
}
