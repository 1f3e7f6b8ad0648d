package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;

import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Which time is looked at: the last day, 7 or 30 days, or own dates, which two fields ask for.
final class SpanBar extends HBox {
    private final Workbench bench;
    private final Consumer<SpanChoice> changed;
    private final ComboBox<SpanChoice.Kind> kinds = new ComboBox<>();
    private final TextField from = new TextField();
    private final TextField to = new TextField();
    private SpanChoice chosen;

    /// @param name what its nodes' ids begin with
    SpanBar(Workbench bench, String name, SpanChoice first, Consumer<SpanChoice> changed) {
        super(8);
        this.bench = bench;
        this.chosen = first;
        this.changed = changed;
        setAlignment(Pos.CENTER_LEFT);
        kinds.getItems().setAll(SpanChoice.Kind.values());
        kinds.setConverter(new Chosen<>(kind -> Texts.of("compute.span." + kind.word())));
        kinds.setId(name + "-span");
        Described.named(kinds, Texts.of("compute.span"));
        kinds.setValue(first.kind());
        kinds.setMinWidth(USE_PREF_SIZE);
        field(from, name + "-from", "compute.span.from");
        field(to, name + "-to", "compute.span.to");
        getChildren().setAll(kinds);
        showFields();
        kinds.setOnAction(_ -> choose(kinds.getValue()));
    }

    private void field(TextField field, String id, String text) {
        field.setId(id);
        field.setPrefWidth(150);
        Described.named(field, Texts.of(text));
        field.setOnAction(_ -> own());
        field.focusedProperty().subscribe((wasThere, isThere) -> left(wasThere && !isThere));
    }

    // What was typed is not lost by going on; what is wrong is left to be typed further.
    private void left(boolean isLeft) {
        Optional<SpanChoice> typed = isLeft ? typed() : Optional.empty();
        typed.filter(next -> !next.equals(chosen)).ifPresent(this::take);
    }

    private Optional<SpanChoice> typed() {
        ZoneId zone = bench.formats().zone();
        OptionalLong begin = TimeInput.begin(from.getText(), zone);
        OptionalLong end = TimeInput.end(to.getText(), zone);
        return begin.isEmpty() || end.isEmpty() || begin.getAsLong() >= end.getAsLong()
                ? Optional.empty()
                : Optional.of(SpanChoice.own(begin.getAsLong(), end.getAsLong()));
    }

    SpanChoice chosen() {
        return chosen;
    }

    /// Where the time is chosen.
    ComboBox<SpanChoice.Kind> box() {
        return kinds;
    }

    private void choose(SpanChoice.Kind kind) {
        long nowMs = bench.formats().clock().millis();
        take(
                kind == SpanChoice.Kind.OWN
                        ? SpanChoice.own(
                                chosen.beginMs(nowMs, SpanChoice.HOUR_MS),
                                chosen.endMs(nowMs, SpanChoice.HOUR_MS))
                        : SpanChoice.of(kind));
    }

    private void own() {
        typed().ifPresentOrElse(
                        this::take, () -> bench.toasts().failed(Texts.of("compute.span.wrong")));
    }

    private void take(SpanChoice next) {
        chosen = next;
        showFields();
        changed.accept(next);
    }

    private void showFields() {
        // Fields that are there stay, with what has the focus in them.
        boolean isOwn = chosen.kind() == SpanChoice.Kind.OWN;
        if (isOwn == (getChildren().size() == 1)) {
            getChildren().setAll(isOwn ? List.of(kinds, from, to) : List.of(kinds));
        }
        if (isOwn) {
            ZoneId zone = bench.formats().zone();
            from.setText(TimeInput.beginText(chosen.fromMs(), zone));
            to.setText(TimeInput.endText(chosen.toMs(), zone));
        }
    }
}
