package io.weighbridge.console.feature.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.Role;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Seeing keys that are used, stopping one, letting it go on; a pause.
final class LiveJourneyTest {
    @AutoClose private static final Installation installation = Installation.start();

    private static final Traffic traffic = installation.owning(new Traffic(installation));

    @BeforeAll
    static void start() {
        traffic.service("chat");
    }

    private static void waitForRows(Robot robot, int rows) {
        Waiting.until(
                () -> rows + " rows, not " + robot.rows("#live-table"),
                () -> robot.rows("#live-table") == rows);
    }

    // One line, by its key's name.
    private static void chooseLine(Robot robot, Traffic.Customer customer) {
        robot.type("#live-filter", customer.key());
        waitForRows(robot, 1);
        robot.click("#line-" + customer.key());
        Waiting.until(() -> "a chosen line", () -> !robot.find("#live-menu").isDisabled());
    }

    private static void stopChosen(Robot robot, KeyCode what) {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, what);
        robot.type("#stop-reason", "odd traffic");
        robot.click("#stop");
        robot.findNone(".veil");
    }

    @Test
    void shouldShowAKeyWhenItsFirstCallComes() {
        Traffic.Customer customer = traffic.customer("Appears");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.type("#live-filter", "appears");
            waitForRows(robot, 0);
            assertTrue(traffic.authorize(customer, "chat").hasAdmitted());
            waitForRows(robot, 1);
            robot.waitForText("#tile-keys", text -> !text.equals("0") && !text.equals("–"));
        }
    }

    @Test
    void shouldBlockAKeyAtTheGateAndLetItThroughAgain() {
        Traffic.Customer customer = traffic.customer("Burning");
        assertTrue(traffic.authorize(customer, "chat").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            stopChosen(robot, KeyCode.K);
            assertEquals(
                    RefusalReason.REFUSAL_REASON_BLOCKED_KEY,
                    traffic.authorize(customer, "chat").getRefused().getReason());
            robot.click("#live-chip-refused");
            waitForRows(robot, 1);
            robot.click(".toast .accent");
            Waiting.until(
                    () -> "calls to be let through",
                    () -> traffic.authorize(customer, "chat").hasAdmitted());
        }
    }

    @Test
    void shouldBlockAnAccountAndAService() {
        Traffic.Customer customer = traffic.customer("Unpaid");
        traffic.service("image");
        assertTrue(traffic.authorize(customer, "image").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            stopChosen(robot, KeyCode.S);
            assertEquals(
                    RefusalReason.REFUSAL_REASON_SERVICE_DISABLED,
                    traffic.authorize(customer, "image").getRefused().getReason());
            robot.click(".toast .accent");
            Waiting.until(
                    () -> "the service to be back",
                    () -> traffic.authorize(customer, "image").hasAdmitted());
            robot.click("#line-" + customer.key());
            stopChosen(robot, KeyCode.A);
            assertEquals(
                    RefusalReason.REFUSAL_REASON_ACCOUNT_SUSPENDED,
                    traffic.authorize(customer, "image").getRefused().getReason());
            robot.findNone(".veil");
            robot.press(KeyCode.CONTROL, KeyCode.L);
            robot.waitForText("#account-name", "Unpaid"::equals);
        }
    }

    @Test
    void shouldStopTheServiceThatIsChosenAndOnce() {
        Traffic.Customer customer = traffic.customer("Uses two");
        traffic.service("speech");
        traffic.service("video");
        assertTrue(traffic.authorize(customer, "speech").hasAdmitted());
        assertTrue(traffic.authorize(customer, "video").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.S);
            String chosen = Robot.onFx(() -> chooseLast(robot.stage().getScene()));
            robot.waitForText("#stop", ("Block " + chosen)::equals);
            robot.waitForText("#stop-text", text -> text.contains(" on " + chosen + " is refused"));
            robot.type("#stop-reason", "odd traffic");
            boolean isBusy =
                    Robot.onFx(
                            () -> {
                                Button stop = (Button) robot.stage().getScene().lookup("#stop");
                                stop.fire();
                                return stop.isDisabled();
                            });
            assertTrue(isBusy, "another Enter would stop it again");
            robot.findNone(".veil");
            robot.waitForText(".toast .label", text -> text.contains(chosen));
            Waiting.until(
                    () -> "the chosen one to be refused",
                    () -> traffic.authorize(customer, chosen).hasRefused());
            String other = chosen.equals("speech") ? "video" : "speech";
            assertTrue(traffic.authorize(customer, other).hasAdmitted());
            assertEquals(2, version(chosen), "it was changed once");
            robot.click(".toast .accent");
            Waiting.until(
                    () -> "the service to be back",
                    () -> traffic.authorize(customer, chosen).hasAdmitted());
        }
    }

    private static String chooseLast(Scene scene) {
        ComboBox<?> which = (ComboBox<?>) scene.lookup("#stop-service");
        which.getSelectionModel().selectLast();
        return String.valueOf(which.getValue());
    }

    private static long version(String service) {
        try (BackendClient admin = installation.admin()) {
            return admin.services()
                    .getService(GetServiceRequest.newBuilder().setService(service).build())
                    .getVersion();
        }
    }

    @Test
    void shouldFitAWindowOfOrdinaryWidth() {
        assertTrue(traffic.authorize(traffic.customer("Wide"), "chat").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            TableView<?> table = (TableView<?>) window.robot().find("#live-table");
            double least =
                    Robot.onFx(
                            () ->
                                    table.getVisibleLeafColumns().stream()
                                            .filter(
                                                    column ->
                                                            !column.getText()
                                                                    .equals("Last refusal"))
                                            .mapToDouble(TableColumn::getWidth)
                                            .sum());
            // 1280 less the navigation, the screen's edges, a scroll bar and the last column.
            assertTrue(least <= 1280 - 168 - 2 * 17 - 14 - 100, () -> "columns take " + least);
            assertTrue(Robot.onFx(() -> table.getColumns().getFirst().getWidth()) >= 140);
        }
    }

    @Test
    void shouldHoldTheRowsWhilePaused() {
        Traffic.Customer first = traffic.customer("Paused one");
        Traffic.Customer second = traffic.customer("Paused two");
        assertTrue(traffic.authorize(first, "chat").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.type("#live-filter", "paused");
            waitForRows(robot, 1);
            robot.click("#line-" + first.key());
            robot.press(KeyCode.SPACE);
            robot.waitForText("#live-state", text -> text.startsWith("paused"));
            assertTrue(traffic.authorize(second, "chat").hasAdmitted());
            robot.waitForText("#live-state", text -> !text.contains(" 0 "));
            assertEquals(1, robot.rows("#live-table"));
            robot.press(KeyCode.SPACE);
            waitForRows(robot, 2);
        }
    }

    @Test
    void shouldOpenAKeyBesideTheListAndBlockItThere() {
        Traffic.Customer customer = traffic.customer("Inspected");
        assertTrue(traffic.authorize(customer, "chat").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            robot.press(KeyCode.ENTER);
            robot.click("#hour-as-table");
            var _ = robot.find("#hour-table");
            robot.press(KeyCode.CONTROL, KeyCode.T);
            robot.findNone("#hour-table");
            robot.click("#do-block-key");
            robot.type("#stop-reason", "odd traffic");
            robot.click("#stop");
            robot.waitForText("#live-key-bar", "blocked"::equals);
            assertTrue(traffic.authorize(customer, "chat").hasRefused());
            robot.click("#do-block-key");
            Waiting.until(
                    () -> "calls to be let through",
                    () -> traffic.authorize(customer, "chat").hasAdmitted());
        }
    }

    @Test
    void shouldSayWhyAViewerMayNotStop() {
        Traffic.Customer customer = traffic.customer("Looked at");
        assertTrue(traffic.authorize(customer, "chat").hasAdmitted());
        String password = installation.operator("vera", Role.ROLE_VIEWER);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "vera", password)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            robot.press(KeyCode.ENTER);
            assertTrue(
                    String.valueOf(robot.find("#do-block-key").getAccessibleHelp())
                            .contains("viewer"));
            assertTrue(robot.find("#do-block-key").isDisabled());
        }
    }
}
