package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.feature.compute.said.FromWhen;
import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.FactorsProposal;
import io.weighbridge.proto.v1.ServiceModel;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/// Proposes the shares of a GPU's peaks that would have predicted what was measured, and makes them
/// hold when somebody says so.
final class CalibrateSheet {
    private final Workbench bench;
    private final DriftModel model;
    private final String service;
    private final Runnable changed;
    private final Lane proposing;
    // Of its own: until it answers the sheet can be neither sent nor left.
    private final Lane explaining;
    private final SpanBar span;
    private final VBox found = new VBox(8);
    private final FromWhen from;
    private final ReasonField reason = new ReasonField();
    private final Sheet sheet;
    private DriftModel.@Nullable Proposal proposal;

    private CalibrateSheet(
            Workbench bench, DriftModel model, String service, SpanChoice first, Runnable changed) {
        this.bench = bench;
        this.model = model;
        this.service = service;
        this.changed = changed;
        this.proposing = bench.background().lane();
        this.explaining = bench.background().lane();
        span = new SpanBar(bench, "calibrate", first, _ -> propose());
        found.setId("calibrate-found");
        from = new FromWhen(bench.formats(), "calibrate-from");
        sheet =
                new Sheet(
                        Texts.of("compute.calibrate.title", service),
                        Texts.of("compute.calibrate.text"),
                        Texts.of("compute.calibrate.verb"));
        sheet.with(
                new VBox(4, Described.label(Texts.of("compute.span"), span.box()), span),
                found,
                from.field(),
                reason);
        sheet.setPrefWidth(560);
        sheet.confirmButton().setId("calibrate-confirm");
        sheet.onConfirm(this::apply);
        sheet.sceneProperty()
                .subscribe(
                        (before, now) -> {
                            if (before != null && now == null) {
                                proposing.cancel();
                            }
                        });
    }

    /// @param service its name
    /// @param first the time that is compared at first
    /// @param changed called when other factors hold
    static void show(
            Workbench bench, DriftModel model, String service, SpanChoice first, Runnable changed) {
        CalibrateSheet made = new CalibrateSheet(bench, model, service, first, changed);
        bench.overlay().show(made.sheet);
        made.propose();
    }

    private void propose() {
        proposal = null;
        sheet.ready(false);
        sheet.problem("");
        found.getChildren().setAll(Facts.muted(Texts.of("common.loading")));
        SpanChoice wanted = span.chosen();
        proposing.run(() -> model.propose(service, wanted), this::show, this::cannotPropose);
    }

    // Why there is nothing to propose is no fault: most often nothing is measured yet.
    private void cannotPropose(Failure failure) {
        String key = "compute.calibrate." + failure.code();
        Label why = Facts.muted(Texts.has(key) ? Texts.of(key) : failure.text());
        why.setId("calibrate-why");
        found.getChildren().setAll(why);
    }

    private void show(DriftModel.Proposal now) {
        proposal = now;
        FactorsProposal factors = now.factors();
        Label ratio = new Label(DriftWords.ratio(factors.getDrift()));
        ratio.setId("calibrate-ratio");
        if (DriftWords.isFar(factors.getDrift())) {
            ChipCell.dress(ratio, "watch");
        }
        Facts facts =
                new Facts()
                        .with("compute.drift.ratio", ratio)
                        .with("compute.drift.hours", DriftWords.hours(factors.getDrift()))
                        .with(
                                "compute.calibrate.flops",
                                change(
                                        "calibrate-flops",
                                        factors.getFlopsShareMillionths(),
                                        factors.getProposedFlopsShareMillionths()))
                        .with(
                                "compute.calibrate.bandwidth",
                                change(
                                        "calibrate-bandwidth",
                                        factors.getBandwidthShareMillionths(),
                                        factors.getProposedBandwidthShareMillionths()));
        found.getChildren().setAll(facts.node());
        if (factors.getBounded()) {
            Label bounded = new Label(Texts.of("compute.calibrate.bounded"));
            bounded.setId("calibrate-bounded");
            bounded.setWrapText(true);
            bounded.setMinHeight(Label.USE_PREF_SIZE);
            VBox warning = new VBox(bounded);
            warning.getStyleClass().add("compute-unknown");
            found.getChildren().add(warning);
        }
        if (factors.getDrift().getSharedHours() > 0) {
            found.getChildren().add(Facts.muted(Texts.of("compute.calibrate.shared")));
        }
        sheet.ready(true);
    }

    private Label change(String id, long beforeMillionths, long afterMillionths) {
        Label label =
                new Label(
                        Texts.of(
                                "compute.calibrate.change",
                                bench.formats().share(beforeMillionths),
                                bench.formats().share(afterMillionths)));
        label.setId(id);
        return label;
    }

    private void apply() {
        DriftModel.Proposal now = proposal;
        OptionalLong atMs = from.take();
        sheet.problem(reason.problem());
        if (now == null || atMs.isEmpty() || !reason.problem().isEmpty()) {
            return;
        }
        sheet.busy(true);
        model.apply(
                service,
                now.factors(),
                atMs.getAsLong(),
                reason.reason(),
                made -> {
                    sheet.leave();
                    said(now.before(), made, atMs.getAsLong());
                },
                failure -> refused(failure, now, atMs.getAsLong()));
    }

    // The proposal was for something else: for what, is said.
    private void refused(Failure failure, DriftModel.Proposal of, long atMs) {
        if (failure.code().equals("VERSION_CONFLICT")) {
            explaining.run(
                    () -> model.clash(service, of, atMs, bench.formats()),
                    this::clashed,
                    unread -> sheet.problem(unread.text()));
        } else {
            sheet.problem(failure.text());
        }
    }

    // What is proposed now is asked for, and seen first. Where it is the instant that is in the way
    // that would be the same again.
    private void clashed(Clash clash) {
        sheet.busy(false);
        if (clash.isRenewable()) {
            propose();
        }
        sheet.problem(clash.text());
    }

    private void said(@Nullable ServiceModel before, ServiceModel made, long wantedAtMs) {
        changed.run();
        String text =
                wantedAtMs == 0
                        ? Texts.of("compute.calibrate.done", made.getService())
                        : Texts.of(
                                "compute.calibrate.done.later",
                                made.getService(),
                                TimeInput.text(made.getEffectiveAtMs(), bench.formats().zone()));
        if (before == null) {
            bench.toasts().done(text);
            return;
        }
        Runnable goBack =
                () ->
                        model.goBack(
                                service,
                                before,
                                wantedAtMs,
                                Texts.of("compute.undo.reason"),
                                _ -> changed.run(),
                                failure -> bench.toasts().failed(failure.text()));
        bench.toasts()
                .done(text, () -> Said.undo(bench, service, () -> model.isLast(made), goBack));
    }
}
