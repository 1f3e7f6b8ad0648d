package io.weighbridge.console.settings;

import javafx.animation.PauseTransition;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;

import java.util.concurrent.Executor;

/// Remembers where the window was and how large, and writes what is remembered at most once a
/// second while things change.
public final class WindowMemory implements AutoCloseable {
    private static final String NAME = "window";
    // So much of the window must be on a screen that exists, or it could not be reached.
    private static final double MARGIN = 80;

    private final Stage stage;
    private final Settings settings;
    private final PauseTransition pause = new PauseTransition(Duration.seconds(1));

    /// A window's place as it is remembered, in pixels.
    record Stored(int x, int y, int width, int height, boolean maximized) {}

    private WindowMemory(Stage stage, Settings settings, Executor writer) {
        this.stage = stage;
        this.settings = settings;
        pause.setOnFinished(
                _ -> {
                    note();
                    writer.execute(settings::save);
                });
    }

    /// Puts the window where it was and begins to remember.
    public static WindowMemory attach(Stage stage, Settings settings, Executor writer) {
        WindowMemory memory = new WindowMemory(stage, settings, writer);
        settings.get(NAME, Stored.class).ifPresent(memory::restore);
        stage.xProperty().subscribe(memory::changed);
        stage.yProperty().subscribe(memory::changed);
        stage.widthProperty().subscribe(memory::changed);
        stage.heightProperty().subscribe(memory::changed);
        stage.maximizedProperty().subscribe(memory::changed);
        return memory;
    }

    private void restore(Stored stored) {
        Rectangle2D inner =
                new Rectangle2D(
                        stored.x() + MARGIN,
                        stored.y(),
                        Math.max(1, stored.width() - 2 * MARGIN),
                        MARGIN);
        boolean isReachable =
                Screen.getScreens().stream()
                        .anyMatch(screen -> screen.getVisualBounds().intersects(inner));
        if (isReachable) {
            stage.setX(stored.x());
            stage.setY(stored.y());
            stage.setWidth(stored.width());
            stage.setHeight(stored.height());
        }
        stage.setMaximized(stored.maximized());
    }

    private void changed() {
        pause.playFromStart();
    }

    private void note() {
        Stored before =
                settings.get(NAME, Stored.class).orElse(new Stored(40, 40, 1280, 800, false));
        boolean isMaximized = stage.isMaximized();
        settings.put(
                NAME,
                isMaximized
                        ? new Stored(before.x(), before.y(), before.width(), before.height(), true)
                        : new Stored(
                                (int) Math.round(stage.getX()),
                                (int) Math.round(stage.getY()),
                                (int) Math.round(stage.getWidth()),
                                (int) Math.round(stage.getHeight()),
                                false));
    }

    @Override
    public void close() {
        pause.stop();
        note();
        settings.save();
    }
}
