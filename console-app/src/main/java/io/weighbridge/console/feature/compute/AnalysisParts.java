package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.Facts;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ModelAnalysis;

import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;

/// What is said of an analysis wherever one is shown.
final class AnalysisParts {
    private AnalysisParts() {}

    /// What is not known, said loudly: it is in no figure. Takes no room when there is nothing.
    static VBox unknown(List<String> unknown) {
        Label head =
                new Label(Texts.of("compute.unknown.title"), new FontIcon("fth-alert-triangle"));
        head.getStyleClass().add("compute-unknown-head");
        head.setId("compute-unknown");
        VBox box = new VBox(4, head);
        box.getStyleClass().add("compute-unknown");
        unknown.forEach(each -> box.getChildren().add(line("• " + each)));
        box.setVisible(!unknown.isEmpty());
        box.setManaged(!unknown.isEmpty());
        return box;
    }

    private static Label line(String text) {
        Label line = new Label(text);
        line.setWrapText(true);
        line.setMinHeight(Label.USE_PREF_SIZE);
        return line;
    }

    /// How it was reckoned, step by step, folded until somebody wants to know.
    static TitledPane steps(ModelAnalysis analysis) {
        VBox lines = new VBox(4);
        analysis.getGpu().getStepsList().forEach(step -> lines.getChildren().add(line(step)));
        analysis.getNotesList().forEach(note -> lines.getChildren().add(line(note)));
        if (!analysis.getConvention().isEmpty()) {
            lines.getChildren().add(Facts.muted(analysis.getConvention()));
        }
        TitledPane pane = new TitledPane(Texts.of("compute.steps"), lines);
        pane.setId("compute-steps");
        pane.setExpanded(false);
        pane.setAnimated(false);
        return pane;
    }
}
