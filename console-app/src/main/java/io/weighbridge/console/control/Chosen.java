package io.weighbridge.console.control;

import javafx.util.StringConverter;

import java.util.function.Function;

/// How the values of a box that is only chosen from, never typed into, are shown.
public final class Chosen<T> extends StringConverter<T> {
    private final Function<T, String> text;

    /// @param text of a value; nothing chosen is shown as nothing
    public Chosen(Function<T, String> text) {
        this.text = text;
    }

    @Override
    public String toString(T value) {
        return value == null ? "" : text.apply(value);
    }

    @Override
    public T fromString(String typed) {
        throw new UnsupportedOperationException("only chosen, never typed: " + typed);
    }
}
