package io.weighbridge.console.feature.plans;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.MergeSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PlanKeys;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.ArrayList;
import java.util.List;

/// The forms over the matrix: what a save changes, whose value stays, a new plan, a new name.
final class PlanSheets {
    private static final double LIST_HEIGHT_MAX = 320;

    private final Workbench bench;
    private final MatrixModel model;
    private final PlanWords words;

    PlanSheets(Workbench bench, MatrixModel model) {
        this.bench = bench;
        this.model = model;
        this.words = new PlanWords(bench.formats());
    }

    /// A line that is worth a look.
    static Label warning(String text) {
        Label label = new Label(text, new FontIcon("fth-alert-triangle"));
        label.setWrapText(true);
        label.setMinHeight(Label.USE_PREF_SIZE);
        label.getStyleClass().add("plan-warning");
        return label;
    }

    /// Shows in words what will change and for how many keys, asks why, and saves.
    void save() {
        List<PlanDraft> edited = model.edited();
        if (edited.isEmpty()) {
            return;
        }
        long keys = 0;
        long live = 0;
        VBox lines = new VBox(4);
        for (PlanDraft draft : edited) {
            PlanKeys concerned = model.keys(draft.id());
            keys += concerned.getKeys();
            live += concerned.getUsed();
            for (String line : words.changes(draft)) {
                String count = bench.formats().count(concerned.getKeys());
                lines.getChildren().add(wrapped(Texts.of("plans.change.keys", line, count)));
            }
        }
        model.warnings().forEach(line -> lines.getChildren().add(warning(line)));
        Sheet sheet =
                new Sheet(
                        Texts.of("plans.save.title"),
                        Texts.of(
                                "plans.save.text",
                                bench.formats().count(keys),
                                bench.formats().count(live)),
                        Texts.of("plans.save.verb"));
        sheet.setId("save-sheet");
        sheet.setPrefWidth(560);
        lines.setId("plan-changes");
        ScrollPane scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(LIST_HEIGHT_MAX);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setAccessibleText(Texts.of("plans.save.title"));
        sheet.confirmButton().setId("confirm-save");
        sheet.with(scroll).onReason(reason -> save(reason, sheet));
        bench.overlay().show(sheet);
        sheet.lookup("#reason").requestFocus();
    }

