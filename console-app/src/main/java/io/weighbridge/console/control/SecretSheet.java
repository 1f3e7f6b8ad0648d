package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;

import org.kordamp.ikonli.javafx.FontIcon;

/// Shows new secrets, the only time that they can be seen. It goes only when the operator says that
/// they are stored, not even when the session ends; then nothing of the console holds them any
/// more.
public final class SecretSheet {
    private static final int LINES_MAX = 12;

    private SecretSheet() {}

    /// Shows them until they are stored.
    ///
    /// @param title whose secret it is
    /// @param text what to know of it
    /// @param secrets a line each
    public static void show(Overlay overlay, String title, String text, String secrets) {
        Sheet sheet = new Sheet(title, text, Texts.of("common.secret.stored"));
        TextArea area = new TextArea(secrets);
        area.setId("secret");
        area.setEditable(false);
        area.getStyleClass().add("secret");
        area.setPrefRowCount((int) Math.min(LINES_MAX, secrets.lines().count()));
        Described.named(area, Texts.of("common.secret"));
        area.setTooltip(null);
        Label copied = new Label();
        copied.setId("secret-copied");
        copied.getStyleClass().add("ok");
        Button copy = new Button(Texts.of("common.copy"), new FontIcon("fth-copy"));
        copy.setId("copy-secret");
        copy.setOnAction(
                _ -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(area.getText());
                    Clipboard.getSystemClipboard().setContent(content);
                    copied.setText(Texts.of("common.secret.copied"));
                });
        HBox line = new HBox(8, copy, copied);
        line.setAlignment(Pos.CENTER_LEFT);
        sheet.with(area, line).withoutCancel();
        sheet.confirmButton().setId("secret-stored");
        sheet.setId("secret-sheet");
        sheet.setPrefWidth(520);
        sheet.onConfirm(
                () -> {
                    area.clear();
                    sheet.leave();
                });
        overlay.keep(sheet);
        area.selectAll();
    }
}
