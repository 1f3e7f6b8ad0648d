package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.Robot;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;

import org.junit.jupiter.api.Test;

/// Where its parts are.
final class LimitBarTest {
    @Test
    void shouldHaveItsFiguresInTheMiddleOfARow() {
        Robot.startToolkit();
        Bounds figures =
                Robot.onFx(
                        () -> {
                            LimitBar bar = new LimitBar();
                            bar.show(100, "60/600");
                            new Scene(bar).getRoot().applyCss();
                            bar.resize(80, bar.prefHeight(-1));
                            bar.layout();
                            Node text = bar.lookup(".figures");
                            assertEquals(DataTable.ROW_HEIGHT, bar.getHeight());
                            return text.getBoundsInParent();
                        });
        assertEquals(DataTable.ROW_HEIGHT / 2, figures.getCenterY(), 1);
    }
}
