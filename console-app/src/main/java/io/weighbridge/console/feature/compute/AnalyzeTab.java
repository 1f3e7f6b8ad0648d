package io.weighbridge.console.feature.compute;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.compute.AnalyzeModel.Analyzed;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.ScreenTab;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SavedModel;

import javafx.animation.PauseTransition;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a model needs, takes and costs: the answer follows each change of the question.
final class AnalyzeTab implements ScreenTab {
    static final String NAME = "analyze";
    private static final Duration TYPING = Duration.millis(350);
    // With room for its scroll bar.
    private static final int FORM_WIDTH = 316;
    private static final double STALE = 0.45;
    private static final long HOUR_NANOS_MAX = 1_000_000_000_000_000L;

    private final Workbench bench;
    private final Formats formats;
    private final AnalyzeModel model;
    private final RunsModel runs;
    private final GpusModel gpus;
    private final Lane choices;
    private final SourceBox source =
            new SourceBox(
                    new SourceBox.Listener() {
                        @Override
                        public void changed() {
                            askOf(usual());
                            changedLater();
                        }

                        @Override
                        public void read(Path file) {
                            AnalyzeTab.this.model.read(file, AnalyzeTab.this.source::take);
                        }
                    });
    private final ComboBox<Gpu> gpu = new ComboBox<>();
    private final Label hour = Facts.muted("");
    private final CheckedField ownHour =
            new CheckedField("analyze-own-hour", Texts.of("compute.analyze.own-hour"), "");
    private final TermsForm terms = new TermsForm("analyze-");
    private final AnalysisPane result;
    private final ScrollPane resultRoom = new ScrollPane();
    private final StatePane pane;
    private final PauseTransition typing = new PauseTransition(TYPING);
    private final String refusal;
    private final StringProperty noSave = new SimpleStringProperty("");
    private final StringProperty noUse = new SimpleStringProperty("");
    private final Actions.Binding save = new Actions.Binding(this::save, noSave);
    private final Actions.Binding use = new Actions.Binding(this::use, noUse);
    private final Tab tab;
    private String wanted;
    private boolean isFilling;
    private Choices known = new Choices(List.of(), List.of());

    private record Choices(List<SavedModel> models, List<Gpu> gpus) {}

    /// @param wanted id of the saved model that is analyzed at first; empty for none
    AnalyzeTab(Workbench bench, String wanted) {
        this.bench = bench;
        this.formats = bench.formats();
        this.wanted = wanted;
        model = new AnalyzeModel(bench.client(), bench.background());
        runs = new RunsModel(bench.client(), bench.background(), formats.clock());
        gpus = new GpusModel(bench.client(), bench.background(), formats.clock());
        choices = bench.background().lane();
        refusal = RoleCheck.refusal(bench.me(), ComputeGrpc.getAnalyzeModelMethod());
        result = new AnalysisPane(formats);
        resultRoom.setContent(result);
        resultRoom.setFitToWidth(true);
        resultRoom.getStyleClass().add("side-pane");
        pane =
                new StatePane(
                        resultRoom,
                        Texts.of("compute.analyze.empty"),
                        refusal.isEmpty() ? Texts.of("compute.analyze.why") : refusal,
                        this::ask);
        typing.setOnFinished(_ -> ask());
        terms.onChange(this::changedLater);
        HBox.setHgrow(pane, Priority.ALWAYS);
        HBox room = new HBox(16, form(), pane);
        room.getStyleClass().add("tabbed-list");
        source.dropOnto(room);
        tab = new Tab(Texts.of("compute.analyze"), room);
        tab.setId("compute-tab-" + NAME);
        forbid();
    }

