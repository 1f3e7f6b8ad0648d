package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.ScreenTab;
import io.weighbridge.console.shell.TabbedList;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.Drift;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Predicted GPU time of services beside what was measured.
public final class DriftTab implements ScreenTab {
    private static final String NAME = "drift";

    private final Workbench bench;
    private final DriftModel model;
    private final SpanBar span;
    private final DataTable<DriftModel.Line> table;
    private final TabbedList<DriftModel.Line> list;
    private final StringProperty noCalibrate = new SimpleStringProperty("");

    /// @param address of the screen, with the time that is looked at first
    public DriftTab(Workbench bench, Address address) {
        this.bench = bench;
        model = new DriftModel(bench.client(), bench.background(), bench.formats().clock());
        span = new SpanBar(bench, "drift", SpanChoice.of(address), _ -> choose());
        table = table(bench.formats()).onSelect(this::forbid);
        Actions.Binding calibrate = new Actions.Binding(this::calibrate, noCalibrate);
        Label what = Facts.muted(Texts.of("compute.drift.text"));
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox tools =
                new HBox(
                        8,
                        span,
                        what,
                        Buttons.of(ConsoleAction.CALIBRATE, calibrate, "drift-calibrate"));
        tools.setAlignment(Pos.CENTER_LEFT);
        list =
                new TabbedList<>(
                                bench,
                                "compute.",
                                NAME,
                                table,
                                () ->
                                        new TabbedList.Wanted<>(
                                                span.chosen(), model.lines(span.chosen())),
                                tools)
                        .leadingTo(
                                DriftModel.Line::id,
                                id -> bench.navigator().inspect(Address.of(Route.COMPUTE, id)))
                        .filteredBy(span.box())
                        .does(ConsoleAction.CALIBRATE, calibrate);
        forbid();
    }

    private static DataTable<DriftModel.Line> table(Formats formats) {
        DataTable<DriftModel.Line> table =
                new DataTable<DriftModel.Line>(
                                Texts.of("compute.drift"), line -> line.drift().getService())
                        .text(Texts.of("compute.service"), 190, line -> line.drift().getService());
        time(table, "predicted", Drift::getPredictedUs, formats);
        time(table, "measured", Drift::getMeasuredUs, formats);
        table.drawn(
                Texts.of("compute.drift.ratio"),
                180,
                Comparator.comparingLong(line -> DriftWords.awayMillionths(line.drift())),
                line -> DriftWords.ratio(line.drift()),
                _ ->
                        new ChipCell<>(
                                line -> DriftWords.ratio(line.drift()),
                                line -> DriftWords.isFar(line.drift()) ? "watch" : ""));
        count(table, "hours", Drift::getHours, formats);
        count(table, "left-out", Drift::getLeftOutHours, formats);
        count(table, "shared", Drift::getSharedHours, formats);
        return table;
    }

    private static void time(
            DataTable<DriftModel.Line> table,
            String word,
            ToLongFunction<Drift> of,
            Formats formats) {
        table.figure(
                Texts.of("compute.drift." + word),
                125,
                line -> of.applyAsLong(line.drift()),
                line -> DriftWords.time(line.drift(), of, formats),
                line -> of.applyAsLong(line.drift()) + " µs");
    }

    private static void count(
            DataTable<DriftModel.Line> table,
            String word,
            ToLongFunction<Drift> of,
            Formats formats) {
        table.figure(
                Texts.of("compute.drift." + word),
                125,
                line -> of.applyAsLong(line.drift()),
                line -> formats.count(of.applyAsLong(line.drift())),
                line -> Long.toString(of.applyAsLong(line.drift())));
    }

    private void choose() {
        bench.navigator().changed(address(Address.of(Route.COMPUTE)));
        read();
    }

    private void forbid() {
        String role = RoleCheck.refusal(bench.me(), ComputeGrpc.getApplyFactorsMethod());
        noCalibrate.set(
                !role.isEmpty()
                        ? role
                        : table.selected() == null ? Texts.of("compute.service.choose") : "");
    }

    private void calibrate() {
        DriftModel.Line line = table.selected();
        if (line != null) {
            CalibrateSheet.show(bench, model, line.drift().getService(), span.chosen(), this::read);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tab tab() {
        return list.tab();
    }

    @Override
    public Address address(Address screen) {
        return span.chosen().in(screen.with("tab", NAME));
    }

    @Override
    public void shown(Subscriptions keys) {
        list.bindTo(keys);
        keys.add(
                bench.actions()
                        .bind(
                                ConsoleAction.FILTER,
                                new Actions.Binding(
                                        list::focusFilter, new SimpleStringProperty(""))));
        read();
    }

    @Override
    public void read() {
        list.read();
    }

    @Override
    public void poll() {
        list.poll();
    }

    @Override
    public Optional<Address> chosen() {
        return list.chosen();
    }

    @Override
    public void cancel() {
        list.cancel();
    }
}
