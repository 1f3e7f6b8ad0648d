package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.feature.compute.said.FromWhen;
import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.SavedModel;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Asks what a service runs from when on: which model, on which GPU, how, and for what margin.
final class RunSheet {
    private final Workbench bench;
    private final RunsModel model;
    private final GpusModel gpus;
    private final Consumer<ServiceModel> changed;
    private final Lane reading;
    private final ComboBox<Service> service = new ComboBox<>();
    // Empty: none is known.
    private final ComboBox<Optional<SavedModel>> models = new ComboBox<>();
    private final ComboBox<Gpu> gpu = new ComboBox<>();
    private final TermsForm terms = new TermsForm("run-");
    private final FromWhen from;
    private final ReasonField reason = new ReasonField();
    private final Sheet sheet =
            new Sheet(
                    Texts.of("compute.run.title"),
                    Texts.of("compute.run.text"),
                    Texts.of("compute.run.verb"));

    /// What stands in the form at first.
    ///
    /// @param service id, empty for none
    /// @param model id, empty for none
    /// @param gpu name, empty for none
    record First(String service, String model, String gpu, ComputeTerms terms) {
        /// As a service runs now.
        static First of(RunRow row) {
            ServiceModel now = row.running();
            return new First(
                    row.service().getId(),
                    now.getModel(),
                    now.getGpu(),
                    row.isKnown() ? now.getTerms() : TermsForm.USUAL);
        }
    }

    private record Choices(List<Service> services, List<SavedModel> models, List<Gpu> gpus) {}

    private RunSheet(Workbench bench, RunsModel model, Consumer<ServiceModel> changed) {
        this.bench = bench;
        this.model = model;
        this.gpus = new GpusModel(bench.client(), bench.background(), bench.formats().clock());
        this.changed = changed;
        this.reading = bench.background().lane();
        from = new FromWhen(bench.formats(), "run-from");
        service.setConverter(new Chosen<>(Service::getName));
        service.setId("run-service");
        models.setConverter(
                new Chosen<>(
                        each ->
                                each.map(SavedModel::getName)
                                        .orElseGet(() -> Texts.of("compute.service.unknown"))));
        models.setId("run-model");
        gpu.setConverter(new Chosen<>(RunSheet::text));
        gpu.setId("run-gpu");
        models.valueProperty()
                .subscribe(
                        chosen -> {
                            boolean isNone = chosen != null && chosen.isEmpty();
                            gpu.setDisable(isNone);
                            terms.setDisable(isNone);
                            if (chosen != null) {
                                chosen.flatMap(each -> ModelUse.ofKind(each.getKind()))
                                        .ifPresent(terms::use);
                            }
                        });
        sheet.with(grid(), terms, from.field(), reason);
        sheet.setPrefWidth(560);
        sheet.confirmButton().setId("run-confirm");
        sheet.onConfirm(this::set);
    }

    /// A GPU as it is chosen: by its name, and whether it costs anything.
    static String text(Gpu gpu) {
        return gpu.hasPrice()
                ? gpu.getName()
                : Texts.of("compute.gpu.without-price", gpu.getName());
    }

    static void show(
            Workbench bench, RunsModel model, First first, Consumer<ServiceModel> changed) {
        RunSheet made = new RunSheet(bench, model, changed);
        made.terms.show(first.terms());
        made.sheet.ready(false);
        bench.overlay().show(made.sheet);
        made.reading.run(
                () -> new Choices(model.services(), model.models(), made.gpus.all()),
                choices -> made.fill(choices, first),
                failure -> made.sheet.problem(failure.text()));
    }

    private GridPane grid() {
        GridPane grid = new GridPane(12, 6);
        for (int i = 0; i < 2; i++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            grid.getColumnConstraints().add(half);
        }
        grid.add(named("compute.service", service), 0, 0);
        grid.add(named("compute.model", models), 0, 1);
        grid.add(named("compute.gpu.name", gpu), 1, 1);
        return grid;
    }

