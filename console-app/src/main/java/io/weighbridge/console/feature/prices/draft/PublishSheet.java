package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// Says what publishing a draft does, and asks when and why.
final class PublishSheet {
    /// What was chosen.
    @FunctionalInterface
    interface Chosen {
        /// @param effectiveAtMs 0 for at once
        void publish(long effectiveAtMs, String reason);
    }

    private final Formats formats;
    private final Sheet sheet;
    private final RadioButton now = new RadioButton(Texts.of("prices.publish.now"));
    private final RadioButton later = new RadioButton(Texts.of("prices.publish.later"));
    private final TextField instant = new TextField();
    private final Label echo = Part.muted("");
    private final TextField reason = new TextField();

    PublishSheet(
            Formats formats,
            String note,
            List<Difference> differences,
            String touched,
            Chosen chosen) {
        this.formats = formats;
        sheet =
                new Sheet(
                        Texts.of(
                                "prices.publish.title",
                                note.isEmpty() ? Texts.of("prices.no-note") : note),
                        consequence(differences, touched),
                        Texts.of("prices.publish.verb"));
        sheet.confirmButton().setId("publish-confirm");
        ToggleGroup when = new ToggleGroup();
        now.setToggleGroup(when);
        later.setToggleGroup(when);
        later.setId("publish-later");
        when.selectToggle(now);
        instant.setId("publish-instant");
        instant.setPromptText("2027-01-31 00:00");
        instant.setPrefColumnCount(12);
        Described.named(instant, Texts.of("prices.publish.instant"));
        instant.setText(TimeInput.text(tomorrowMs(), formats.zone()));
        instant.disableProperty().bind(later.selectedProperty().not());
        instant.textProperty().subscribe(_ -> showInstant());
        later.selectedProperty().subscribe(_ -> showInstant());
        HBox at = new HBox(8, later, instant, Part.muted(formats.zone().getId()));
        at.setAlignment(Pos.CENTER_LEFT);
        reason.setId("publish-reason");
        reason.setPromptText(Texts.of("prices.publish.reason.prompt"));
        VBox why = new VBox(4, Described.label(Texts.of("prices.publish.reason"), reason), reason);
        sheet.with(new VBox(6, now, at, echo), why).onConfirm(() -> confirm(chosen));
    }

    private long tomorrowMs() {
        return Instant.ofEpochMilli(formats.clock().millis())
                .atZone(formats.zone())
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(formats.zone())
                .toInstant()
                .toEpochMilli();
    }

    Sheet sheet() {
        return sheet;
    }

    private static String consequence(List<Difference> differences, String touched) {
        long big = differences.stream().filter(Difference::isBig).count();
        String text =
                Texts.of(
                        "prices.publish.text",
                        count(differences, Difference.Kind.RAISED),
                        count(differences, Difference.Kind.LOWERED),
                        count(differences, Difference.Kind.ADDED),
                        count(differences, Difference.Kind.REMOVED),
                        count(differences, Difference.Kind.CHANGED));
        return text
                + (big == 0 ? "" : ' ' + Texts.of("prices.publish.big", Long.toString(big)))
                + "\n"
                + touched;
    }

    private static String count(List<Difference> differences, Difference.Kind kind) {
        return Long.toString(differences.stream().filter(one -> one.kind() == kind).count());
    }

    private OptionalLong typedInstant() {
        return TimeInput.begin(instant.getText(), formats.zone());
    }

    private void showInstant() {
        OptionalLong at = typedInstant();
        echo.setText(
                now.isSelected()
                        ? Texts.of("prices.publish.now.echo")
                        : at.isEmpty()
                                ? Texts.of("prices.publish.instant.wrong")
                                : Texts.of(
                                        "prices.publish.later.echo",
                                        formats.relative(at.getAsLong()),
                                        formats.exactInstant(at.getAsLong())));
    }

    private void confirm(Chosen chosen) {
        OptionalLong at = now.isSelected() ? OptionalLong.of(0) : typedInstant();
        if (at.isEmpty()) {
            sheet.problem(Texts.of("prices.publish.instant.wrong"));
            instant.requestFocus();
        } else if (at.getAsLong() != 0 && at.getAsLong() <= formats.clock().millis()) {
            sheet.problem(Texts.of("prices.publish.instant.past"));
            instant.requestFocus();
        } else if (reason.getText().isBlank()) {
            sheet.problem(Texts.of("prices.publish.reason.missing"));
            reason.requestFocus();
        } else {
            sheet.problem("");
            chosen.publish(at.getAsLong(), reason.getText().strip());
        }
    }
}
