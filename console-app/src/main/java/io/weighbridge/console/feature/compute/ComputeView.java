package io.weighbridge.console.feature.compute;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.feature.compute.costs.CostsTab;
import io.weighbridge.console.feature.compute.costs.DriftTab;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.ScreenTab;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// Compute: what a model needs and costs, what services run, saved models, GPUs, what these really
/// did, what that cost and earned, and how far it is from what was predicted. Its address holds the
/// tab.
final class ComputeView implements Screen {
    private final Workbench bench;
    private final List<ScreenTab> all;
    private final TabPane tabs = new TabPane();
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions keysOfTab = new Subscriptions();
    private final Follow follow;

    ComputeView(Address address, Workbench bench) {
        this.bench = bench;
        all =
                List.of(
                        new AnalyzeTab(bench, address.filter("model")),
                        ServicesTab.of(bench),
                        ModelsTab.of(bench),
                        GpusTab.of(bench),
                        new MeasuredTab(bench),
                        new CostsTab(bench, address),
                        new DriftTab(bench, address));
        fillTabs(address.filter("tab"));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header =
                new HBox(
                        8,
                        Shell.heading(title()),
                        space,
                        Described.iconButton(ConsoleAction.RELOAD, () -> current().read()));
        header.setAlignment(Pos.CENTER_LEFT);
        node = new VBox(12, header, tabs);
        node.getStyleClass().addAll("screen", "compute");
        follow = new Follow(bench, () -> current().poll());
    }

    private void fillTabs(String chosen) {
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setId("compute-tabs");
        tabs.setAccessibleText(title());
        tabs.getStyleClass().add("list-tabs");
        VBox.setVgrow(tabs, Priority.ALWAYS);
        for (ScreenTab each : all) {
            tabs.getTabs().add(each.tab());
            if (each.name().equals(chosen)) {
                tabs.getSelectionModel().select(each.tab());
            }
        }
    }

    private ScreenTab current() {
        return all.get(Math.max(0, tabs.getSelectionModel().getSelectedIndex()));
    }

    private Address address() {
        return current().address(Address.of(Route.COMPUTE));
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("shell.route.compute");
    }

    @Override
    public void shown() {
        subscriptions.watch(tabs.getSelectionModel().selectedIndexProperty(), _ -> showTab());
        bind(ConsoleAction.RELOAD, () -> current().read());
        bind(ConsoleAction.OPEN, this::openChosen);
        follow.start();
    }

    private void bind(ConsoleAction action, Runnable run) {
        subscriptions.add(
                bench.actions()
                        .bind(action, new Actions.Binding(run, new SimpleStringProperty(""))));
    }

    // As a page.
    private void openChosen() {
        current().chosen().ifPresent(bench.navigator()::open);
    }

    private void showTab() {
        keysOfTab.clear();
        bench.navigator().changed(address());
        current().shown(keysOfTab);
    }

    @Override
    public void hidden() {
        follow.stop();
        keysOfTab.clear();
        subscriptions.clear();
        all.forEach(ScreenTab::cancel);
    }
}
