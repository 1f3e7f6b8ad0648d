package io.weighbridge.console.feature.live;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What can be done with the chosen line: from its context menu, and from a button that says so.
final class LiveMenu {
    private final Workbench bench;
    private final KillSwitch stop;
    private final Supplier<@Nullable LiveLine> chosen;
    private final MenuButton button = new MenuButton(Texts.of("live.menu"));

    LiveMenu(Workbench bench, KillSwitch stop, Supplier<@Nullable LiveLine> chosen) {
        this.bench = bench;
        this.stop = stop;
        this.chosen = chosen;
        button.getItems().addAll(items());
        button.setId("live-menu");
        button.getStyleClass().add("flat");
        button.setDisable(true);
    }

    MenuButton button() {
        return button;
    }

    ContextMenu contextMenu() {
        return new ContextMenu(items().toArray(new MenuItem[0]));
    }

    void chose(@Nullable LiveLine line) {
        button.setDisable(line == null);
    }

    private List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        items.add(
                item(
                        "live.menu.inspect",
                        "fth-sidebar",
                        "",
                        line -> bench.navigator().inspect(Address.of(Route.LIVE, line.key()))));
        items.add(item("live.menu.account", "fth-users", "", this::openAccount));
        items.add(item("live.menu.key", "fth-key", "", this::openKey));
        items.add(item("live.menu.usage", "fth-bar-chart-2", "", this::openUsage));
        items.add(new SeparatorMenuItem());
        items.add(stop(ConsoleAction.BLOCK_KEY, stop.keyRefusal(), stop::key));
        items.add(stop(ConsoleAction.BLOCK_ACCOUNT, stop.accountRefusal(), stop::account));
        items.add(stop(ConsoleAction.BLOCK_SERVICE, stop.serviceRefusal(), stop::service));
        return items;
    }

    private MenuItem item(String text, String icon, String refusal, Consumer<LiveLine> run) {
        MenuItem item = new MenuItem(Texts.of(text), new FontIcon(icon));
        act(item, refusal, run);
        return item;
    }

    private MenuItem stop(ConsoleAction action, String refusal, Consumer<LiveLine> run) {
        // A tooltip cannot be given to a menu item: the reason stands in it.
        MenuItem item =
                new MenuItem(
                        refusal.isEmpty() ? action.text() : action.text() + " – " + refusal,
                        new FontIcon(action.icon()));
        item.setId("menu-" + action.textKey().replace("action.", ""));
        act(item, refusal, run);
        return item;
    }

    private void act(MenuItem item, String refusal, Consumer<LiveLine> run) {
        item.setDisable(!refusal.isEmpty());
        item.setOnAction(
                _ -> {
                    LiveLine line = chosen.get();
                    if (line != null) {
                        run.accept(line);
                    }
                });
    }

    void openWhole(LiveLine line) {
        bench.navigator().open(Address.of(Route.LIVE, line.key()));
    }

    void openAccount(LiveLine line) {
        bench.navigator().open(Address.of(Route.ACCOUNTS, line.row().account()));
    }

    private void openKey(LiveLine line) {
        bench.navigator().open(Address.of(Route.KEYS, line.key()));
    }

    void openUsage(LiveLine line) {
        bench.navigator().open(Address.of(Route.USAGE).with("key", line.key()));
    }
}
