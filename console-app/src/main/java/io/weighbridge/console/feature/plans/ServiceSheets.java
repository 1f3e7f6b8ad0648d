package io.weighbridge.console.feature.plans;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.MergeSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceSettings;

import javafx.scene.control.TextField;

/// The forms over the list of services.
final class ServiceSheets {
    private final Workbench bench;
    private final ServicesModel model;

    ServiceSheets(Workbench bench, ServicesModel model) {
        this.bench = bench;
        this.model = model;
    }

    void create() {
        Sheet sheet =
                new Sheet(
                        Texts.of("plans.service.new"),
                        Texts.of("plans.service.new.text"),
                        Texts.of("plans.service.new.verb"));
        TextField name = new TextField();
        name.setId("service-name");
        ServiceForm form = new ServiceForm();
        sheet.with(Described.label(Texts.of("plans.service.name"), name), name, form);
        sheet.confirmButton().setId("confirm-service");
        sheet.onConfirm(
                () -> {
                    sheet.problem(form.problem());
                    if (form.problem().isEmpty()) {
                        sheet.busy(true);
                        model.create(
                                name.getText(),
                                form.settings(ServiceSettings.getDefaultInstance()),
                                made -> {
                                    sheet.leave();
                                    bench.toasts()
                                            .done(
                                                    Texts.of(
                                                            "plans.service.new.done",
                                                            made.getName()));
                                },
                                failure -> sheet.problem(failure.text()));
                    }
                });
        bench.overlay().show(sheet);
        name.requestFocus();
    }

    void edit(Service service) {
        Sheet sheet =
                new Sheet(
                        service.getName(),
                        Texts.of("plans.service.edit.text"),
                        Texts.of("plans.service.edit.verb"));
        ServiceForm form = new ServiceForm();
        form.show(service.getSettings());
        sheet.confirmButton().setId("confirm-service");
        sheet.with(form)
                .onReason(
                        form::problem,
                        reason ->
                                update(
                                        service,
                                        form.settings(service.getSettings()),
                                        reason,
                                        sheet));
        bench.overlay().show(sheet);
    }

    /// Turns a service off, or on again.
    void toggle(Service service) {
        boolean disables = !service.getSettings().getDisabled();
        String way = disables ? "plans.service.disable." : "plans.service.enable.";
        Sheet sheet =
                new Sheet(
                        Texts.of(way + "title", service.getName()),
                        Texts.of(way + "text"),
                        Texts.of(way + "verb"));
        sheet.confirmButton().setId("confirm-service");
        if (disables) {
            sheet.dangerous();
        }
        ServiceSettings wanted = service.getSettings().toBuilder().setDisabled(disables).build();
        sheet.onReason(reason -> update(service, wanted, reason, sheet));
        bench.overlay().show(sheet);
    }

    private void update(Service base, ServiceSettings wanted, String reason, Sheet sheet) {
        model.update(
                base,
                wanted,
                reason,
                saved -> {
                    switch (saved) {
                        case ServicesModel.Saved.Done(var before, var after) -> {
                            sheet.leave();
                            saved(before, after);
                        }
                        case ServicesModel.Saved.Conflict(var merge) -> {
                            sheet.leave();
                            merge(merge, reason);
                        }
                        case ServicesModel.Saved.Refused(var failure) ->
                                sheet.problem(failure.text());
                    }
                });
    }

    // Without a sheet: of an undo.
    private void update(Service base, ServiceSettings wanted, String reason) {
        model.update(
                base,
                wanted,
                reason,
                saved -> {
                    switch (saved) {
                        case ServicesModel.Saved.Done(var before, var after) ->
                                saved(before, after);
                        case ServicesModel.Saved.Conflict(var merge) -> merge(merge, reason);
                        case ServicesModel.Saved.Refused(var failure) ->
                                bench.toasts().failed(failure.text());
                    }
                });
    }

    private void saved(Service before, Service after) {
        boolean isOff = after.getSettings().getDisabled();
        boolean isSwitched = isOff != before.getSettings().getDisabled();
        String text =
                isSwitched
                        ? isOff ? "plans.service.disabled.done" : "plans.service.enabled.done"
                        : "plans.service.saved";
        bench.toasts()
                .done(
                        Texts.of(text, after.getName()),
                        () ->
                                update(
                                        after,
                                        before.getSettings(),
                                        Texts.of("plans.service.undo.reason")));
    }

    private void merge(ServiceMerge merge, String reason) {
        bench.overlay()
                .show(
                        MergeSheet.of(
                                merge.base().getName(),
                                merge,
                                (field, settings) -> field.shown(settings, bench.formats()),
                                reason,
                                (decision, sheet) ->
                                        update(
                                                merge.theirs(),
                                                merge.merged(decision.takeTheirs()),
                                                decision.reason(),
                                                sheet)));
    }
}
