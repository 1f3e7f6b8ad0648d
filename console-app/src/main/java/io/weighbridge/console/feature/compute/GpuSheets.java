package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.control.MergeSheet;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.feature.compute.said.FromWhen;
import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuFigures;
import io.weighbridge.proto.v1.GpuPrice;

import java.util.OptionalLong;
import java.util.function.Consumer;

/// The forms that change the catalogue of GPUs.
final class GpuSheets {
    private static final long HOUR_MAX = 1_000_000_000_000_000L;
    private static final int SOURCE_MAX = 200;

    private final Workbench bench;
    private final GpusModel model;
    private final Runnable changed;

    /// @param changed called when something was changed
    GpuSheets(Workbench bench, GpusModel model, Runnable changed) {
        this.bench = bench;
        this.model = model;
        this.changed = changed;
    }

    /// Adds one.
    void add() {
        CheckedField name =
                new CheckedField(
                        "gpu-name",
                        Texts.of("compute.gpu.name"),
                        Texts.of("compute.gpu.name.hint"));
        GpuForm form = new GpuForm();
        Sheet sheet =
                new Sheet(
                        Texts.of("compute.gpu.add.title"),
                        Texts.of("compute.gpu.add.text"),
                        Texts.of("compute.gpu.add.verb"));
        ReasonField reason = new ReasonField();
        sheet.with(name, form, reason);
        figures(
                sheet,
                () -> {
                    boolean isNamed = name.text().strip().matches("[a-z0-9.-]{1,40}");
                    name.problem(isNamed ? "" : Texts.of("compute.gpu.name.wrong"));
                    boolean isRead = form.check();
                    if (isNamed && isRead) {
                        save(
                                sheet,
                                Gpu.newBuilder().setName(name.text().strip()).build(),
                                form.figures(GpuFigures.getDefaultInstance()),
                                reason);
                    }
                });
    }

    /// Says otherwise what one is.
    void edit(Gpu gpu) {
        GpuForm form = new GpuForm();
        form.show(gpu.getFigures());
        Sheet sheet =
                new Sheet(
                        Texts.of("compute.gpu.edit.title", gpu.getName()),
                        Texts.of("compute.gpu.edit.text"),
                        Texts.of("compute.gpu.edit.verb"));
        ReasonField reason = new ReasonField();
        sheet.with(form, reason);
        figures(
                sheet,
                () -> {
                    if (form.check()) {
                        save(sheet, gpu, form.figures(gpu.getFigures()), reason);
                    }
                });
    }

    private void figures(Sheet sheet, Runnable confirm) {
        sheet.setPrefWidth(600);
        sheet.confirmButton().setId("gpu-confirm");
        sheet.onConfirm(confirm);
        bench.overlay().show(sheet);
    }

    /// Retires one, or takes it back into use.
    void retire(Gpu gpu) {
        boolean retires = !gpu.getFigures().getRetired();
        String way = retires ? "compute.gpu.retire." : "compute.gpu.revive.";
        Sheet sheet =
                new Sheet(
                        Texts.of(way + "title", gpu.getName()),
                        Texts.of(way + "text"),
                        Texts.of(way + "verb"));
        ReasonField reason = new ReasonField();
        sheet.with(reason);
        sheet.confirmButton().setId("gpu-confirm");
        if (retires) {
            sheet.dangerous();
        }
        GpuFigures wanted = gpu.getFigures().toBuilder().setRetired(retires).build();
        sheet.onConfirm(() -> save(sheet, gpu, wanted, reason));
        bench.overlay().show(sheet);
    }

    private void save(Sheet sheet, Gpu base, GpuFigures wanted, ReasonField reason) {
        sheet.problem(reason.problem());
        if (reason.problem().isEmpty()) {
            sheet.busy(true);
            set(base, wanted, reason.reason(), sheet::leave, sheet::problem);
        }
    }

    private void set(
            Gpu base, GpuFigures wanted, String reason, Runnable leave, Consumer<String> problem) {
        model.set(
                base,
                wanted,
                reason,
                saved -> {
                    switch (saved) {
                        case GpusModel.Saved.Done(Gpu after) -> {
                            leave.run();
                            saved(base, after);
                        }
                        case GpusModel.Saved.Conflict(GpuMerge merge) -> {
                            leave.run();
                            merge(merge, reason);
                        }
                        case GpusModel.Saved.Refused(var failure) -> problem.accept(failure.text());
                    }
                });
    }

