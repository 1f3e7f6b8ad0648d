package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.TickBox;
import io.weighbridge.console.feature.compute.said.FromWhen;
import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.GpuServices;
import io.weighbridge.proto.v1.SetGpuServicesRequest;

import javafx.scene.layout.VBox;

import org.controlsfx.control.CheckComboBox;

import java.util.List;
import java.util.OptionalLong;

/// Asks which services run on a measured GPU from when on.
final class AssignSheet {
    private final Workbench bench;
    private final AssignModel model;
    private final String gpu;
    private final Runnable changed;
    private final Lane reading;
    private final CheckComboBox<String> services = TickBox.withKeys(new CheckComboBox<>());
    private final FromWhen from;
    private final ReasonField reason = new ReasonField();
    private final Sheet sheet;

    private AssignSheet(Workbench bench, AssignModel model, String gpu, Runnable changed) {
        this.bench = bench;
        this.model = model;
        this.gpu = gpu;
        this.changed = changed;
        this.reading = bench.background().lane();
        from = new FromWhen(bench.formats(), "assign-from");
        services.setId("assign-services");
        services.setMaxWidth(Double.MAX_VALUE);
        sheet =
                new Sheet(
                        Texts.of("compute.assign.title", gpu),
                        Texts.of("compute.assign.text"),
                        Texts.of("compute.assign.verb"));
        sheet.with(
                new VBox(
                        4,
                        Described.label(Texts.of("compute.assign.services"), services),
                        services,
                        Facts.muted(Texts.of("compute.assign.none"))),
                from.field(),
                reason);
        sheet.confirmButton().setId("assign-confirm");
        sheet.onConfirm(this::set);
    }

    private record Choices(List<String> services, GpuUse use) {}

    /// @param changed called when something else runs on it
    static void show(Workbench bench, AssignModel model, String gpu, Runnable changed) {
        AssignSheet made = new AssignSheet(bench, model, gpu, changed);
        made.sheet.ready(false);
        bench.overlay().show(made.sheet);
        made.reading.run(
                () -> new Choices(model.services(), model.use(gpu)),
                made::fill,
                failure -> made.sheet.problem(failure.text()));
    }

    private void fill(Choices choices) {
        services.getItems().setAll(choices.services());
        // One that is not listed stays as well.
        choices.use().running().stream()
                .filter(each -> !services.getItems().contains(each))
                .forEach(services.getItems()::add);
        choices.use().running().forEach(services.getCheckModel()::check);
        sheet.came(services);
        sheet.ready(true);
    }

    private void set() {
        OptionalLong atMs = from.take();
        sheet.problem(reason.problem());
        if (atMs.isEmpty() || !reason.problem().isEmpty()) {
            return;
        }
        SetGpuServicesRequest request =
                SetGpuServicesRequest.newBuilder()
                        .setGpu(gpu)
                        .addAllServices(
                                services.getCheckModel().getCheckedItems().stream()
                                        .sorted()
                                        .toList())
                        .setEffectiveAtMs(atMs.getAsLong())
                        .build();
        sheet.busy(true);
        // What was said before, to go back to it.
        reading.run(
                () -> model.use(gpu),
                before ->
                        model.set(
                                request,
                                reason.reason(),
                                made -> {
                                    sheet.leave();
                                    said(before, made, atMs.getAsLong());
                                },
                                failure -> sheet.problem(failure.text())),
                failure -> sheet.problem(failure.text()));
    }

    private void said(GpuUse before, GpuServices made, long wantedAtMs) {
        changed.run();
        String what = GpuTables.names(made);
        String text =
                wantedAtMs == 0
                        ? Texts.of("compute.assign.done", what, gpu)
                        : Texts.of(
                                "compute.assign.done.later",
                                what,
                                gpu,
                                TimeInput.text(made.getEffectiveAtMs(), bench.formats().zone()));
        SetGpuServicesRequest back = AssignModel.back(before, made, wantedAtMs);
        Runnable goBack =
                () ->
                        model.set(
                                back,
                                Texts.of("compute.undo.reason"),
                                _ -> changed.run(),
                                failure -> bench.toasts().failed(failure.text()));
        bench.toasts().done(text, () -> Said.undo(bench, gpu, () -> model.isLast(made), goBack));
    }
}
