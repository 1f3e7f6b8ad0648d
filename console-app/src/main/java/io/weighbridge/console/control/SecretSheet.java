package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.kordamp.ikonli.javafx.FontIcon;

/// A secret, shown this once: it is in this sheet's field and nowhere else, and gone with it.
public final class SecretSheet {
    private SecretSheet() {}

    /// A sheet with the secret, a button that copies it, and one that says it is stored.
    ///
    /// @param title whose it is
    /// @param text what it is for, and that nobody can ask for it again
    public static Sheet of(String title, String text, String secret) {
        TextField field = new TextField(secret);
        field.setEditable(false);
        field.setId("secret");
        field.getStyleClass().add("secret");
        field.setAccessibleText(title);
        HBox.setHgrow(field, Priority.ALWAYS);
        Button copy = new Button(Texts.of("common.copy"), new FontIcon("fth-copy"));
        copy.setOnAction(
                _ -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(field.getText());
                    Clipboard.getSystemClipboard().setContent(content);
                    copy.setText(Texts.of("common.copied"));
                });
        Sheet sheet = new Sheet(title, text, Texts.of("common.secret.stored"));
        sheet.with(new HBox(8, field, copy));
        sheet.onConfirm(
                () -> {
                    field.clear();
                    sheet.leave();
                });
        return sheet;
    }
}
