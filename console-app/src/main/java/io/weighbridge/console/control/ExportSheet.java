package io.weighbridge.console.control;

import io.weighbridge.console.client.Download;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;

import java.io.File;
import java.nio.file.Path;

/// Asks for a file and writes an export to it, with progress; leaving it cancels what runs.
public final class ExportSheet {
    private final Formats formats;
    private final Toasts toasts;
    private final Sheet sheet;
    private final TextField file = new TextField();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label said = new Label();

    /// @param what will be in the file, in a sentence
    /// @param name suggested for the file
    public ExportSheet(
            ExportModel model,
            Formats formats,
            Toasts toasts,
            Download.Source source,
            String what,
            String name) {
        this.formats = formats;
        this.toasts = toasts;
        this.sheet =
                new Sheet(Texts.of("common.export.title"), what, Texts.of("common.export.verb"));
        file.setText(Path.of(System.getProperty("user.home", "."), name).toString());
        file.setId("export-file");
        Button choose = new Button(Texts.of("common.export.choose"));
        choose.setOnAction(_ -> choose(name));
        HBox line = new HBox(8, file, choose);
        HBox.setHgrow(file, Priority.ALWAYS);
        Described.named(bar, Texts.of("common.export.progress"));
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setVisible(false);
        bar.managedProperty().bind(bar.visibleProperty());
        said.managedProperty().bind(said.textProperty().isNotEmpty());
        said.setId("export-said");
        sheet.with(Described.label(Texts.of("common.export.file"), file), line, bar, said);
        sheet.confirmButton().setId("export-begin");
        sheet.onConfirm(() -> model.begin(source, file.getText()));
        model.stateProperty().subscribe(this::show);
        sheet.sceneProperty()
                .subscribe(
                        (before, now) -> {
                            if (before != null && now == null) {
                                model.cancel();
                            }
                        });
    }

    /// The sheet to show.
    public Sheet sheet() {
        return sheet;
    }

    private void choose(String name) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(name);
        File folder = new File(file.getText()).getAbsoluteFile().getParentFile();
        if (folder != null && folder.isDirectory()) {
            chooser.setInitialDirectory(folder);
        }
        File chosen = chooser.showSaveDialog(sheet.getScene().getWindow());
        if (chosen != null) {
            file.setText(chosen.getPath());
        }
    }

    private void show(ExportModel.State state) {
        sheet.ready(!(state instanceof ExportModel.State.Running));
        bar.setVisible(state instanceof ExportModel.State.Running);
        sheet.problem("");
        switch (state) {
            case ExportModel.State.Waiting() -> said.setText("");
            case ExportModel.State.Running(Download.Progress(long rows, long inAll)) -> {
                bar.setProgress(
                        inAll == 0
                                ? ProgressBar.INDETERMINATE_PROGRESS
                                : Math.min(1, (double) rows / inAll));
                said.setText(
                        inAll == 0
                                ? Texts.of("common.export.rows", formats.count(rows))
                                : Texts.of(
                                        "common.export.rows-of",
                                        formats.count(rows),
                                        formats.count(inAll)));
            }
            case ExportModel.State.Done(Path written, long rows) -> {
                toasts.done(
                        Texts.of("common.export.done", formats.count(rows), written.toString()));
                sheet.leave();
            }
            case ExportModel.State.Cancelled() -> toasts.done(Texts.of("common.export.cancelled"));
            case ExportModel.State.Failed(var failure) -> {
                said.setText("");
                sheet.problem(failure.text());
            }
        }
    }
}
