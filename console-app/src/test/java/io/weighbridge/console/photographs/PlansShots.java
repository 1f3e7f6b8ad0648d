package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import java.util.List;

/// Pictures of plans and services.
final class PlansShots {
    private PlansShots() {}

    static List<Shot> shots() {
        Address plans = Address.of(Route.PLANS);
        return List.of(
                new Shot("plans", plans, robot -> robot.find("#matrix .limit-cell")),
                new Shot("plans-edited", plans, PlansShots::edit),
                new Shot("plans-save", plans, PlansShots::save),
                new Shot(
                        "plans-services",
                        plans.with("section", "services"),
                        robot -> robot.find("#services .table-row-cell")),
                new Shot(
                        "plans-service-new",
                        plans.with("section", "services"),
                        PlansShots::newService));
    }

    /// Sets a limit to nothing, and another one.
    static void edit(Robot robot) {
        robot.find("#matrix .limit-cell");
        TableView<?> matrix = (TableView<?>) robot.find("#matrix");
        Robot.onFx(
                () -> {
                    focus(matrix);
                    return 0;
                });
        robot.write("0");
        robot.press(KeyCode.ENTER);
        robot.write("20");
        robot.press(KeyCode.ENTER);
    }

    private static <R> void focus(TableView<R> table) {
        TableColumn<R, ?> cell = table.getColumns().get(1).getColumns().getFirst();
        table.requestFocus();
        table.getFocusModel().focus(1, cell);
        table.getSelectionModel().clearAndSelect(1, cell);
    }

    private static void save(Robot robot) {
        robot.find("#matrix .limit-cell");
        robot.press(KeyCode.CONTROL, KeyCode.S);
        robot.find("#save-sheet");
    }

    private static void newService(Robot robot) {
        robot.click("#new-service");
        robot.find("#service-name");
    }
}
