package io.weighbridge.console.feature.compute.said;

import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;

import java.util.OptionalLong;

/// Asks from when on something holds: at once when nothing is typed, never in the past.
public final class FromWhen {
    private final Formats formats;
    private final CheckedField field;

    public FromWhen(Formats formats, String id) {
        this.formats = formats;
        field =
                new CheckedField(
                        id,
                        Texts.of("compute.from"),
                        Texts.of("compute.from.hint", formats.zone().getId()));
        field.field().setPromptText(Texts.of("compute.from.now"));
    }

    public CheckedField field() {
        return field;
    }

    /// In milliseconds, 0 for at once; empty when what was typed cannot be taken.
    static OptionalLong parse(String typed, Formats formats) {
        if (typed.isBlank()) {
            return OptionalLong.of(0);
        }
        OptionalLong atMs = TimeInput.begin(typed, formats.zone());
        return atMs.isPresent() && atMs.getAsLong() >= formats.clock().millis()
                ? atMs
                : OptionalLong.empty();
    }

    /// The same of what stands in the field, and says there what is wrong.
    public OptionalLong take() {
        OptionalLong atMs = parse(field.text(), formats);
        field.problem(atMs.isPresent() ? "" : Texts.of("compute.from.wrong"));
        return atMs;
    }
}