    /// Asks before what was typed is thrown away.
    void discard() {
        int count = model.edited().size();
        Sheet sheet =
                new Sheet(
                        Texts.of("plans.discard.title", bench.formats().count(count)),
                        Texts.of("plans.discard.text"),
                        Texts.of("plans.discard"));
        sheet.confirmButton().setId("confirm-discard");
        sheet.dangerous()
                .onConfirm(
                        () -> {
                            sheet.leave();
                            model.discard();
                        });
        bench.overlay().show(sheet);
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Label.USE_PREF_SIZE);
        return label;
    }

    private void save(String reason, Sheet sheet) {
        model.save(
                reason,
                saved -> {
                    switch (saved) {
                        case MatrixModel.Saved.Done(var plans) -> {
                            sheet.leave();
                            bench.toasts()
                                    .done(
                                            Texts.of(
                                                    "plans.save.done",
                                                    bench.formats().count(plans)));
                        }
                        case MatrixModel.Saved.Conflict(var merge) -> {
                            sheet.leave();
                            merge(merge, reason);
                        }
                        case MatrixModel.Saved.Refused(var failure) ->
                                sheet.problem(failure.text());
                    }
                });
    }

    private void merge(PlanMerge merge, String reason) {
        List<PlanMerge.Clash> clashes = merge.clashes();
        PlanDraft mine = merge.mine();
        List<String> theirs = new ArrayList<>();
        if (!merge.theirs().getName().equals(mine.base().getName())) {
            String before = mine.base().getName();
            theirs.add(Texts.of("plans.change.name", before, merge.theirs().getName()));
        }
        theirs.addAll(
                words.changes(PlanDraft.limits(mine.base()), PlanDraft.limits(merge.theirs())));
        MergeSheet form =
                new MergeSheet(
                        mine.name(),
                        theirs,
                        words.changes(mine),
                        clashes.stream().map(clash -> choice(clash, merge)).toList());
        Sheet sheet =
                form.askWhy(reason)
                        .onConfirm(
                                clashes,
                                (decision, shown) -> {
                                    model.take(merge, decision.takeTheirs());
                                    // What was typed stays in the matrix, whatever comes of it.
                                    shown.leave();
                                    finish(decision.reason());
                                });
        bench.overlay().show(sheet);
    }

    // The other's values may have won everywhere: then nothing is left to save.
    private void finish(String reason) {
        if (model.edited().isEmpty()) {
            bench.toasts().done(Texts.of("plans.merge.theirs"));
            return;
        }
        model.save(
                reason,
                saved -> {
                    switch (saved) {
                        case MatrixModel.Saved.Done(var plans) ->
                                bench.toasts()
                                        .done(
                                                Texts.of(
                                                        "plans.save.done",
                                                        bench.formats().count(plans)));
                        case MatrixModel.Saved.Conflict(var merge) -> merge(merge, reason);
                        case MatrixModel.Saved.Refused(var failure) ->
                                bench.toasts().failed(failure.text());
                    }
                });
    }

    private MergeSheet.Choice choice(PlanMerge.Clash clash, PlanMerge merge) {
        if (clash.part() == PlanMerge.Part.NAME) {
            return new MergeSheet.Choice(
                    Texts.of("plans.name"), merge.mine().name(), merge.theirs().getName());
        }
        String service = PlanWords.service(clash.service());
        Limits mine = clash.mine();
        Limits theirs = clash.theirs();
        if (mine == null || theirs == null) {
            return new MergeSheet.Choice(service, words.entry(mine), words.entry(theirs));
        }
        if (clash.part() == PlanMerge.Part.SHADOW) {
            return new MergeSheet.Choice(
                    Texts.of("plans.clash", service, Texts.of("plans.shadow")),
                    PlanWords.shadow(mine.isShadow()),
                    PlanWords.shadow(theirs.isShadow()));
        }
        Measure measure = Measure.valueOf(clash.part().name());
        return new MergeSheet.Choice(
                Texts.of("plans.clash", service, measure.text()),
                words.number(mine.get(measure)),
                words.number(theirs.get(measure)));
    }

    /// Asks for the name of a new plan, and which plan's limits it begins with.
    void create(String like) {
        Sheet sheet =
                new Sheet(
                        Texts.of("plans.new"),
                        Texts.of("plans.new.text"),
                        Texts.of("plans.new.verb"));
        TextField name = new TextField();
        name.setId("plan-name");
        ComboBox<String> from = new ComboBox<>();
        from.setId("plan-like");
        from.getItems().add(Texts.of("plans.new.nothing"));
        List<PlanDraft> plans = model.plans();
        plans.forEach(plan -> from.getItems().add(plan.base().getName()));
        from.getSelectionModel().select(0);
        for (int i = 0; i < plans.size(); i++) {
            if (plans.get(i).id().equals(like)) {
                from.getSelectionModel().select(i + 1);
            }
        }
        from.setMaxWidth(Double.MAX_VALUE);
        sheet.with(
                Described.label(Texts.of("plans.name"), name),
                name,
                Described.label(Texts.of("plans.new.like"), from),
                from);
        sheet.confirmButton().setId("confirm-plan");
        sheet.onConfirm(
                () -> {
                    int chosen = from.getSelectionModel().getSelectedIndex();
                    sheet.busy(true);
                    model.create(
                            name.getText(),
                            chosen <= 0 ? "" : plans.get(chosen - 1).id(),
                            () -> {
                                sheet.leave();
                                bench.toasts().done(Texts.of("plans.new.done", name.getText()));
                            },
                            failure -> sheet.problem(failure.text()));
                });
        bench.overlay().show(sheet);
        name.requestFocus();
    }

    /// Gives a plan another name; it counts as an edit until it is saved.
    void rename(String plan) {
        PlanDraft draft = model.plan(plan);
        Sheet sheet =
                new Sheet(
                        Texts.of("plans.rename.title", draft.base().getName()),
                        "",
                        Texts.of("plans.rename.verb"));
        TextField name = new TextField(draft.name());
        name.setId("plan-name");
        sheet.with(Described.label(Texts.of("plans.name"), name), name);
        sheet.confirmButton().setId("confirm-rename");
        sheet.onConfirm(
                () -> {
                    String typed = name.getText().strip();
                    boolean isTaken =
                            model.plans().stream()
                                    .anyMatch(
                                            other ->
                                                    !other.id().equals(plan)
                                                            && other.name().equals(typed));
                    if (typed.isEmpty() || isTaken) {
                        sheet.problem(
                                Texts.of(isTaken ? "plans.name.taken" : "plans.name.missing"));
                    } else {
                        model.rename(plan, typed);
                        sheet.leave();
                    }
                });
        bench.overlay().show(sheet);
        name.selectAll();
    }
}
