package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.OperationText;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AdjustCreditReply;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentReason;

import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/// The form that adjusts credit, made for the keyboard: the amount, a letter for the reason, a
/// note, Enter.
public final class AdjustSheet {
    private final Workbench bench;
    private final AdjustModel model;
    private final Runnable changed;
    private final Sheet sheet;
    private final TextField amount = new TextField();
    private final TextField note = new TextField();
    private final DatePicker expires = new DatePicker();
    private final ToggleGroup reasons = new ToggleGroup();

    private AdjustSheet(Workbench bench, AdjustModel model, Runnable changed) {
        this.bench = bench;
        this.model = model;
        this.changed = changed;
        this.sheet =
                new Sheet(
                        Texts.of("adjust.title", model.account().getName()),
                        "",
                        Texts.of("adjust.verb"));
    }

    /// Opens it for an account.
    ///
    /// @param changed called when credit has moved
    public static void show(Workbench bench, Account account, Runnable changed) {
        AdjustModel model =
                new AdjustModel(
                        bench.client(),
                        bench.operations(),
                        bench.background(),
                        bench.me(),
                        account);
        new AdjustSheet(bench, model, changed).show();
    }

    private void show() {
        amount.setId("adjust-amount");
        amount.setPromptText(Texts.of("adjust.amount.prompt"));
        amount.addEventFilter(KeyEvent.KEY_TYPED, this::pickReason);
        note.setId("adjust-note");
        expires.setId("adjust-expires");
        FlowPane letters = letters();
        sheet.with(
                field("adjust.amount", amount),
                new VBox(4, new Label(Texts.of("adjust.reason")), letters),
                field("adjust.note", note),
                field("adjust.expires", expires),
                new AdjustFigures(bench.formats(), model));
        sheet.confirmButton().setId("adjust-confirm");
        sheet.onConfirm(() -> model.submit(this::done));
        bind();
        model.read();
        bench.overlay().show(sheet);
    }

    private void bind() {
        amount.textProperty().bindBidirectional(model.amountProperty());
        note.textProperty().bindBidirectional(model.noteProperty());
        expires.valueProperty().subscribe(day -> model.expiresAtMsProperty().set(endOf(day)));
        model.previewProperty().subscribe(this::showPreview);
        model.problemProperty().subscribe(sheet::problem);
        model.busyProperty().subscribe(sheet::busy);
        model.reasonProperty().subscribe(this::showReason);
        reasons.selectedToggleProperty().subscribe(this::choose);
    }

    private static Node field(String text, Control control) {
        return new VBox(4, Described.label(Texts.of(text), control), control);
    }

    private FlowPane letters() {
        FlowPane row = new FlowPane(6, 6);
        for (ReasonKeys key : ReasonKeys.values()) {
            ToggleButton button = new ToggleButton(key.text());
            Label letter = new Label(String.valueOf(key.letter()));
            letter.getStyleClass().add("key-caps");
            button.setGraphic(letter);
            button.setId("adjust-reason-" + key.letter());
            button.setUserData(key.reason());
            button.getStyleClass().add("small");
            button.setToggleGroup(reasons);
            row.getChildren().add(button);
        }
        row.addEventFilter(KeyEvent.KEY_TYPED, this::pickReason);
        return row;
    }

    // A letter is no part of an amount: it picks the reason, and the note is next.
    private void pickReason(KeyEvent event) {
        ReasonKeys.of(event.getCharacter())
                .ifPresent(
                        key -> {
                            event.consume();
                            model.reasonProperty().set(key.reason());
                            if (!amount.getText().isBlank()) {
                                note.requestFocus();
                            }
                        });
    }

    private void choose(@Nullable Toggle chosen) {
        model.reasonProperty().set(chosen == null ? null : (AdjustmentReason) chosen.getUserData());
    }

    private void showReason(@Nullable AdjustmentReason reason) {
        for (Toggle toggle : reasons.getToggles()) {
            toggle.setSelected(toggle.getUserData() == reason);
        }
    }

    // The button says what it does.
    private void showPreview(@Nullable Preview preview) {
        Formats formats = bench.formats();
        String verb = Texts.of("adjust.verb");
        if (preview != null && preview.amount().isPresent()) {
            long nanos = preview.amount().getAsLong();
            String size = formats.exactMoney(Math.abs(nanos));
            if (preview.needsApproval()) {
                verb = Texts.of("adjust.verb.ask", formats.exactChange(nanos));
            } else {
                verb = Texts.of(nanos > 0 ? "adjust.verb.give" : "adjust.verb.take", size);
            }
            expires.setDisable(nanos < 0);
        }
        sheet.confirmButton().setText(verb);
    }

    // At the end of that day in the operator's zone.
    private long endOf(@Nullable LocalDate day) {
        return day == null
                ? 0
                : day.plusDays(1).atStartOfDay(bench.formats().zone()).toInstant().toEpochMilli();
    }

    private void done(AdjustModel.Outcome outcome) {
        sheet.leave();
        switch (outcome) {
            case AdjustModel.Outcome.Moved(AdjustCreditRequest request, AdjustCreditReply reply) ->
                    moved(request, reply);
            case AdjustModel.Outcome.Asked(AdjustCreditRequest request, String _) ->
                    bench.toasts()
                            .done(
                                    Texts.of(
                                            "adjust.asked",
                                            bench.formats().exactChange(request.getAmountNanos()),
                                            model.account().getName()));
        }
    }

    private void moved(AdjustCreditRequest request, AdjustCreditReply reply) {
        Formats formats = bench.formats();
        bench.toasts()
                .done(
                        OperationText.done(
                                reply.getRepeated(),
                                Texts.of(
                                        "adjust.done",
                                        formats.exactChange(request.getAmountNanos()),
                                        model.account().getName(),
                                        formats.exactMoney(reply.getBalanceBeforeNanos()),
                                        formats.exactMoney(reply.getBalanceNanos()))),
                        () -> undo(request));
        changed.run();
    }

    // Done at once where it can be; where not, the form is open with the counter-entry in it.
    private void undo(AdjustCreditRequest undone) {
        AdjustModel counter =
                AdjustModel.undo(
                        bench.client(),
                        bench.operations(),
                        bench.background(),
                        bench.me(),
                        model.account(),
                        undone);
        AdjustSheet form = new AdjustSheet(bench, counter, changed);
        form.show();
        counter.standingProperty()
                .subscribe(
                        standing -> {
                            if (standing != null) {
                                counter.submit(form::done);
                            }
                        });
    }
}