    private static VBox named(String key, ComboBox<?> box) {
        box.setMaxWidth(Double.MAX_VALUE);
        Node label = Described.label(Texts.of(key), box);
        return new VBox(4, label, box);
    }

    private void fill(Choices choices, First first) {
        service.getItems().setAll(choices.services());
        choices.services().stream()
                .filter(each -> each.getId().equals(first.service()))
                .findFirst()
                .ifPresent(service::setValue);
        choices.models().stream()
                .filter(each -> ModelUse.ofKind(each.getKind()).isPresent())
                .forEach(each -> models.getItems().add(Optional.of(each)));
        models.getItems().add(Optional.empty());
        models.getItems().stream()
                .filter(each -> each.isPresent() && each.get().getModel().equals(first.model()))
                .findFirst()
                .ifPresent(models::setValue);
        choices.gpus().stream()
                .filter(
                        each ->
                                !each.getFigures().getRetired()
                                        || each.getName().equals(first.gpu()))
                .forEach(gpu.getItems()::add);
        gpu.getItems().stream()
                .filter(each -> each.getName().equals(first.gpu()))
                .findFirst()
                .ifPresent(gpu::setValue);
        boolean isAny = choices.models().stream().findAny().isPresent();
        sheet.problem(isAny ? "" : Texts.of("compute.run.no-model"));
        sheet.ready(true);
    }

    private String problem(Optional<SavedModel> chosen) {
        if (service.getValue() == null) {
            return Texts.of("compute.run.service.missing");
        }
        if (chosen.isPresent() && gpu.getValue() == null) {
            return Texts.of("compute.run.gpu.missing");
        }
        return reason.problem();
    }

    private void set() {
        if (models.getValue() == null) {
            sheet.problem(Texts.of("compute.run.model.missing"));
            return;
        }
        Optional<SavedModel> chosen = models.getValue();
        String problem = problem(chosen);
        boolean isRead = chosen.isEmpty() || terms.check();
        OptionalLong atMs = from.take();
        sheet.problem(problem);
        if (!problem.isEmpty() || !isRead || atMs.isEmpty()) {
            return;
        }
        SetServiceModelRequest.Builder request =
                SetServiceModelRequest.newBuilder()
                        .setService(service.getValue().getId())
                        .setEffectiveAtMs(atMs.getAsLong());
        chosen.ifPresent(
                each ->
                        request.setModel(each.getModel())
                                .setGpu(gpu.getValue().getName())
                                .setTerms(terms.terms()));
        sheet.busy(true);
        before(
                service.getValue(),
                history ->
                        model.set(
                                request.build(),
                                reason.reason(),
                                made -> {
                                    sheet.leave();
                                    said(history, made, atMs.getAsLong());
                                },
                                failure -> sheet.problem(failure.text())));
    }

    // What was said before, to go back to it.
    private void before(Service chosen, Consumer<RunsModel.History> use) {
        reading.run(
                () -> model.history(chosen.getId()), use, failure -> sheet.problem(failure.text()));
    }

    private void said(RunsModel.History before, ServiceModel made, long wantedAtMs) {
        changed.accept(made);
        String what = RunTables.what(made);
        String text =
                wantedAtMs == 0
                        ? Texts.of("compute.run.done", made.getService(), what)
                        : Texts.of(
                                "compute.run.done.later",
                                made.getService(),
                                what,
                                TimeInput.text(made.getEffectiveAtMs(), bench.formats().zone()));
        SetServiceModelRequest back = RunsModel.back(before, made, wantedAtMs);
        Runnable goBack =
                () ->
                        model.set(
                                back,
                                Texts.of("compute.undo.reason"),
                                changed,
                                failure -> bench.toasts().failed(failure.text()));
        bench.toasts()
                .done(
                        text,
                        () ->
                                Said.undo(
                                        bench,
                                        made.getService(),
                                        () -> model.isLast(made),
                                        goBack));
    }
}
