package io.weighbridge.console.feature.prices.importing;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.FieldNotTaken;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SkippedModels;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Prices taken over from a LiteLLM price map: a look at what would change, then a draft of what
/// was accepted.
public final class ImportScreen implements Screen {
    private static final int NOT_TAKEN_MAX = 100;

    private final Workbench bench;
    private final String refusal;
    private final ImportModel model;
    private final ChangeList changes;
    private final Label summary = Part.muted("");
    private final VBox notTaken = new VBox(4);
    private final TitledPane notTakenPane;
    private final Button make;
    private final StatePane pane;
    private final VBox node = new VBox();
    private final Subscriptions subscriptions = new Subscriptions();
    private boolean isShown;
    private boolean isMaking;

    public ImportScreen(Workbench bench) {
        this.bench = bench;
        this.refusal = RoleCheck.refusal(bench.me(), PricesGrpc.getUpdateDraftMethod());
        this.model = new ImportModel(bench.client(), bench.background());
        this.changes = new ChangeList(bench.settings());
        changes.onChange(this::showAccepted);
        make = Described.button(ConsoleAction.SAVE, this::make);
        make.setId("import-make");
        make.getStyleClass().add("accent");
        summary.setId("import-summary");
        summary.setWrapText(true);
        summary.setMinHeight(Label.USE_PREF_SIZE);
        ScrollPane scroll = new ScrollPane(notTaken);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(160);
        notTakenPane = new TitledPane(Texts.of("prices.import.not-taken"), scroll);
        notTakenPane.setExpanded(false);
        notTakenPane.setId("not-taken");
        VBox.setVgrow(changes.node(), Priority.ALWAYS);
        VBox found = new VBox(10, summary, changes.node(), notTakenPane);
        pane =
                new StatePane(
                        found,
                        Texts.of("prices.import.empty.title"),
                        Texts.of("prices.import.empty.text"),
                        () -> {});
        VBox.setVgrow(pane, Priority.ALWAYS);
        boolean mayMakeServices = bench.me().getRole() == Role.ROLE_ADMIN;
        ImportForm form = new ImportForm(mayMakeServices, this::look, this::compare);
        form.node().setDisable(!refusal.isEmpty());
        HBox head = new HBox(8, Shell.heading(title()), Part.space(), Part.refusal(refusal), make);
        head.setAlignment(Pos.CENTER_LEFT);
        node.getStyleClass().add("screen");
        node.getChildren().addAll(head, form.node(), pane);
        showAccepted();
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("prices.import.title");
    }

    @Override
    public void shown() {
        isShown = true;
        subscriptions.watch(model.stateProperty(), this::show);
        Part.bind(bench, subscriptions, ConsoleAction.SAVE, this::make);
    }

    @Override
    public void hidden() {
        subscriptions.clear();
        model.cancel();
        isShown = false;
    }

    private void look(String source, PriceImportOptions options) {
        if (source.isEmpty()) {
            bench.toasts().failed(Texts.of("prices.import.source.missing"));
        } else {
            model.look(source, options);
        }
    }

    private void compare(String source, PriceImportOptions options) {
        if (source.isEmpty()) {
            bench.toasts().failed(Texts.of("prices.import.source.missing"));
        } else {
            model.compare(
                    source,
                    options,
                    kept ->
                            bench.toasts()
                                    .done(
                                            Texts.of(
                                                    "prices.import.compare.done",
                                                    bench.formats().count(kept.getOthersPrices()))),
                    failure -> bench.toasts().failed(failure.text()));
        }
    }

    private void show(@Nullable Loadable<ImportModel.Looked> state) {
        pane.show(state == null ? new Loadable.Empty<>() : state);
        if (state instanceof Loadable.Ready<ImportModel.Looked>(ImportModel.Looked looked)) {
            PriceImport found = looked.found();
            changes.show(found.getChangesList(), found.getFlagsList());
            summary.setText(
                    Texts.of(
                            "prices.import.summary",
                            bench.formats().count(found.getModelsTaken()),
                            bench.formats().count(found.getModels()),
                            bench.formats().count(found.getPricesTaken()),
                            bench.formats().count(found.getAdded()),
                            bench.formats().count(found.getRaised()),
                            bench.formats().count(found.getLowered()),
                            bench.formats().count(found.getRemoved()),
                            bench.formats().count(found.getUnchanged())));
            showNotTaken(found);
        }
        showAccepted();
    }

    private void showNotTaken(PriceImport found) {
        notTaken.getChildren().clear();
        int count = 0;
        for (SkippedModels skipped : found.getSkippedList()) {
            line(
                    Texts.of(
                            "prices.import.skipped",
                            bench.formats().count(skipped.getCount()),
                            Texts.of("prices.skip." + skipped.getReason().name()),
                            examples(skipped.getExamplesList())));
            count += skipped.getCount();
        }
        for (FieldNotTaken field : found.getFieldsList().stream().limit(NOT_TAKEN_MAX).toList()) {
            line(
                    Texts.of(
                            "prices.import.field",
                            field.getField(),
                            bench.formats().count(field.getCount()),
                            field.getText(),
                            examples(field.getExamplesList())));
        }
        notTakenPane.setText(
                Texts.of(
                        "prices.import.not-taken-of",
                        bench.formats().count(count),
                        bench.formats().count(found.getFieldsCount())));
    }

    private static String examples(List<String> names) {
        return String.join(", ", names);
    }

    private void line(String text) {
        Label line = new Label(text);
        line.setWrapText(true);
        line.setMinHeight(Label.USE_PREF_SIZE);
        notTaken.getChildren().add(line);
    }

    private void showAccepted() {
        int count = changes.acceptedCount();
        make.setText(Texts.of("prices.import.make", Integer.toString(count)));
        make.setDisable(count == 0 || isMaking || !refusal.isEmpty());
    }

    private void make() {
        if (make.isDisabled()) {
            return;
        }
        if (model.stateProperty().get()
                instanceof Loadable.Ready<ImportModel.Looked>(ImportModel.Looked looked)) {
            isMaking = true;
            showAccepted();
            model.make(
                    looked,
                    changes.accepted(),
                    this::open,
                    failure -> {
                        isMaking = false;
                        showAccepted();
                        bench.toasts().failed(failure.text());
                    });
        }
    }

    // Whoever has gone elsewhere meanwhile is told, and not carried off.
    private void open(PriceBook draft) {
        isMaking = false;
        showAccepted();
        bench.toasts().done(Texts.of("prices.import.made"));
        if (isShown) {
            bench.navigator().open(Address.of(Route.PRICES, draft.getId()));
        }
    }
}
