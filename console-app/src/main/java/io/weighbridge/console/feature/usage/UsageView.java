package io.weighbridge.console.feature.usage;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.ExportModel;
import io.weighbridge.console.control.ExportSheet;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ExportUsageRequest;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.EnumMap;
import java.util.Map;

/// Usage: explored as chart and table, as a heat map, as records. Its address holds what is shown.
final class UsageView implements Screen {
    /// One part of the screen.
    interface Part {
        Parent node();

        /// Reads what a query wants to see.
        void show(UsageQuery query);

        void hide();

        /// Shows the same as a table, or no longer.
        default void toggleTable() {}
    }

    private final Workbench bench;
    private final Map<UsageQuery.Tab, Part> parts = new EnumMap<>(UsageQuery.Tab.class);
    private final Map<UsageQuery.Tab, ToggleButton> tabs = new EnumMap<>(UsageQuery.Tab.class);
    private final UsageBar bar;
    private final StackPane room = new StackPane();
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();
    private UsageQuery query;

    UsageView(Address address, Workbench bench) {
        this.bench = bench;
        UsageQuery asked = UsageQuery.of(address);
        this.query = asked.answerable(asked);
        Names names = new Names(bench.client());
        this.bar = new UsageBar(bench, names, this::change);
        ExploreView explore = new ExploreView(bench, names, this::change);
        explore.tagKeysProperty().subscribe(bar::showTagKeys);
        parts.put(UsageQuery.Tab.EXPLORE, explore);
        parts.put(UsageQuery.Tab.HEATMAP, new HeatView(bench, names));
        parts.put(UsageQuery.Tab.RECORDS, new RecordsView(bench, names));
        VBox.setVgrow(room, Priority.ALWAYS);
        this.node = new VBox(12, header(), bar.node(), room);
        node.getStyleClass().addAll("screen", "usage");
    }

    private HBox header() {
        ToggleGroup group = new ToggleGroup();
        HBox switches = new HBox();
        switches.getStyleClass().add("usage-tabs");
        for (UsageQuery.Tab tab : UsageQuery.Tab.values()) {
            ToggleButton button = new ToggleButton(Texts.of("usage.tab." + tab.word()));
            button.setId("usage-tab-" + tab.word());
            button.setToggleGroup(group);
            button.getStyleClass()
                    .add(
                            tab == UsageQuery.Tab.EXPLORE
                                    ? "left-pill"
                                    : tab == UsageQuery.Tab.RECORDS ? "right-pill" : "center-pill");
            button.setOnAction(
                    _ -> {
                        button.setSelected(true);
                        change(query.with(tab));
                    });
            tabs.put(tab, button);
            switches.getChildren().add(button);
        }
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header =
                new HBox(
                        8,
                        Shell.heading(Texts.of("shell.route.usage")),
                        switches,
                        space,
                        Described.iconButton(ConsoleAction.SHOW_AS_TABLE, this::toggleTable),
                        Described.iconButton(ConsoleAction.RELOAD, this::read),
                        Described.button(ConsoleAction.EXPORT, this::export));
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("shell.route.usage");
    }

    @Override
    public void shown() {
        bind(ConsoleAction.RELOAD, this::read);
        bind(ConsoleAction.SHOW_AS_TABLE, this::toggleTable);
        bind(ConsoleAction.EXPORT, this::export);
        bind(ConsoleAction.FILTER, bar::focusFilter);
        read();
    }

    private void bind(ConsoleAction action, Runnable run) {
        subscriptions.add(
                bench.actions()
                        .bind(action, new Actions.Binding(run, new SimpleStringProperty(""))));
    }

    @Override
    public void hidden() {
        subscriptions.clear();
        parts.values().forEach(Part::hide);
    }

    private Part part() {
        Part part = parts.get(query.tab());
        if (part == null) {
            throw new IllegalStateException("no part for " + query.tab());
        }
        return part;
    }

    private void toggleTable() {
        part().toggleTable();
    }

    private void change(UsageQuery wanted) {
        UsageQuery next = wanted.answerable(query);
        if (!next.equals(wanted)) {
            bench.toasts()
                    .done(Texts.of(next.isOfGpus() ? "usage.gpu.dropped" : "usage.tag.dropped"));
        }
        if (!next.equals(query)) {
            query = next;
            bench.navigator().changed(next.address());
            read();
        }
    }

    private void read() {
        bar.show(query);
        tabs.forEach((tab, button) -> button.setSelected(tab == query.tab()));
        Part shown = part();
        parts.values().stream().filter(part -> !part.equals(shown)).forEach(Part::hide);
        room.getChildren().setAll(shown.node());
        shown.show(query);
    }

    private void export() {
        // A key that is held down opens one sheet.
        if (bench.overlay().isShowing()) {
            return;
        }
        Span span = query.buckets(bench.formats().clock().millis(), bench.formats().zone()).span();
        UsageFilter filter = query.filter().withoutNone();
        ExportUsageRequest request =
                ExportUsageRequest.newBuilder()
                        .setAccount(filter.account())
                        .setKey(filter.key())
                        .setService(filter.service())
                        .setSubject(filter.subject())
                        .setTagKey(filter.hasTag() ? filter.tagKey() : "")
                        .setTag(filter.tag())
                        .setFromAtMs(span.fromMs())
                        .setToAtMs(span.toMs())
                        .build();
        String what =
                Texts.of(
                        "usage.export.what",
                        bench.formats().instant(span.fromMs()),
                        bench.formats().instant(span.toMs()));
        bench.overlay()
                .show(
                        new ExportSheet(
                                        new ExportModel(bench.background()),
                                        bench.formats(),
                                        bench.toasts(),
                                        () -> bench.client().exports().exportUsage(request),
                                        what,
                                        "weighbridge-usage.csv")
                                .sheet());
    }
}