    private void saved(Gpu before, Gpu after) {
        changed.run();
        if (before.getVersion() == 0) {
            bench.toasts().done(Texts.of("compute.gpu.added", after.getName()));
            return;
        }
        boolean isRetired = after.getFigures().getRetired();
        String text =
                isRetired == before.getFigures().getRetired()
                        ? "compute.gpu.saved"
                        : isRetired ? "compute.gpu.retired.done" : "compute.gpu.revived.done";
        bench.toasts()
                .done(
                        Texts.of(text, after.getName()),
                        () ->
                                set(
                                        after,
                                        before.getFigures(),
                                        Texts.of("compute.undo.reason"),
                                        () -> {},
                                        bench.toasts()::failed));
    }

    private void merge(GpuMerge merge, String reason) {
        bench.overlay()
                .show(
                        MergeSheet.of(
                                merge.base().getName(),
                                merge,
                                GpuField::typed,
                                reason,
                                (decision, sheet) ->
                                        set(
                                                merge.theirs(),
                                                merge.merged(decision.takeTheirs()),
                                                decision.reason(),
                                                sheet::leave,
                                                sheet::problem)));
    }

    /// Says what an hour of one card costs.
    void price(Gpu gpu) {
        Formats formats = bench.formats();
        CheckedField hour =
                new CheckedField(
                        "gpu-hour",
                        Texts.of("compute.price.hour", formats.currencySign()),
                        gpu.hasPrice()
                                ? Texts.of(
                                        "compute.price.now",
                                        formats.exactMoney(gpu.getPrice().getHourNanos()),
                                        gpu.getPrice().getSource())
                                : Texts.of("compute.price.none"));
        if (gpu.hasPrice()) {
            hour.with(Nanos.toDecimal(gpu.getPrice().getHourNanos()));
        }
        CheckedField source =
                new CheckedField(
                        "gpu-price-source",
                        Texts.of("compute.gpu.source"),
                        Texts.of("compute.price.source.hint"));
        FromWhen from = new FromWhen(formats, "gpu-price-from");
        Sheet sheet =
                new Sheet(
                        Texts.of("compute.price.title", gpu.getName()),
                        Texts.of("compute.price.text"),
                        Texts.of("compute.price.verb"));
        sheet.with(hour, from.field(), source);
        sheet.confirmButton().setId("gpu-price-confirm");
        sheet.onConfirm(
                () -> {
                    OptionalLong nanos = hour(hour.text());
                    hour.problem(nanos.isPresent() ? "" : Texts.of("compute.price.wrong"));
                    String text = source.text().strip();
                    boolean isNamed = !text.isEmpty() && text.length() <= SOURCE_MAX;
                    source.problem(isNamed ? "" : Texts.of("compute.gpu.text.wrong"));
                    OptionalLong atMs = from.take();
                    if (nanos.isPresent() && isNamed && atMs.isPresent()) {
                        sheet.busy(true);
                        model.setPrice(
                                gpu.getName(),
                                nanos.getAsLong(),
                                atMs.getAsLong(),
                                text,
                                priced -> {
                                    sheet.leave();
                                    said(gpu, priced, atMs.getAsLong());
                                },
                                failure -> sheet.problem(failure.text()));
                    }
                });
        bench.overlay().show(sheet);
    }

    private static OptionalLong hour(String typed) {
        OptionalLong nanos = MoneyInput.parse(typed);
        return nanos.isPresent() && nanos.getAsLong() > 0 && nanos.getAsLong() <= HOUR_MAX
                ? nanos
                : OptionalLong.empty();
    }

    private void said(Gpu gpu, GpusModel.Priced priced, long wantedAtMs) {
        changed.run();
        GpuPrice made = priced.made();
        String text =
                wantedAtMs == 0
                        ? Texts.of(
                                "compute.price.done",
                                gpu.getName(),
                                bench.formats().money(made.getHourNanos()))
                        : Texts.of(
                                "compute.price.done.later",
                                gpu.getName(),
                                bench.formats().money(made.getHourNanos()),
                                TimeInput.text(made.getEffectiveAtMs(), bench.formats().zone()));
        GpuPrice before = priced.before();
        if (before == null) {
            bench.toasts().done(text);
            return;
        }
        String name = gpu.getName();
        // Of two from the same instant the later made holds.
        Runnable goBack =
                () ->
                        model.setPrice(
                                name,
                                before.getHourNanos(),
                                wantedAtMs,
                                before.getSource(),
                                _ -> changed.run(),
                                failure -> bench.toasts().failed(failure.text()));
        bench.toasts()
                .done(text, () -> Said.undo(bench, name, () -> model.isLast(name, made), goBack));
    }
}