    private ScrollPane form() {
        gpu.setConverter(new Chosen<>(RunSheet::text));
        gpu.setId("analyze-gpu");
        gpu.setMaxWidth(Double.MAX_VALUE);
        gpu.valueProperty().subscribe((_, _) -> changedLater());
        hour.setId("analyze-hour");
        Described.tip(ownHour.field(), Texts.of("compute.analyze.own-hour.help"));
        ownHour.field().setPromptText(Texts.of("compute.analyze.own-hour.none"));
        ownHour.field().textProperty().subscribe((_, _) -> changedLater());
        FlowPane buttons =
                new FlowPane(
                        8,
                        8,
                        ListTab.button(
                                ConsoleAction.SAVE, save, "compute.save.action", "analyze-save"),
                        ListTab.button(
                                ConsoleAction.NEW, use, "compute.use.action", "analyze-use"));
        VBox form =
                new VBox(
                        12,
                        source,
                        new VBox(4, Described.label(Texts.of("compute.gpu.name"), gpu), gpu, hour),
                        ownHour,
                        terms,
                        buttons);
        form.setDisable(!refusal.isEmpty());
        form.getStyleClass().add("compute-content");
        ScrollPane scroll = new ScrollPane(form);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("side-pane");
        scroll.setMinWidth(FORM_WIDTH);
        scroll.setPrefWidth(FORM_WIDTH);
        return scroll;
    }

    // Of a model that is not saved the answer tells; until then as one that reads tokens.
    private ModelUse usual() {
        return source.savedModel()
                .flatMap(each -> ModelUse.ofKind(each.getKind()))
                .orElse(ModelUse.TEXT);
    }

    // Not as somebody who types.
    private void askOf(ModelUse use) {
        boolean before = isFilling;
        isFilling = true;
        terms.use(use);
        isFilling = before;
    }

    // What stands there does not answer what is asked now.
    private void changedLater() {
        if (!isFilling) {
            result.setOpacity(STALE);
            typing.playFromStart();
        }
    }

    private void ask() {
        typing.stop();
        forbid();
        showHour();
        Optional<ModelSource> of = source.source();
        if (of.isEmpty() || !refusal.isEmpty()) {
            model.clear();
        } else if (checkHour() && terms.check()) {
            model.ask(
                    new AnalyzeModel.Question(
                            of.get(), gpu.getValue(), terms.terms(), hourNanos()));
        }
    }

    // Of this question alone; 0 for what the catalogue says.
    private long hourNanos() {
        return gpu.getValue() == null || ownHour.text().isBlank()
                ? 0
                : MoneyInput.parse(ownHour.text()).orElse(0);
    }

    private boolean checkHour() {
        long nanos = ownHour.text().isBlank() ? 1 : MoneyInput.parse(ownHour.text()).orElse(0);
        boolean isFine = nanos >= 1 && nanos <= HOUR_NANOS_MAX;
        ownHour.problem(isFine ? "" : Texts.of("compute.price.wrong"));
        return isFine;
    }

    private void showHour() {
        Gpu chosen = gpu.getValue();
        if (chosen == null) {
            hour.setText("");
        } else if (chosen.hasPrice()) {
            hour.setText(
                    Texts.of(
                            "compute.analyze.hour",
                            formats.exactMoney(chosen.getPrice().getHourNanos()),
                            chosen.getPrice().getSource()));
        } else {
            hour.setText(Texts.of("compute.gpu.unpriced.why"));
        }
    }

    private void forbid() {
        String roleSave = RoleCheck.refusal(bench.me(), ComputeGrpc.getSaveModelMethod());
        String roleUse = RoleCheck.refusal(bench.me(), ComputeGrpc.getSetServiceModelMethod());
        boolean isSaved = source.savedModel().isPresent();
        boolean isKnown =
                model.stateProperty().get() instanceof Loadable.Ready<Analyzed>(Analyzed shown)
                        && !shown.analysis().getKind().equals("unknown");
        noSave.set(
                !roleSave.isEmpty()
                        ? roleSave
                        : isSaved
                                ? Texts.of("compute.save.already")
                                : isKnown ? "" : Texts.of("compute.save.none"));
        noUse.set(!roleUse.isEmpty() ? roleUse : isSaved ? "" : Texts.of("compute.use.unsaved"));
    }

