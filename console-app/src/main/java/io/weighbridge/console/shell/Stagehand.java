package io.weighbridge.console.shell;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Changes what is seen: the page, and the drawer beside it.
final class Stagehand {
    private static final int DRAWER_WIDTH = 420;

    private final SplitPane split = new SplitPane();
    private final StackPane pageRoom = new StackPane();
    private final Consumer<Address> openWhole;
    private @Nullable Screen page;
    private @Nullable Screen drawer;
    private @Nullable Address drawerAddress;

    Stagehand(Consumer<Address> openWhole) {
        this.openWhole = openWhole;
        split.getItems().add(pageRoom);
        split.getStyleClass().add("stage");
        split.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && drawer != null) {
                        closeDrawer();
                        event.consume();
                    }
                });
    }

    Parent node() {
        return split;
    }

    /// What is seen and holds something that was typed and not saved.
    List<Screen> unsaved() {
        return seen().filter(Screen::hasUnsaved).toList();
    }

    /// What the drawer shows.
    Optional<Address> inspected() {
        return Optional.ofNullable(drawerAddress);
    }

    void showPage(Screen screen) {
        closeDrawer();
        if (page != null) {
            page.hidden();
        }
        page = screen;
        pageRoom.getChildren().setAll(screen.node());
        screen.shown();
    }

    /// Shows something in the drawer, unless it is there.
    void showDrawer(Address address, Supplier<Screen> make) {
        if (address.equals(drawerAddress)) {
            return;
        }
        Screen screen = make.get();
        if (drawer != null) {
            drawer.hidden();
        }
        boolean isNew = drawer == null;
        drawer = screen;
        drawerAddress = address;
        VBox room = new VBox(drawerBar(screen, address), screen.node());
        VBox.setVgrow(screen.node(), Priority.ALWAYS);
        room.getStyleClass().add("drawer");
        room.setMinWidth(DRAWER_WIDTH * 2 / 3);
        room.setPrefWidth(DRAWER_WIDTH);
        SplitPane.setResizableWithParent(room, false);
        if (isNew) {
            split.getItems().add(room);
            split.setDividerPositions(1 - DRAWER_WIDTH / Math.max(split.getWidth(), 900));
        } else {
            split.getItems().set(1, room);
        }
        screen.shown();
    }

    private HBox drawerBar(Screen screen, Address address) {
        Label title = new Label(screen.title());
        title.getStyleClass().add("drawer-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button whole = Described.iconButton(ConsoleAction.OPEN, () -> openWhole.accept(address));
        Button close = new Button("", new FontIcon("fth-x"));
        close.getStyleClass().addAll("flat", "button-icon");
        Described.named(close, Texts.of("common.close"));
        close.setOnAction(_ -> closeDrawer());
        HBox bar = new HBox(4, title, space, whole, close);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("drawer-bar");
        return bar;
    }

    void closeDrawer() {
        if (drawer != null) {
            drawer.hidden();
            drawer = null;
            drawerAddress = null;
            split.getItems().remove(1);
        }
    }

    /// Hides what is seen until [#resume]; it stays as it is.
    void pause() {
        seen().forEach(Screen::hidden);
    }

    /// Shows it again.
    void resume() {
        seen().forEach(Screen::shown);
    }

    private Stream<Screen> seen() {
        return Stream.of(Optional.ofNullable(page), Optional.ofNullable(drawer))
                .flatMap(Optional::stream);
    }

    void clear() {
        closeDrawer();
        if (page != null) {
            page.hidden();
            page = null;
        }
    }
}
