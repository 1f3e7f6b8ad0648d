package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.Drift;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import java.util.List;

/// How far predictions of one service are off, on its page, with the button that calibrates them.
public final class DriftPart extends VBox {
    private static final SpanChoice SPAN = SpanChoice.of(SpanChoice.Kind.DAYS_7);

    private final Workbench bench;
    private final Runnable changed;
    private final DriftModel model;
    private final Lane reading;
    private final SimpleStringProperty noCalibrate =
            new SimpleStringProperty(Texts.of("compute.unread"));
    private final Actions.Binding calibrate = new Actions.Binding(this::calibrate, noCalibrate);
    private String service = "";
    private List<Drift> seen = List.of();
    private boolean isShown;

    /// @param changed called when the service's factors are others
    public DriftPart(Workbench bench, Runnable changed) {
        this.bench = bench;
        this.changed = changed;
        model = new DriftModel(bench.client(), bench.background(), bench.formats().clock());
        reading = bench.background().lane();
    }

    /// Reads a service, and again.
    ///
    /// @param newService its name
    public void read(String newService) {
        service = newService;
        noCalibrate.set(RoleCheck.refusal(bench.me(), ComputeGrpc.getApplyFactorsMethod()));
        reading.run(
                () -> model.drifts(newService, SPAN),
                this::show,
                failure -> {
                    // What was read stays until it can be read again.
                    if (!isShown) {
                        fill(Facts.muted(failure.text()));
                    }
                });
    }

    private void show(List<Drift> drifts) {
        // What is the same stays, with what has the focus in it.
        if (isShown && drifts.equals(seen)) {
            return;
        }
        seen = drifts;
        isShown = true;
        if (drifts.isEmpty() || drifts.getFirst().getHours() == 0) {
            Label none = Facts.muted(Texts.of("compute.drift.none"));
            none.setId("drift-none");
            fill(none);
            return;
        }
        Drift drift = drifts.getFirst();
        Label ratio = new Label(DriftWords.ratio(drift));
        ratio.setId("drift-ratio");
        if (DriftWords.isFar(drift)) {
            ChipCell.dress(ratio, "watch");
        }
        fill(
                new Facts()
                        .with("compute.drift.ratio", ratio)
                        .with(
                                "compute.drift.predicted",
                                DriftWords.time(drift, Drift::getPredictedUs, bench.formats()))
                        .with(
                                "compute.drift.measured",
                                DriftWords.time(drift, Drift::getMeasuredUs, bench.formats()))
                        .with("compute.drift.hours", DriftWords.hours(drift))
                        .node());
    }

    private void fill(Node what) {
        getChildren()
                .setAll(
                        Facts.card(
                                Texts.of("compute.drift.card"),
                                what,
                                new FlowPane(
                                        8,
                                        8,
                                        Buttons.of(
                                                ConsoleAction.CALIBRATE,
                                                calibrate,
                                                "service-calibrate"))));
    }

    /// Binds its keys.
    public void shown(Subscriptions keys) {
        keys.add(bench.actions().bind(ConsoleAction.CALIBRATE, calibrate));
    }

    /// Forgets what is being read.
    public void cancel() {
        reading.cancel();
    }

    private void calibrate() {
        CalibrateSheet.show(bench, model, service, SPAN, changed);
    }
}
