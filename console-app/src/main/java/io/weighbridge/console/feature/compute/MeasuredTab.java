package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.compute.costs.GpusPart;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.ScreenTab;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ExporterState;
import io.weighbridge.proto.v1.GpuHour;
import io.weighbridge.proto.v1.ListExportersRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryGpuHoursReply;
import io.weighbridge.proto.v1.QueryGpuHoursRequest;

import javafx.scene.control.Tab;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What GPUs really did in the last day, and how it goes with who tells of it.
final class MeasuredTab implements ScreenTab {
    private static final String NAME = "measured";
    private static final long DAY_MS = 86_400_000;
    private static final int PAGE = 1_000;
    private static final int PAGES_MAX = 10;
    private static final int EXPORTERS_HEIGHT = 90;

    private final Workbench bench;
    private final Formats formats;
    private final Lane reading;
    private final DataTable<ExporterState> exporters;
    private final GpusPart gpus;
    private final DataTable<HourLine> hours;
    private final StatePane pane;
    private final Tab tab;
    private boolean isShown;

    private record Read(List<ExporterState> exporters, GpusPart.Uses gpus, List<HourLine> hours) {}

    MeasuredTab(Workbench bench) {
        this.bench = bench;
        this.formats = bench.formats();
        reading = bench.background().lane();
        exporters = exporters();
        gpus = new GpusPart(bench, this::read);
        hours = hours();
        VBox.setVgrow(hours.node(), Priority.ALWAYS);
        VBox content =
                new VBox(
                        8,
                        Facts.muted(Texts.of("compute.measured.text")),
                        exporters.node(),
                        gpus,
                        hours.node());
        pane =
                new StatePane(
                        content,
                        Texts.of("compute.measured.empty"),
                        Texts.of("compute.measured.why"),
                        this::read);
        pane.getStyleClass().add("tabbed-list");
        pane.show(new Loadable.Loading<>());
        tab = new Tab(Texts.of("compute.measured"), pane);
        tab.setId("compute-tab-" + NAME);
    }

    private DataTable<ExporterState> exporters() {
        DataTable<ExporterState> table =
                new DataTable<ExporterState>(
                                Texts.of("compute.exporters"), ExporterState::getExporter)
                        .drawn(
                                Texts.of("compute.exporter.state"),
                                110,
                                null,
                                MeasuredTab::state,
                                _ -> new ChipCell<>(MeasuredTab::state, MeasuredTab::stateStyle))
                        .text(Texts.of("compute.exporter"), 400, ExporterState::getExporter)
                        .text(
                                Texts.of("compute.exporter.told"),
                                110,
                                row -> formats.relative(row.getToldAtMs()))
                        .figure(
                                Texts.of("compute.exporter.found"),
                                80,
                                ExporterState::getFound,
                                row -> formats.count(row.getFound()),
                                row -> Integer.toString(row.getFound()))
                        .text(Texts.of("compute.exporter.problem"), 350, ExporterState::getProblem);
        table.node().setId("compute-exporters");
        table.node().setMinHeight(EXPORTERS_HEIGHT);
        table.node().setPrefHeight(EXPORTERS_HEIGHT);
        return table.remember(bench.settings(), "measured.exporters");
    }

    private static String state(ExporterState row) {
        return Texts.of(
                row.getAskedAtMs() == 0
                        ? "compute.exporter.waits"
                        : row.getProblem().isEmpty()
                                ? "compute.exporter.fine"
                                : "compute.exporter.fails");
    }

    private static String stateStyle(ExporterState row) {
        return row.getAskedAtMs() == 0 ? "" : row.getProblem().isEmpty() ? "ok" : "over";
    }

    private DataTable<HourLine> hours() {
        DataTable<HourLine> table =
                new DataTable<HourLine>(
                                Texts.of("compute.measured.hours"),
                                line -> line.hourAtMs() + line.gpu())
                        .text(
                                Texts.of("compute.measured.hour"),
                                160,
                                line -> formats.instant(line.hourAtMs()))
                        .text(Texts.of("compute.measured.card"), 180, HourLine::card)
                        .text(Texts.of("compute.gpu.name"), 140, HourLine::gpu)
                        .drawn(
                                Texts.of("compute.measured.seen"),
                                110,
                                null,
                                line -> line.seen(formats),
                                _ ->
                                        new ChipCell<>(
                                                line -> line.seen(formats),
                                                line ->
                                                        line.isPartly(formats.clock().millis())
                                                                ? "watch"
                                                                : ""));
        figure(table, "busy", 80, line -> line.busy(formats));
        figure(table, "cost", 85, line -> line.cost(formats));
        figure(table, "idle", 90, line -> line.idleCost(formats));
        figure(table, "energy", 85, line -> line.energy(formats));
        figure(table, "memory", 115, HourLine::memory);
        table.node().setId("compute-hours");
        return table.remember(bench.settings(), "measured.hours");
    }

    private static void figure(
            DataTable<HourLine> table, String word, int width, Function<HourLine, String> of) {
        table.figure(Texts.of("compute.measured." + word), width, of, of, of);
    }

    private Read load() {
        List<ExporterState> states =
                bench.client()
                        .measured()
                        .listExporters(ListExportersRequest.getDefaultInstance())
                        .getExportersList();
        long nowMs = formats.clock().millis();
        List<GpuHour> all = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            QueryGpuHoursReply reply =
                    bench.client()
                            .measured()
                            .queryGpuHours(
                                    QueryGpuHoursRequest.newBuilder()
                                            .setFromMs(nowMs - DAY_MS)
                                            .setToMs(nowMs)
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(PAGE)
                                                            .setToken(token))
                                            .build());
            all.addAll(reply.getHoursList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return new Read(states, gpus.load(all), HourLine.of(all, nowMs));
    }

    private void show(Read read) {
        isShown = true;
        exporters.setRows(read.exporters());
        gpus.show(read.gpus());
        hours.setRows(read.hours());
        pane.show(
                read.exporters().isEmpty() && read.gpus().isEmpty() && read.hours().isEmpty()
                        ? new Loadable.Empty<>()
                        : new Loadable.Ready<>(read));
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
    public void shown(Subscriptions keys) {
        gpus.shown(keys);
        read();
    }

    @Override
    public void read() {
        reading.run(
                this::load,
                this::show,
                failure -> {
                    if (!isShown) {
                        pane.show(new Loadable.Failed<>(failure));
                    }
                });
    }

    @Override
    public Optional<Address> chosen() {
        return gpus.chosen();
    }

    @Override
    public void cancel() {
        reading.cancel();
    }
}
