package io.weighbridge.console.feature.operators;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Parent;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Operators and proxies, a tab each.
public final class OperatorsView implements Screen {
    private final Workbench bench;
    private final VBox root = new VBox();
    private final TabPane tabs = new TabPane();
    private final PeoplePane people;
    private final ProxiesPane proxies;
    private final Subscriptions subscriptions = new Subscriptions();

    public OperatorsView(Workbench bench) {
        this.bench = bench;
        people = new PeoplePane(bench, new OperatorsModel(bench.client(), bench.background()));
        proxies = new ProxiesPane(bench, new ProxiesModel(bench.client(), bench.background()));
        Tab peopleTab = new Tab(Texts.of("operators.people"), people.node());
        peopleTab.setId("tab-people");
        Tab proxiesTab = new Tab(Texts.of("operators.proxies"), proxies.node());
        proxiesTab.setId("tab-proxies");
        tabs.getTabs().addAll(peopleTab, proxiesTab);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setAccessibleText(Texts.of("operators.title"));
        VBox.setVgrow(tabs, Priority.ALWAYS);
        root.getStyleClass().add("screen");
        root.getChildren().addAll(Shell.heading(title()), tabs);
    }

    @Override
    public Parent node() {
        return root;
    }

    @Override
    public String title() {
        return Texts.of("operators.title");
    }

    @Override
    public void shown() {
        bind(ConsoleAction.NEW, () -> chosen(people::create, proxies::create));
        bind(ConsoleAction.RELOAD, this::reload);
        people.begin(subscriptions);
        proxies.begin(subscriptions);
        reload();
    }

    private void reload() {
        people.load();
        proxies.load();
    }

    private void chosen(Runnable ofPeople, Runnable ofProxies) {
        if (tabs.getSelectionModel().getSelectedIndex() == 0) {
            ofPeople.run();
        } else {
            ofProxies.run();
        }
    }

    private void bind(ConsoleAction action, Runnable run) {
        subscriptions.add(
                bench.actions()
                        .bind(action, new Actions.Binding(run, new SimpleStringProperty(""))));
    }

    @Override
    public void hidden() {
        subscriptions.clear();
    }
}