    private void show(Loadable<Analyzed> state) {
        if (state instanceof Loadable.Ready<Analyzed>(Analyzed analyzed)) {
            result.show(analyzed);
            result.setOpacity(1);
            if (analyzed.use() != ModelUse.of(analyzed.question().terms())) {
                askOf(analyzed.use());
                ask();
            }
        }
        pane.show(state);
        forbid();
    }

    private void save() {
        Optional<ModelSource> of = source.source();
        if (of.isEmpty()) {
            return;
        }
        CheckedField name =
                new CheckedField(
                                "model-name",
                                Texts.of("compute.save.name"),
                                Texts.of("compute.save.hint"))
                        .with(source.suggestedName());
        Sheet sheet =
                new Sheet(
                                Texts.of("compute.save.title"),
                                Texts.of("compute.save.text"),
                                Texts.of("compute.save.verb"))
                        .with(name);
        sheet.confirmButton().setId("model-save");
        sheet.onConfirm(
                () -> {
                    String typed = name.text().strip();
                    if (typed.isEmpty()) {
                        name.problem(Texts.of("compute.gpu.text.wrong"));
                        return;
                    }
                    sheet.busy(true);
                    runs.save(
                            typed,
                            of.get(),
                            made -> {
                                sheet.leave();
                                bench.toasts().done(Texts.of("compute.save.done", made.getName()));
                                wanted = made.getModel();
                                read();
                            },
                            failure -> sheet.problem(failure.text()));
                });
        bench.overlay().show(sheet);
    }

    private void use() {
        source.savedModel()
                .ifPresent(
                        each ->
                                RunSheet.show(
                                        bench,
                                        runs,
                                        new RunSheet.First(
                                                "",
                                                each.getModel(),
                                                gpu.getValue() == null
                                                        ? ""
                                                        : gpu.getValue().getName(),
                                                terms.check() ? terms.terms() : TermsForm.USUAL),
                                        made ->
                                                bench.navigator()
                                                        .open(
                                                                Address.of(Route.COMPUTE)
                                                                        .with("tab", "services"))));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tab tab() {
        return tab;
    }

    @Override
    public Address address(Address screen) {
        return screen.with("tab", NAME)
                .with("model", source.savedModel().map(SavedModel::getModel).orElse(wanted));
    }

    @Override
    public void shown(Subscriptions keys) {
        keys.watch(bench.theme().darkProperty(), result::paint);
        keys.watch(model.stateProperty(), this::show);
        keys.add(bench.actions().bind(ConsoleAction.SAVE, save));
        keys.add(bench.actions().bind(ConsoleAction.NEW, use));
        read();
    }

    @Override
    public void read() {
        if (refusal.isEmpty()) {
            choices.run(
                    () -> new Choices(runs.models(), gpus.all()),
                    this::fill,
                    failure -> pane.show(new Loadable.Failed<>(failure)));
        }
    }

    private void fill(Choices read) {
        if (!read.equals(known)) {
            known = read;
            fillBoxes(read);
        }
        if (!wanted.isEmpty()) {
            source.choose(wanted);
            wanted = "";
        }
    }

    private void fillBoxes(Choices read) {
        Gpu before = gpu.getValue();
        isFilling = true;
        source.fill(read.models());
        gpu.getItems()
                .setAll(
                        read.gpus().stream()
                                .filter(each -> !each.getFigures().getRetired())
                                .toList());
        // At first one that costs something.
        gpu.getItems().stream()
                .filter(
                        each ->
                                before == null
                                        ? each.hasPrice()
                                        : each.getName().equals(before.getName()))
                .findFirst()
                .ifPresent(gpu::setValue);
        isFilling = false;
        showHour();
        if (before != null && !before.equals(gpu.getValue())) {
            changedLater();
        }
    }

    @Override
    public Optional<Address> chosen() {
        return Optional.empty();
    }

    @Override
    public void cancel() {
        typing.stop();
        choices.cancel();
        model.cancel();
    }
}
