package io.weighbridge.console.feature.operators;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
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

/// Operators, their sessions and proxies, a tab each.
public final class OperatorsView implements Screen {
    private final Workbench bench;
    private final VBox root = new VBox();
    private final TabPane tabs = new TabPane();
    private final PeoplePane people;
    private final SessionsPane sessions;
    private final ProxiesPane proxies;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions keysOfTab = new Subscriptions();

    public OperatorsView(Workbench bench) {
        this.bench = bench;
        people = new PeoplePane(bench, new OperatorsModel(bench.client(), bench.background()));
        sessions = new SessionsPane(bench, new SessionsModel(bench.client(), bench.background()));
        proxies = new ProxiesPane(bench, new ProxiesModel(bench.client(), bench.background()));
        Tab peopleTab = new Tab(Texts.of("operators.people"), people.tab().node());
        peopleTab.setId("tab-people");
        Tab sessionsTab = new Tab(Texts.of("operators.sessions"), sessions.tab().node());
        sessionsTab.setId("tab-sessions");
        Tab proxiesTab = new Tab(Texts.of("operators.proxies"), proxies.tab().node());
        proxiesTab.setId("tab-proxies");
        tabs.getTabs().addAll(peopleTab, sessionsTab, proxiesTab);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setAccessibleText(Texts.of("operators.title"));
        tabs.getStyleClass().add("list-tabs");
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
        subscriptions.add(bench.actions().bind(ConsoleAction.RELOAD, binding(this::reload, "")));
        subscriptions.watch(tabs.getSelectionModel().selectedItemProperty(), this::bindKeys);
        people.tab().begin(subscriptions);
        sessions.tab().begin(subscriptions);
        proxies.tab().begin(subscriptions);
        reload();
    }

    // The keys do what the buttons of the tab do that is seen.
    private void bindKeys(Tab tab) {
        keysOfTab.clear();
        ListTab<?> shown =
                switch (tab.getId()) {
                    case "tab-people" -> people.tab();
                    case "tab-sessions" -> sessions.tab();
                    default -> proxies.tab();
                };
        shown.actions()
                .forEach(
                        (action, button) ->
                                keysOfTab.add(
                                        bench.actions().bind(action, Buttons.binding(button, ""))));
        keysOfTab.add(
                bench.actions()
                        .bind(
                                ConsoleAction.NEW,
                                switch (tab.getId()) {
                                    case "tab-people" -> binding(people::create, "");
                                    case "tab-sessions" ->
                                            binding(() -> {}, Texts.of("operators.sessions.new"));
                                    default -> binding(proxies::create, "");
                                }));
    }

    private static Actions.Binding binding(Runnable run, String refusal) {
        return new Actions.Binding(run, new SimpleStringProperty(refusal));
    }

    private void reload() {
        people.load();
        sessions.load();
        proxies.load();
    }

    @Override
    public void hidden() {
        keysOfTab.clear();
        subscriptions.clear();
    }
}
