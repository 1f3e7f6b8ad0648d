package io.weighbridge.console.feature.plans;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Parent;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Plans and services: two sections of one screen. The filter `section=services` of its address
/// opens the second.
public final class PlansScreen implements Screen {
    private final Workbench bench;
    private final MatrixModel model;
    private Address address;
    private final PlansView plans;
    private final ServicesView services;
    private final Tab servicesTab = new Tab(Texts.of("plans.services"));
    private final TabPane tabs;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();

    public PlansScreen(Workbench bench, Address address) {
        this.bench = bench;
        model = new MatrixModel(bench.client(), bench.background(), bench.formats());
        this.address = address;
        plans =
                new PlansView(
                        bench, model, address, text -> remember(this.address.with("filter", text)));
        services = new ServicesView(bench, new ServicesModel(bench.client(), bench.background()));
        Tab plansTab = new Tab(Texts.of("plans.title"), plans.node());
        servicesTab.setContent(services.node());
        servicesTab.setId("tab-services");
        tabs = new TabPane(plansTab, servicesTab);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setAccessibleText(title());
        tabs.getStyleClass().add("list-tabs");
        if (address.filter("section").equals("services")) {
            tabs.getSelectionModel().select(servicesTab);
        }
        VBox.setVgrow(tabs, Priority.ALWAYS);
        node = new VBox(8, Shell.heading(title()), tabs);
        node.getStyleClass().addAll("screen", "plans");
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("plans.screen");
    }

    @Override
    public void shown() {
        subscriptions.watch(tabs.getSelectionModel().selectedItemProperty(), this::show);
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.RELOAD,
                                new Actions.Binding(model::load, new ReadOnlyStringWrapper(""))));
    }

    private void remember(Address next) {
        address = next;
        bench.navigator().changed(next);
    }

    private void show(Tab tab) {
        remember(address.with("section", servicesTab.equals(tab) ? "services" : ""));
        plans.hidden();
        services.hidden();
        if (servicesTab.equals(tab)) {
            services.shown();
        } else {
            plans.shown();
            model.load();
        }
    }

    @Override
    public void hidden() {
        subscriptions.clear();
        plans.hidden();
        services.hidden();
    }

    @Override
    public boolean hasUnsaved() {
        return !model.edited().isEmpty();
    }
}
