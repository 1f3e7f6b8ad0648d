package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.Robot;

import javafx.beans.InvalidationListener;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.Test;

/// What a heat map leaves behind.
final class HeatMapTest {
    /// A theme that knows how many follow it.
    private static final class Followed extends SimpleBooleanProperty {
        private int followers;

        @Override
        public void addListener(ChangeListener<? super Boolean> listener) {
            followers++;
            super.addListener(listener);
        }

        @Override
        public void removeListener(ChangeListener<? super Boolean> listener) {
            followers--;
            super.removeListener(listener);
        }

        @Override
        public void addListener(InvalidationListener listener) {
            followers++;
            super.addListener(listener);
        }

        @Override
        public void removeListener(InvalidationListener listener) {
            followers--;
            super.removeListener(listener);
        }
    }

    @Test
    void shouldFollowTheThemeOnlyInAWindow() {
        Robot.startToolkit();
        Followed dark = new Followed();
        StackPane room = new StackPane();
        int inWindow =
                Robot.onFx(
                        () -> {
                            var _ = new Scene(room);
                            room.getChildren().setAll(new HeatMap(dark));
                            return dark.followers;
                        });
        int after =
                Robot.onFx(
                        () -> {
                            room.getChildren().clear();
                            return dark.followers;
                        });
        assertEquals(1, inWindow);
        assertEquals(0, after);
    }
}
