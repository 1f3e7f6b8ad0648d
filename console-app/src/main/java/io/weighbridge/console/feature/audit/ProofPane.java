package io.weighbridge.console.feature.audit;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.io.File;

/// Verification of the log: compare with a checkpoint that was kept elsewhere, and make one.
final class ProofPane extends VBox {
    private final Workbench bench;
    private final ProofModel model;
    private final TextArea checkpoint = new TextArea();
    private final Label result = new Label();
    private final Button verify = new Button(Texts.of("action.verify"));
    private final Button cancel = new Button(Texts.of("common.cancel"));
    private final Button copy = new Button(Texts.of("audit.checkpoint.copy"));
    private final Button save = new Button(Texts.of("audit.checkpoint.save"));

    ProofPane(Workbench bench, ProofModel model) {
        super(10);
        this.bench = bench;
        this.model = model;
        getStyleClass().addAll("card", "audit-proof");
        Label heading = new Label(Texts.of("audit.proof"));
        heading.getStyleClass().add("section-title");
        Label text = new Label(Texts.of("audit.proof.text"));
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.getStyleClass().add("muted");
        checkpoint.setId("audit-checkpoint");
        checkpoint.setPromptText(Texts.of("audit.checkpoint.prompt"));
        checkpoint.setWrapText(true);
        checkpoint.setPrefRowCount(7);
        // Seen whole: the table below gives way.
        checkpoint.setMinHeight(Region.USE_PREF_SIZE);
        Described.named(checkpoint, Texts.of("audit.checkpoint"));
        verify.setId("audit-verify");
        verify.getStyleClass().add("accent");
        verify.setOnAction(_ -> verify());
        Button make = new Button(Texts.of("audit.checkpoint.make"));
        make.setId("audit-make");
        make.setOnAction(_ -> make());
        copy.setOnAction(_ -> copy());
        save.setOnAction(_ -> save());
        copy.disableProperty().bind(checkpoint.textProperty().isEmpty());
        save.disableProperty().bind(checkpoint.textProperty().isEmpty());
        cancel.setId("audit-verify-cancel");
        Described.tip(cancel, Texts.of("common.cancel") + "  " + ConsoleAction.STOP.keysText());
        cancel.setOnAction(_ -> model.cancel());
        cancel.managedProperty().bind(cancel.visibleProperty());
        HBox buttons = new HBox(8, verify, cancel, make, copy, save);
        buttons.setAlignment(Pos.CENTER_LEFT);
        result.setId("audit-result");
        result.setWrapText(true);
        result.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().addAll(heading, text, checkpoint, buttons, result);
        model.stateProperty().subscribe(this::show);
    }

    void verify() {
        model.verify(checkpoint.getText());
    }

    private void show(ProofModel.State state) {
        verify.setDisable(state instanceof ProofModel.State.Running);
        cancel.setVisible(state instanceof ProofModel.State.Running);
        result.getStyleClass().removeAll("ok", "over", "muted");
        switch (state) {
            case ProofModel.State.Idle() -> say("", "muted");
            case ProofModel.State.Running() -> say(Texts.of("audit.verify.running"), "muted");
            case ProofModel.State.Intact(long entries, long checkpoints, String head) ->
                    say(
                            Texts.of(
                                    "audit.verify.intact",
                                    bench.formats().count(entries),
                                    bench.formats().count(checkpoints),
                                    head),
                            "ok");
            case ProofModel.State.Broken(var problems) ->
                    say(Texts.of("audit.verify.broken", String.join("\n", problems)), "over");
            case ProofModel.State.Failed(var failure) -> say(failure.text(), "over");
        }
    }

    private void say(String text, String style) {
        result.setText(text);
        result.getStyleClass().add(style);
        result.setVisible(!text.isEmpty());
        result.setManaged(!text.isEmpty());
    }

    /// Ends a verification that is under way.
    Actions.Binding stop() {
        return new Actions.Binding(
                cancel::fire,
                cancel.visibleProperty()
                        .map(isRunning -> isRunning ? "" : Texts.of("audit.verify.none")));
    }

    Button copyButton() {
        return copy;
    }

    Button saveButton() {
        return save;
    }

    void make() {
        model.makeCheckpoint(
                made -> {
                    checkpoint.setText(made);
                    bench.toasts().done(Texts.of("audit.checkpoint.made"));
                },
                failure -> bench.toasts().failed(failure.text()));
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(checkpoint.getText());
        Clipboard.getSystemClipboard().setContent(content);
        bench.toasts().done(Texts.of("audit.checkpoint.copied"));
    }

    private void save() {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName("audit-checkpoint.txt");
        File chosen = chooser.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            model.save(
                    checkpoint.getText(),
                    chosen.getPath(),
                    path -> bench.toasts().done(Texts.of("audit.checkpoint.saved", path)),
                    failure -> bench.toasts().failed(failure.text()));
        }
    }
}
