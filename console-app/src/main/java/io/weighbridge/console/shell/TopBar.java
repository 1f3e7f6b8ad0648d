package io.weighbridge.console.shell;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Locale;

/// The bar on top: which installation, the search, what waits for approval, who is logged in.
final class TopBar extends HBox {
    private final Button approvals = new Button();

    TopBar(Workbench bench, Runnable search, Runnable logOut) {
        super(12);
        getStyleClass().add("top-bar");
        setAlignment(Pos.CENTER_LEFT);
        Label brand = new Label("Weighbridge");
        brand.getStyleClass().add("brand");
        Profile profile = bench.client().profile();
        String environment = profile.environment().name().toLowerCase(Locale.ROOT);
        Label badge = new Label(Texts.of("common.environment." + environment));
        badge.getStyleClass().addAll("environment", environment);
        badge.setId("environment");
        Button find =
                new Button(
                        Texts.of("shell.search")
                                + "   "
                                + ConsoleAction.PALETTE.keys().getDisplayText(),
                        new FontIcon("fth-search"));
        find.getStyleClass().add("search-button");
        find.setId("search");
        find.setOnAction(_ -> search.run());
        approvals.getStyleClass().addAll("flat", "accent");
        approvals.setId("approvals");
        approvals.setOnAction(_ -> bench.navigator().open(Address.of(Route.APPROVALS)));
        approvals.managedProperty().bind(approvals.visibleProperty());
        showApprovals("");
        MenuItem settings = new MenuItem(ConsoleAction.GO_SETTINGS.text());
        settings.setOnAction(_ -> bench.navigator().open(Address.of(Route.SETTINGS)));
        MenuItem leave = new MenuItem(ConsoleAction.LOG_OUT.text());
        leave.setOnAction(_ -> logOut.run());
        MenuButton me = new MenuButton(bench.me().getName(), new FontIcon("fth-user"));
        me.getStyleClass().add("flat");
        me.setId("me");
        Described.tip(me, Texts.of("common.role." + bench.me().getRole().name()));
        me.getItems().addAll(settings, leave);
        getChildren().addAll(brand, badge, space(), find, space(), approvals, me);
    }

    private static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    void showApprovals(String badge) {
        approvals.setVisible(!badge.isEmpty());
        approvals.setText(Texts.of("shell.approvals", badge));
    }
}
