package io.weighbridge.console.shell;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Role;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// The screens, at the left; narrow, it shows only their icons.
final class NavigationBar extends VBox {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final int WIDE = 168;
    private static final int THIN = 48;

    private final Map<Route, Button> buttons = new EnumMap<>(Route.class);
    private boolean isNarrow;

    NavigationBar(Role role, Consumer<Route> go) {
        super(2);
        getStyleClass().add("navigation");
        setAccessibleText(Texts.of("shell.navigation"));
        for (Route route : Route.values()) {
            Button button = new Button(text(route), new FontIcon(route.action().icon()));
            button.setMaxWidth(Double.MAX_VALUE);
            button.setAlignment(Pos.CENTER_LEFT);
            button.setAccessibleText(text(route));
            button.getStyleClass().addAll("flat", "navigation-button");
            button.setId("go-" + route.word());
            button.setOnAction(_ -> go.accept(route));
            boolean isAllowed = route.isFor(role);
            // Shown all the same, with the reason: a disabled button would have no tooltip.
            button.getStyleClass().addAll(isAllowed ? "allowed" : "refused");
            Described.tip(
                    button,
                    isAllowed
                            ? route.action().text() + "  " + route.action().keys().getDisplayText()
                            : Texts.of(
                                    "shell.role.refused", Texts.of("common.role." + role.name())));
            buttons.put(route, button);
            getChildren().add(button);
        }
        setNarrow(false);
    }

    private static String text(Route route) {
        return Texts.of("shell.route." + route.word());
    }

    void show(Route current) {
        buttons.forEach(
                (route, button) -> button.pseudoClassStateChanged(CURRENT, route == current));
    }

    void setBadge(Route route, String badge) {
        Button button = buttons.get(route);
        if (button != null) {
            String name = badge.isEmpty() ? text(route) : text(route) + "  " + badge;
            button.setAccessibleText(name);
            button.setText(isNarrow ? "" : name);
        }
    }

    boolean isNarrow() {
        return isNarrow;
    }

    void setNarrow(boolean narrow) {
        isNarrow = narrow;
        pseudoClassStateChanged(NARROW, narrow);
        setMinWidth(narrow ? THIN : WIDE);
        setPrefWidth(narrow ? THIN : WIDE);
        buttons.forEach((_, button) -> button.setText(narrow ? "" : button.getAccessibleText()));
    }
}
