package io.weighbridge.console.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import io.weighbridge.console.text.Texts;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import javafx.util.Subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Light or dark, as chosen or as the system is. Used on the FX thread only.
public final class Theme implements AutoCloseable {
    /// What the operator chose.
    public enum Choice {
        SYSTEM,
        LIGHT,
        DARK
    }

    /// Style sheets of the console, one a part of it, after the tokens.
    private static final List<String> SHEETS =
            Stream.concat(Stream.of("tokens", "shell", "control"), Texts.SCREENS.stream()).toList();

    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

    private final List<Scene> scenes = new ArrayList<>();
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper();
    private final Subscription system;
    private Choice choice;

    /// The typeface: Inter, whose figures all have one width, so that columns of numbers line up.
    private static final List<String> FONTS =
            List.of("InterTabular-Regular.otf", "InterTabular-Bold.otf");

    public Theme(Choice choice) {
        this.choice = choice;
        for (String font : FONTS) {
            Font.loadFont(resource("font/" + font), 13);
        }
        system = Platform.getPreferences().colorSchemeProperty().subscribe(this::apply);
        apply();
    }

    public Choice choice() {
        return choice;
    }

    public void choose(Choice newChoice) {
        choice = newChoice;
        apply();
    }

    /// Whether it is dark now; what draws by itself reads [Palette] again when this changes.
    public ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    /// Gives a scene our looks.
    public void dress(Scene scene) {
        for (String sheet : SHEETS) {
            scene.getStylesheets().add(resource("theme/" + sheet + ".css"));
        }
        scenes.add(scene);
        mark(scene);
    }

    /// Follows the system no longer, and lets go of the scenes.
    @Override
    public void close() {
        system.unsubscribe();
        scenes.clear();
    }

    private static String resource(String path) {
        return Objects.requireNonNull(
                        Theme.class.getResource("/io/weighbridge/console/" + path), path)
                .toExternalForm();
    }

    private void apply() {
        boolean isDark =
                switch (choice) {
                    case LIGHT -> false;
                    case DARK -> true;
                    case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
                };
        Application.setUserAgentStylesheet(
                isDark
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
        scenes.forEach(scene -> scene.getRoot().pseudoClassStateChanged(DARK, isDark));
        dark.set(isDark);
    }

    private void mark(Scene scene) {
        scene.rootProperty().subscribe(root -> root.pseudoClassStateChanged(DARK, dark.get()));
    }
}
