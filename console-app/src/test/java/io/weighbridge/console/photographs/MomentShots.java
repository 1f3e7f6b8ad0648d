package io.weighbridge.console.photographs;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.ListPlansRequest;
import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.ServiceLimits;
import io.weighbridge.proto.v1.UpdatePlanRequest;

import javafx.scene.input.KeyCode;

import java.time.InstantSource;
import java.util.List;

/// What is seen now and then: finding an action, finding nothing, two operators at the same plan.
final class MomentShots {
    private MomentShots() {}

    static List<Shot> all(DemoService demo) {
        Address accounts = Address.of(Route.ACCOUNTS);
        return List.of(
                new Shot("palette", accounts, MomentShots::palette),
                new Shot("shortcuts", accounts, MomentShots::shortcuts),
                new Shot("accounts-none", accounts, MomentShots::none),
                new Shot("plans-merge", Address.of(Route.PLANS), robot -> merge(robot, demo)));
    }

    /// The last one: the service is gone afterwards.
    static Shot lost(DemoService demo) {
        return new Shot(
                "lost",
                Address.of(Route.LIVE),
                robot -> {
                    Waiting.until(() -> "rows", () -> robot.rows("#live-table") > 0);
                    demo.close();
                    robot.waitForText("#banner", text -> !text.isEmpty());
                });
    }

    private static void palette(Robot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.K);
        robot.find("#palette-field");
        robot.write("pla");
    }

    private static void shortcuts(Robot robot) {
        robot.press(KeyCode.F1);
        var _ = robot.find(".key-caps");
    }

    private static void none(Robot robot) {
        Waiting.until(() -> "accounts", () -> robot.rows("#accounts-table") > 0);
        robot.type("#accounts-search", "nobody of this name");
        var _ = robot.find(".state-message");
    }

    private static void merge(Robot robot, DemoService demo) {
        PlansShots.edit(robot);
        Profile profile = demo.profile();
        try (BackendClient admin = BackendClient.connect(profile, InstantSource.system())) {
            var _ = admin.login("demo", demo.password(), "");
            for (Plan plan :
                    admin.plans().listPlans(ListPlansRequest.getDefaultInstance()).getPlansList()) {
                UpdatePlanRequest.Builder update =
                        UpdatePlanRequest.newBuilder()
                                .setPlan(plan.getId())
                                .setVersion(plan.getVersion())
                                .setName(plan.getName());
                for (ServiceLimits limits : plan.getLimitsList()) {
                    var _ =
                            update.addLimits(
                                    limits.toBuilder()
                                            .setRequestsPerMinute(
                                                    limits.getRequestsPerMinute() + 7));
                }
                var _ = admin.plans().updatePlan(update.build());
            }
        }
        robot.press(KeyCode.CONTROL, KeyCode.S);
        robot.type("#reason", "Fewer calls at night");
        robot.click("#confirm-save");
        var _ = robot.find("#merge");
    }
}
