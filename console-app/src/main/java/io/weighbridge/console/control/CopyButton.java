package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Supplier;

/// A button that copies a text and says so.
public final class CopyButton {
    private CopyButton() {}

    /// @param text what is copied
    public static Button of(String id, Supplier<String> text, Toasts toasts) {
        Button copy = new Button(Texts.of("common.copy"), new FontIcon("fth-copy"));
        copy.setId(id);
        copy.setOnAction(
                _ -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(text.get());
                    Clipboard.getSystemClipboard().setContent(content);
                    toasts.done(Texts.of("common.copied"));
                });
        return copy;
    }
}
