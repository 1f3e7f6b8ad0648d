package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.MergeSheet;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.AdjustmentLimit;

import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import java.util.OptionalLong;

/// Sets what a role adjusts alone.
final class LimitSheet {
    private LimitSheet() {}

    static void show(Workbench bench, ApprovalsModel model, AdjustmentLimit limit) {
        String role = Texts.of("common.role." + limit.getRole().name());
        Sheet sheet =
                new Sheet(
                        Texts.of("adjust.limits.title", role),
                        Texts.of("adjust.limits.consequence"),
                        Texts.of("adjust.limits.verb"));
        TextField single = new TextField(Nanos.toDecimal(limit.getSingleNanos()));
        single.setId("limit-single");
        TextField day = new TextField(Nanos.toDecimal(limit.getDayNanos()));
        day.setId("limit-day");
        CheckBox unlimited = new CheckBox(Texts.of("adjust.limits.none"));
        unlimited.setId("limit-unlimited");
        unlimited.setSelected(limit.getUnlimited());
        ReasonField reason = new ReasonField();
        single.disableProperty().bind(unlimited.selectedProperty());
        day.disableProperty().bind(unlimited.selectedProperty());
        sheet.with(
                unlimited,
                new VBox(4, Described.label(Texts.of("adjust.limits.single"), single), single),
                new VBox(4, Described.label(Texts.of("adjust.limits.day"), day), day),
                reason);
        sheet.confirmButton().setId("limit-confirm");
        sheet.onConfirm(
                () -> {
                    sheet.problem(reason.problem());
                    if (!reason.problem().isEmpty()) {
                        return;
                    }
                    AdjustmentLimit.Builder next =
                            AdjustmentLimit.newBuilder().setRole(limit.getRole());
                    if (unlimited.isSelected()) {
                        next.setUnlimited(true);
                    } else {
                        OptionalLong one = MoneyInput.parse(single.getText());
                        OptionalLong all = MoneyInput.parse(day.getText());
                        if (one.isEmpty() || all.isEmpty()) {
                            sheet.problem(Texts.of("adjust.limits.wrong"));
                            return;
                        }
                        next.setSingleNanos(one.getAsLong()).setDayNanos(all.getAsLong());
                    }
                    set(bench, model, limit, next.build(), reason.reason(), sheet);
                });
        bench.overlay().show(sheet);
    }

    private static void set(
            Workbench bench,
            ApprovalsModel model,
            AdjustmentLimit before,
            AdjustmentLimit wanted,
            String reason,
            Sheet sheet) {
        String role = Texts.of("common.role." + wanted.getRole().name());
        sheet.busy(true);
        model.setLimit(
                before,
                wanted,
                reason,
                set -> {
                    switch (set) {
                        case ApprovalsModel.Set.Done() -> {
                            sheet.leave();
                            bench.toasts().done(Texts.of("adjust.limits.done", role));
                        }
                        case ApprovalsModel.Set.Conflict(var merge) -> {
                            sheet.leave();
                            merge(bench, model, merge, reason, role);
                        }
                        case ApprovalsModel.Set.Refused(var failure) ->
                                sheet.problem(failure.text());
                    }
                });
    }

    private static void merge(
            Workbench bench, ApprovalsModel model, LimitMerge merge, String reason, String role) {
        bench.overlay()
                .show(
                        MergeSheet.of(
                                Texts.of("adjust.limits.title", role),
                                merge,
                                (_, limit) -> LimitMerge.shown(limit, bench.formats()),
                                reason,
                                (decision, sheet) ->
                                        set(
                                                bench,
                                                model,
                                                merge.other(),
                                                decision.takeTheirs().isEmpty()
                                                        ? merge.mine()
                                                        : merge.other(),
                                                decision.reason(),
                                                sheet)));
    }
}
