package io.weighbridge.console.feature.plans;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.FilterField;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PlansGrpc;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Consumer;

/// The section of plans: the matrix, what its edits come to, and what is worth a look.
final class PlansView {
    private static final int WARNINGS_SHOWN = 4;

    private final Workbench bench;
    private final MatrixModel model;
    private final MatrixTable table;
    private final PlanSheets sheets;
    private final String onlyPlan;
    private final Consumer<String> filtered;
    private final FilterField filter = new FilterField();
    private final VBox warnings = new VBox(2);
    private final Label hint = new Label();
    private final Label edited = new Label();
    private final Button save;
    private final Button discard = new Button(Texts.of("plans.discard"));
    private final String refusal;
    private final StatePane pane;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();

    /// @param filtered told of the filter when it is typed
    PlansView(Workbench bench, MatrixModel model, Address address, Consumer<String> filtered) {
        this.bench = bench;
        this.model = model;
        this.onlyPlan = address.id();
        this.filtered = filtered;
        this.table = new MatrixTable(model, bench.formats());
        this.sheets = new PlanSheets(bench, model);
        this.refusal = RoleCheck.refusal(bench.me(), PlansGrpc.getUpdatePlanMethod());
        table.node().setEditable(refusal.isEmpty());
        save = Described.button(ConsoleAction.SAVE, sheets::save);
        save.setId("save-plans");
        save.getStyleClass().add("accent");
        Button first = new Button(Texts.of("plans.new"));
        first.setDisable(!refusal.isEmpty());
        first.setOnAction(_ -> sheets.create(""));
        pane =
                new StatePane(
                                table.node(),
                                Texts.of("plans.empty"),
                                Texts.of("plans.empty.text"),
                                model::load)
                        .withEmptyAction(first);
        VBox.setVgrow(pane, Priority.ALWAYS);
        node = new VBox(8, bar(address.filter("filter")), pane, foot());
        node.getStyleClass().add("section");
    }

    Parent node() {
        return node;
    }

    private HBox bar(String narrowed) {
        filter.setPromptText(Texts.of("plans.filter"));
        filter.setId("filter-services");
        Described.named(filter, Texts.of("plans.filter"));
        filter.setText(narrowed);
        Button create = Described.button(ConsoleAction.NEW, this::create);
        create.setText(Texts.of("plans.new"));
        create.setId("new-plan");
        create.setDisable(!refusal.isEmpty());
        Button rename = new Button(Texts.of("plans.rename"));
        rename.setId("rename-plan");
        rename.setDisable(!refusal.isEmpty());
        rename.setOnAction(_ -> ifPlan(sheets::rename));
        Button keys = new Button(Texts.of("plans.keys"));
        keys.setId("keys-of-plan");
        keys.setOnAction(_ -> showKeys());
        Label why = new Label(refusal);
        why.getStyleClass().add("muted");
        why.setId("plans-refusal");
        HBox bar = new HBox(8, filter, create, rename, keys, why);
        if (!onlyPlan.isEmpty()) {
            Button all = new Button(Texts.of("plans.all"));
            all.setOnAction(_ -> bench.navigator().open(Address.of(Route.PLANS)));
            bar.getChildren().add(4, all);
        }
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private void ifPlan(Consumer<String> action) {
        String plan = table.focusedPlan();
        if (plan.isEmpty()) {
            bench.toasts().refused(Texts.of("common.not-now"));
        } else {
            action.accept(plan);
        }
    }

    private void showKeys() {
        ifPlan(plan -> bench.navigator().open(Address.of(Route.KEYS).with("plan", plan)));
    }

    private void create() {
        sheets.create(table.focusedPlan());
    }

    private VBox foot() {
        hint.getStyleClass().add("muted");
        hint.setWrapText(true);
        hint.setMinHeight(Region.USE_PREF_SIZE);
        edited.setId("plans-edited");
        discard.setId("discard-plans");
        discard.setOnAction(_ -> sheets.discard());
        Described.tip(
                discard, ConsoleAction.DISCARD.text() + "  " + ConsoleAction.DISCARD.keysText());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox buttons = new HBox(8, edited, space, discard, save);
        buttons.setAlignment(Pos.CENTER_LEFT);
        warnings.setId("plans-warnings");
        return new VBox(8, hint, warnings, buttons);
    }

    void shown() {
        subscriptions.watch(model.stateProperty(), pane::show);
        subscriptions.watch(model.revisionProperty(), _ -> refresh());
        subscriptions.watch(
                filter.textProperty(),
                text -> {
                    table.show(onlyPlan, text);
                    filtered.accept(text.strip());
                });
        ReadOnlyStringWrapper why = new ReadOnlyStringWrapper(refusal);
        bind(ConsoleAction.SAVE, sheets::save, why);
        bind(ConsoleAction.NEW, this::create, why);
        bind(ConsoleAction.EDIT, () -> ifPlan(sheets::rename), why);
        bind(ConsoleAction.FILTER, filter::requestFocus, new ReadOnlyStringWrapper(""));
        bind(ConsoleAction.SHOW_KEYS, this::showKeys, new ReadOnlyStringWrapper(""));
        subscriptions.add(
                bench.actions().bind(ConsoleAction.DISCARD, Buttons.binding(discard, "")));
    }

    private void bind(ConsoleAction action, Runnable run, ReadOnlyStringWrapper why) {
        subscriptions.add(bench.actions().bind(action, new Actions.Binding(run, why)));
    }

    void hidden() {
        subscriptions.clear();
    }

    private void refresh() {
        table.show(onlyPlan, filter.getText());
        hint.setText(Texts.of(model.isWhole() ? "plans.hint" : "plans.hint.part"));
        int count = model.edited().size();
        edited.setText(
                count == 0
                        ? Texts.of("plans.saved")
                        : Texts.of("plans.edited", bench.formats().count(count)));
        save.setDisable(count == 0 || !refusal.isEmpty());
        discard.setDisable(count == 0);
        List<String> lines = model.warnings();
        warnings.getChildren().clear();
        warnings.setManaged(!lines.isEmpty());
        lines.stream()
                .limit(WARNINGS_SHOWN)
                .forEach(line -> warnings.getChildren().add(PlanSheets.warning(line)));
        if (lines.size() > WARNINGS_SHOWN) {
            String rest = bench.formats().count(lines.size() - WARNINGS_SHOWN);
            warnings.getChildren().add(new Label(Texts.of("plans.warnings.more", rest)));
        }
    }
}
