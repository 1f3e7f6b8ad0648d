package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;

import java.util.List;

/// Pictures of the operators' tabs.
final class OperatorsShots {
    private OperatorsShots() {}

    static List<Shot> all() {
        Address operators = Address.of(Route.OPERATORS);
        return List.of(
                new Shot("operators", operators, robot -> robot.find("#operators")),
                new Shot("operators-sessions", operators, OperatorsShots::sessions),
                new Shot("operators-proxies", operators, OperatorsShots::proxies));
    }

    private static void sessions(Robot robot) {
        robot.click("#tab-sessions");
        robot.find("#sessions .table-row-cell");
    }

    private static void proxies(Robot robot) {
        robot.click("#tab-proxies");
        robot.find("#create-proxy");
    }
}
