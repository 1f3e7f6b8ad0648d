package io.weighbridge.console.shell;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.fx.Subscriptions;
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
import java.util.function.Supplier;

/// The tabs of a screen under its heading. The tab that is seen reads and has the keys; what is
/// chosen in it opens as a page. All on the FX thread.
public final class ScreenTabs {
    private final Workbench bench;
    private final List<? extends ScreenTab> all;
    private final Supplier<Address> address;
    private final TabPane tabs = new TabPane();
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions keysOfTab = new Subscriptions();

    /// @param chosen name of the tab that is seen first; another text: the first of them
    /// @param address where the screen is, with its tab; asked for whenever that changes
    public ScreenTabs(
            Workbench bench,
            Route route,
            List<? extends ScreenTab> all,
            String chosen,
            Supplier<Address> address) {
        this.bench = bench;
        this.all = all;
        this.address = address;
        fill(route, chosen);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header =
                new HBox(
                        8,
                        Shell.heading(title(route)),
                        space,
                        Described.iconButton(ConsoleAction.RELOAD, () -> current().read()));
        header.setAlignment(Pos.CENTER_LEFT);
        node = new VBox(12, header, tabs);
        node.getStyleClass().addAll("screen", route.word());
    }

    private void fill(Route route, String chosen) {
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setId(route.word() + "-tabs");
        tabs.setAccessibleText(title(route));
        tabs.getStyleClass().add("list-tabs");
        VBox.setVgrow(tabs, Priority.ALWAYS);
        for (ScreenTab each : all) {
            tabs.getTabs().add(each.tab());
            if (each.name().equals(chosen)) {
                tabs.getSelectionModel().select(each.tab());
            }
        }
    }

    private static String title(Route route) {
        return Texts.of("shell.route." + route.word());
    }

    public Parent node() {
        return node;
    }

    /// The tab that is seen.
    public ScreenTab current() {
        return all.get(Math.max(0, tabs.getSelectionModel().getSelectedIndex()));
    }

    /// The screen is seen from now on.
    public void shown() {
        subscriptions.watch(tabs.getSelectionModel().selectedIndexProperty(), _ -> showTab());
        bind(ConsoleAction.RELOAD, () -> current().read());
        bind(ConsoleAction.OPEN, () -> current().chosen().ifPresent(bench.navigator()::open));
    }

    private void bind(ConsoleAction action, Runnable run) {
        subscriptions.add(
                bench.actions()
                        .bind(action, new Actions.Binding(run, new SimpleStringProperty(""))));
    }

    private void showTab() {
        keysOfTab.clear();
        bench.navigator().changed(address.get());
        current().shown(keysOfTab);
    }

    /// What the tab that is seen shows is narrowed down otherwise: it is read, and stands in the
    /// address.
    public void change() {
        bench.navigator().changed(address.get());
        current().read();
    }

    /// Undoes what [#shown] began.
    public void hidden() {
        keysOfTab.clear();
        subscriptions.clear();
        all.forEach(ScreenTab::cancel);
    }
}
