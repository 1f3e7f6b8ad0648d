package io.weighbridge.console.feature.plans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.GateProbe;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.CreatePlanRequest;
import io.weighbridge.proto.v1.GetPlanRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.ServiceLimits;
import io.weighbridge.proto.v1.UpdatePlanRequest;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;

/// Plans edited by hand, as the gate sees it.
final class PlansJourneyTest {
    @AutoClose private static final Installation installation = Installation.start();

    private static final GateProbe gate = installation.owning(new GateProbe(installation));

    private static final BackendClient admin = installation.owning(installation.admin());

    @BeforeAll
    static void start() {
        gate.makeService();
    }

    private static Plan make(String name) {
        return admin.plans()
                .createPlan(
                        CreatePlanRequest.newBuilder()
                                .setName(name)
                                .addLimits(
                                        ServiceLimits.newBuilder()
                                                .setRequestsPerMinute(600)
                                                .setTokensPerMinute(200_000))
                                .build());
    }

    private static Plan get(Plan plan) {
        return admin.plans().getPlan(GetPlanRequest.newBuilder().setPlan(plan.getId()).build());
    }

    private static Limits saved(Plan plan, String service) {
        return PlanDraft.of(get(plan)).inForce(service);
    }

    private static void open(ConsoleWindow window, Plan plan) {
        Robot.onFx(
                () -> {
                    window.console().open(Address.of(Route.PLANS, plan.getId()));
                    return 0;
                });
        var _ = window.robot().find("#matrix .limit-cell");
    }

    /// Puts the focus on a cell, as arrow keys would.
    ///
    /// @param row 0 for all others
    /// @param column 0 requests, 1 tokens, 2 calls
    private static void focus(Robot robot, int row, int column) {
        TableView<?> matrix = (TableView<?>) robot.find("#matrix");
        Robot.onFx(
                () -> {
                    focus(matrix, row, column);
                    return 0;
                });
    }

    private static <R> void focus(TableView<R> table, int row, int column) {
        TableColumn<R, ?> cell = table.getColumns().get(1).getColumns().get(column);
        table.requestFocus();
        table.getFocusModel().focus(row, cell);
        table.getSelectionModel().clearAndSelect(row, cell);
    }

    private static String lines(Node box) {
        return Robot.onFx(
                () ->
                        ((VBox) box)
                                .getChildren().stream()
                                        .map(line -> ((Label) line).getText())
                                        .collect(Collectors.joining("\n")));
    }

    @Test
    void shouldWarnOfAZeroSaySaveInWordsAndRefuseTheNextCall() {
        Plan plan = make("zero");
        String account = gate.makeAccount("Acme");
        String secret =
                admin.keys()
                        .createKey(
                                CreateKeyRequest.newBuilder()
                                        .setAccount(account)
                                        .setSettings(
                                                KeySettings.newBuilder()
                                                        .setAllServices(true)
                                                        .setPlan(plan.getId()))
                                        .build())
                        .getSecret();
        assertTrue(gate.ask(secret).hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, plan);
            focus(robot, 1, 0);
            robot.write("0");
            robot.press(KeyCode.ENTER);
            robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
            assertEquals(
                    "zero on gpt-x: requests/min is 0 and refuses every call.",
                    lines(robot.find("#plans-warnings")));
            robot.press(KeyCode.CONTROL, KeyCode.S);
            String changes = lines(robot.find("#plan-changes"));
            assertTrue(changes.startsWith("zero on gpt-x: requests/min 600 → 0, 1 keys"), changes);
            robot.type("#reason", "overload");
            robot.click("#confirm-save");
            robot.findNone("#save-sheet");
            robot.waitForText("#plans-edited", text -> text.startsWith("Nothing"));
            assertEquals(new Limits(0, 200_000, -1, false), saved(plan, GateProbe.SERVICE));
            assertEquals(
                    RefusalReason.REFUSAL_REASON_REQUESTS_PER_MINUTE,
                    gate.ask(secret).getRefused().getReason());
        }
    }

    @Test
    void shouldTakeOneNumberAfterAnother() {
        Plan plan = make("row");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, plan);
            focus(robot, 1, 0);
            robot.write("60");
            robot.press(KeyCode.TAB);
            robot.write("5000");
            robot.press(KeyCode.TAB);
            robot.write("7");
            robot.press(KeyCode.ENTER);
            robot.press(KeyCode.CONTROL, KeyCode.S);
            robot.type("#reason", "three at once");
            robot.click("#confirm-save");
            robot.findNone("#save-sheet");
            robot.waitForText("#plans-edited", text -> text.startsWith("Nothing"));
            assertEquals(new Limits(60, 5_000, 7, false), saved(plan, GateProbe.SERVICE));
        }
    }

    @Test
    void shouldKeepWhatBothChangedAndAskWhereTheyClash() {
        Plan plan = make("shared");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, plan);
            focus(robot, 1, 0);
            robot.write("60");
            robot.press(KeyCode.ENTER);
            robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
            // Another window of another operator is faster.
            var _ =
                    admin.plans()
                            .updatePlan(
                                    UpdatePlanRequest.newBuilder()
                                            .setPlan(plan.getId())
                                            .setVersion(plan.getVersion())
                                            .setName("renamed")
                                            .addLimits(
                                                    ServiceLimits.newBuilder()
                                                            .setRequestsPerMinute(300)
                                                            .setTokensPerMinute(200_000))
                                            .addLimits(
                                                    ServiceLimits.newBuilder()
                                                            .setService(GateProbe.SERVICE)
                                                            .setRequestsPerMinute(70)
                                                            .setConcurrentCalls(3))
                                            .build());
            robot.press(KeyCode.CONTROL, KeyCode.S);
            robot.type("#reason", "tighter");
            robot.click("#confirm-save");
            robot.find("#merge");
            robot.click("#take-theirs-0");
            robot.click("#confirm-merge");
            robot.findNone("#merge");
            robot.waitForText("#plans-edited", text -> text.startsWith("Nothing"));
            Plan now = get(plan);
            assertEquals("renamed", now.getName());
            assertEquals(300, saved(plan, "").requests());
            Limits merged = saved(plan, GateProbe.SERVICE);
            assertEquals(new Limits(70, 200_000, 3, false), merged);
        }
    }

    @Test
    void shouldMakeAPlanAndDisableAServiceWithTheWayBack() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            Robot.onFx(
                    () -> {
                        window.console().open(Address.of(Route.PLANS).with("section", "services"));
                        return 0;
                    });
            robot.click("#new-service");
            robot.type("#service-name", "painter");
            robot.type("#service-ceiling", "0.05");
            robot.click("#confirm-service");
            robot.findNone("#service-name");
            TableView<?> services = (TableView<?>) robot.find("#services");
            Robot.onFx(
                    () -> {
                        services.getSelectionModel().select(0);
                        return 0;
                    });
            robot.click("#toggle-service");
            robot.type("#reason", "maintenance");
            robot.click("#confirm-service");
            robot.waitForText("#toggle-service", "Enable"::equals);
            robot.click(".toast .accent");
            robot.waitForText("#toggle-service", "Disable"::equals);
        }
    }
}
