package io.weighbridge.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.Robot;

import javafx.scene.Group;
import javafx.scene.Parent;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// The drawer is made when something else is to be seen in it, not each time somebody asks.
final class StagehandTest {
    private final List<String> happened = new ArrayList<>();

    private final class Page implements Screen {
        private final String name;
        private final Parent node = new Group();

        Page(String name) {
            this.name = name;
            happened.add("made " + name);
        }

        @Override
        public Parent node() {
            return node;
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public void shown() {
            happened.add("shown " + name);
        }

        @Override
        public void hidden() {
            happened.add("hidden " + name);
        }
    }

    private void inspect(Stagehand stage, String id) {
        stage.showDrawer(Address.of(Route.KEYS, id), () -> new Page(id));
    }

    @Test
    void shouldMakeTheDrawerOnce() {
        Robot.startToolkit();
        Robot.onFx(
                () -> {
                    Stagehand stage = new Stagehand(_ -> {});
                    for (int i = 0; i < 200; i++) {
                        inspect(stage, "a");
                    }
                    assertEquals(List.of("made a", "shown a"), happened);
                    inspect(stage, "b");
                    stage.closeDrawer();
                    inspect(stage, "b");
                    assertEquals(
                            List.of("made b", "hidden a", "shown b", "hidden b", "made b"),
                            happened.subList(2, 7));
                    return 0;
                });
    }
}
