package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// Two operators changed the same thing: what the other changed, what this one changed, and where
/// both did, whose value stays. What comes of it may need another reason than what this operator
/// began with: where one was asked for, it is asked for again, with the first one in the field.
public final class MergeSheet {
    private static final double LIST_HEIGHT_MAX = 380;

    private final Sheet sheet;
    private final List<RadioButton> theirs = new ArrayList<>();
    private @Nullable ReasonField why;

    /// What was decided.
    ///
    /// @param takeTheirs where the other's value is taken
    /// @param reason for the audit log; empty where none is asked for
    public record Decision<F>(Set<F> takeTheirs, String reason) {}

    /// What both changed.
    ///
    /// @param name of it
    /// @param mine as this operator wants it
    /// @param theirs as the other one saved it
    public record Choice(String name, String mine, String theirs) {}

    /// @param what was changed by both
    /// @param theirChanges what the other changed, a line each
    /// @param myChanges what this operator changed
    /// @param choices where both changed the same
    public MergeSheet(
            String what, List<String> theirChanges, List<String> myChanges, List<Choice> choices) {
        sheet =
                new Sheet(
                        Texts.of("common.merge.title", what),
                        Texts.of(choices.isEmpty() ? "common.merge.apart" : "common.merge.clash"),
                        Texts.of("common.merge.verb"));
        sheet.setId("merge");
        sheet.confirmButton().setId("confirm-merge");
        VBox lines = new VBox(8);
        addLines(lines, Texts.of("common.merge.theirs"), theirChanges);
        addLines(lines, Texts.of("common.merge.mine"), myChanges);
        for (int i = 0; i < choices.size(); i++) {
            lines.getChildren().add(choice(choices.get(i), i));
        }
        ScrollPane scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(LIST_HEIGHT_MAX);
        scroll.getStyleClass().add("edge-to-edge");
        Described.named(scroll, Texts.of("common.merge.title", what));
        scroll.setTooltip(null);
        sheet.with(scroll);
    }

    /// A form for what has fields, that asks for no reason.
    ///
    /// @param what was changed by both
    /// @param shown a field's value as it is read
    /// @param confirmed told in which fields the other's value is taken; lets the sheet leave
    public static <S, F extends FieldMerge.Field<S>> Sheet of(
            String what,
            FieldMerge<S, F> merge,
            BiFunction<F, S, String> shown,
            BiConsumer<Set<F>, Sheet> confirmed) {
        return form(what, merge, shown)
                .onConfirm(
                        merge.clashes(),
                        (decision, sheet) -> confirmed.accept(decision.takeTheirs(), sheet));
    }

    /// The same, asking why, if it was asked before.
    ///
    /// @param reason what this operator said before the other's change was known; empty where
    ///     nothing was asked
    /// @param confirmed told what was decided; lets the sheet leave
    public static <S, F extends FieldMerge.Field<S>> Sheet of(
            String what,
            FieldMerge<S, F> merge,
            BiFunction<F, S, String> shown,
            String reason,
            BiConsumer<Decision<F>, Sheet> confirmed) {
        MergeSheet form = form(what, merge, shown);
        return (reason.isEmpty() ? form : form.askWhy(reason))
                .onConfirm(merge.clashes(), confirmed);
    }

    private static <S, F extends FieldMerge.Field<S>> MergeSheet form(
            String what, FieldMerge<S, F> merge, BiFunction<F, S, String> shown) {
        List<F> clashes = merge.clashes();
        return new MergeSheet(
                what,
                changes(merge, merge.other(), shown, merge::isTheirs),
                changes(merge, merge.mine(), shown, merge::isMine),
                clashes.stream()
                        .map(
                                field ->
                                        new Choice(
                                                field.text(),
                                                shown.apply(field, merge.mine()),
                                                shown.apply(field, merge.other())))
                        .toList());
    }

    private static <S, F extends FieldMerge.Field<S>> List<String> changes(
            FieldMerge<S, F> merge,
            S after,
            BiFunction<F, S, String> shown,
            Predicate<F> isChanged) {
        return merge.fields().stream()
                .filter(isChanged)
                .map(
                        field ->
                                Texts.of(
                                        "common.change",
                                        field.text(),
                                        shown.apply(field, merge.before()),
                                        shown.apply(field, after)))
                .toList();
    }

    private static void addLines(VBox box, String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        Label heading = new Label(title);
        heading.getStyleClass().add("section-title");
        box.getChildren().add(heading);
        for (String line : lines) {
            box.getChildren().add(wrapped(line));
        }
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Label.USE_PREF_SIZE);
        return label;
    }

    private VBox choice(Choice choice, int index) {
        ToggleGroup group = new ToggleGroup();
        RadioButton own = new RadioButton(Texts.of("common.merge.keep-mine", choice.mine()));
        RadioButton their = new RadioButton(Texts.of("common.merge.take-theirs", choice.theirs()));
        own.setToggleGroup(group);
        their.setToggleGroup(group);
        own.setId("keep-mine-" + index);
        their.setId("take-theirs-" + index);
        own.setAccessibleText(choice.name() + ": " + own.getText());
        their.setAccessibleText(choice.name() + ": " + their.getText());
        own.setSelected(true);
        theirs.add(their);
        Label name = wrapped(choice.name());
        name.getStyleClass().add("section-title");
        VBox box = new VBox(4, name, own, their);
        box.getStyleClass().add("card");
        return box;
    }

    /// Asks why, too.
    ///
    /// @param before what this operator said first
    public MergeSheet askWhy(String before) {
        why = new ReasonField(before);
        sheet.with(why);
        return this;
    }

    /// Calls with those of the choices in which the other's value is taken. The sheet is busy then:
    /// who is called lets it leave, or says what is in the way, so that nothing of it is lost.
    ///
    /// @param choices what the form's choices are of, in their order
    public <F> Sheet onConfirm(List<F> choices, BiConsumer<Decision<F>, Sheet> confirmed) {
        return sheet.onConfirm(
                () -> {
                    String problem = why == null ? "" : why.problem();
                    sheet.problem(problem);
                    if (!problem.isEmpty()) {
                        return;
                    }
                    Set<F> taken = new LinkedHashSet<>();
                    for (int i = 0; i < theirs.size(); i++) {
                        if (theirs.get(i).isSelected()) {
                            taken.add(choices.get(i));
                        }
                    }
                    sheet.busy(true);
                    String reason = why == null ? "" : why.reason();
                    confirmed.accept(new Decision<>(taken, reason), sheet);
                });
    }
}
