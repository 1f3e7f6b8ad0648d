package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;

import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

import java.util.List;

/// Pictures of what stands between typing and the end of a window.
final class ClosingShots {
    private ClosingShots() {}

    static List<Shot> all() {
        return List.of(new Shot("closing", Address.of(Route.ACCOUNTS), ClosingShots::close));
    }

    private static void close(Robot robot) {
        var _ = robot.find("#accounts-search");
        robot.press(KeyCode.CONTROL, KeyCode.N);
        robot.type("#create-name", "Northwind Research");
        Robot.onFx(
                () -> {
                    Stage stage = robot.stage();
                    stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
                    return 0;
                });
        var _ = robot.find("#closing");
    }
}
