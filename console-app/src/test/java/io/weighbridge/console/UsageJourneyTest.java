package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.Unit;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;

/// Usage from the gate to the screen: sums, records, giving back, export, heat map.
final class UsageJourneyTest {
    private static final int CALLS = 7;

    @AutoClose private static final Installation installation = Installation.start();

    private static final BackendClient admin = installation.owning(installation.admin());

    private static final Traffic traffic = installation.owning(new Traffic(installation));

    @SuppressWarnings("NullAway.Init")
    private static Traffic.Customer acme;

    private static long chargedNanos;

    @SuppressWarnings("NullAway.Init")
    private static SettleReply last;

    @BeforeAll
    static void start() {
        traffic.unevenServices("chat", "draw");
        acme = traffic.customer("Acme", Traffic.everyService("prod-chat"), 100_000_000_000L);
        for (int i = 0; i < CALLS; i++) {
            last = traffic.call(acme, i % 2 == 0 ? "chat" : "draw", 1_001 + i, 400, 33, "sums");
            chargedNanos += last.getChargeNanos();
        }
    }

    private static ConsoleWindow at(Address address) {
        return at(ConsoleWindow.open(installation), address);
    }

    private static ConsoleWindow at(ConsoleWindow window, Address address) {
        return Robot.onFx(
                () -> {
                    window.console().open(address);
                    return window;
                });
    }

    private static Address usage() {
        return Address.of(Route.USAGE).with("range", "hour");
    }

    private static String money(long nanos) {
        return new Formats(InstantSource.system(), ZoneOffset.UTC, "$").exactMoney(nanos);
    }

    private static String all(Node node) {
        return Robot.onFx(
                () -> {
                    StringBuilder text = new StringBuilder();
                    collect(node, text);
                    return text.toString();
                });
    }

    private static void collect(Node node, StringBuilder text) {
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            text.append(labeled.getText()).append('\n');
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, text));
        }
    }

    @Test
    void shouldSumCallsExactlyInChartAndTableAndLeadToTheirRecords() {
        try (ConsoleWindow window = at(usage().with("subject", "sums"))) {
            Robot robot = window.robot();
            robot.waitForText(
                    "#usage-total",
                    text ->
                            text.startsWith(CALLS + " calls")
                                    && text.contains(money(chargedNanos)));
            assertEquals(2, robot.rows("#usage-groups"));
            Node chart = robot.find(".usage-chart");
            assertTrue(
                    String.valueOf(Robot.onFx(chart::getAccessibleText))
                            .contains(money(chargedNanos)));
            robot.click(chart);
            robot.press(KeyCode.END);
            robot.waitForText("#usage-reading", text -> text.contains("together"));
            robot.press(KeyCode.SHORTCUT, KeyCode.T);
            Waiting.until(() -> "moments", () -> robot.rows("#usage-moments") >= 60);
            Node table = robot.find("#usage-groups");
            robot.click(Robot.onFx(() -> Objects.requireNonNull(table.lookup(".table-row-cell"))));
            robot.press(KeyCode.ENTER);
            robot.find("#usage-chip-service");
            Waiting.until(() -> "the account", () -> robot.rows("#usage-groups") == 1);
            robot.click("#usage-tab-records");
            robot.waitForText(
                    "#usage-shown", text -> text.startsWith("4,") || text.startsWith("3,"));
        }
    }

    @Test
    void shouldExplainARecordAndGiveItBackOnce() {
        SettleReply call = traffic.call(acme, "chat", 5_000, 1_000, 700);
        long before = balance() + call.getChargeNanos();
        try (ConsoleWindow window = at(Address.of(Route.USAGE, call.getRecordId()))) {
            Robot robot = window.robot();
            String why = all(robot.find("#waterfall"));
            assertTrue(why.contains(money(before)), why);
            assertTrue(why.contains(money(before - call.getChargeNanos())), why);
            assertTrue(why.contains(money(-call.getChargeNanos())), why);
            assertTrue(why.contains("4,000 × $2.000000013 per 1,000,000"), why);
            assertTrue(why.contains("band above 1,000 input tokens"), why);
            robot.waitForText("#record-estimated", text -> text.contains("by chunks"));
            robot.press(KeyCode.SHORTCUT, KeyCode.G);
            robot.type("#give-back-note", "the model was broken");
            Node confirm = robot.find("#give-back-confirm");
            Robot.onFx(
                    () -> {
                        ((Button) confirm).getOnAction().handle(null);
                        ((Button) confirm).getOnAction().handle(null);
                        return 0;
                    });
            robot.waitForText(
                    "#record-refunded", text -> text.contains(money(call.getChargeNanos())));
            assertEquals(before, balance());
            assertTrue(robot.find("#give-back").isDisabled());
        }
    }

    private static long balance() {
        return admin.accounts()
                .getBalance(GetBalanceRequest.newBuilder().setAccount(acme.account()).build())
                .getBalanceNanos();
    }

    @Test
    void shouldSayWhyUsageIsUnratedAndWhyARoleMayNotGiveBack() {
        SettleReply call = traffic.unratedCall(acme, "chat");
        assertFalse(
                admin.usage()
                        .getRecord(
                                GetRecordRequest.newBuilder()
                                        .setRecordId(call.getRecordId())
                                        .build())
                        .getUnratedReason()
                        .isEmpty());
        String password = installation.operator("sam", Role.ROLE_SUPPORT);
        try (ConsoleWindow window =
                at(
                        ConsoleWindow.open(installation, "sam", password),
                        Address.of(Route.USAGE, call.getRecordId()))) {
            Robot robot = window.robot();
            robot.waitForText("#record-unrated", text -> text.contains("hold is kept"));
            robot.waitForText("#give-back-refusal", text -> text.contains("support"));
            assertTrue(robot.find("#give-back").isDisabled());
        }
    }

    @Test
    void shouldExportTheWholeFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("usage.csv");
        try (ConsoleWindow window = at(usage().with("subject", "export"))) {
            Robot robot = window.robot();
            for (int i = 0; i < 3; i++) {
                var _ = traffic.call(acme, "chat", 10, 0, 10, "export");
            }
            robot.press(KeyCode.SHORTCUT, KeyCode.E);
            robot.type("#export-file", file.toString());
            robot.click("#export-begin");
            robot.findNone("#export-begin");
            assertEquals(4, Files.readAllLines(file).size());
        }
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void shouldShowRefusedCallsAndLeadToTheirAccount() {
        Traffic.Customer poor = traffic.customer("Poor", Traffic.everyService("poor"), 1);
        for (int i = 0; i < 3; i++) {
            assertTrue(traffic.authorize(poor, "chat").hasRefused());
        }
        Address accounts = usage().with("tab", "heatmap").with("shape", "hour-account");
        try (ConsoleWindow window = at(accounts.with("measure", "refusals"))) {
            Robot robot = window.robot();
            Node map = robot.find("#usage-heat");
            Waiting.until(
                    () -> "a summary",
                    () ->
                            String.valueOf(Robot.onFx(map::getAccessibleText))
                                    .contains("the highest is Refused 3, Poor"));
            Robot.onFx(
                    () -> {
                        map.requestFocus();
                        return 0;
                    });
            robot.press(KeyCode.RIGHT);
            robot.press(KeyCode.END);
            robot.waitForText("#heat-explained", text -> text.contains("Refused 3"));
            robot.press(KeyCode.ENTER);
            robot.find("#account-refused");
            Waiting.until(() -> "its refusals", () -> robot.rows("#account-refused") == 3);
        }
    }

    @Test
    void shouldLeadFromACellOfTheHeatMapToItsRecords() {
        try (ConsoleWindow window = at(usage().with("tab", "heatmap").with("range", "day"))) {
            Robot robot = window.robot();
            Node map = robot.find("#usage-heat");
            Waiting.until(
                    () -> "a summary",
                    () -> String.valueOf(Robot.onFx(map::getAccessibleText)).contains("highest"));
            Robot.onFx(
                    () -> {
                        map.requestFocus();
                        return 0;
                    });
            robot.press(KeyCode.RIGHT);
            robot.press(KeyCode.END);
            robot.waitForText("#heat-explained", text -> text.contains("Charge"));
            robot.press(KeyCode.ENTER);
            robot.find("#usage-chip-service");
            robot.waitForText("#usage-shown", text -> text.contains("all of this time"));
            TableView<?> records = (TableView<?>) robot.find("#usage-records");
            assertTrue(Robot.onFx(() -> records.getItems().size()) > 0);
        }
    }

    @Test
    void shouldShowMarginsAndSaveThem(@TempDir Path folder) throws IOException {
        SettleReply call =
                traffic.costedCall(
                        acme, "draw", 70_000_000, Traffic.count(Unit.UNIT_OUTPUT_TOKENS, 10));
        String margin = money(call.getChargeNanos() - 70_000_000);
        try (ConsoleWindow window = at(usage().with("tab", "heatmap").with("measure", "margin"))) {
            Robot robot = window.robot();
            Node map = robot.find("#usage-heat");
            Waiting.until(
                    () -> "a summary",
                    () ->
                            String.valueOf(Robot.onFx(map::getAccessibleText))
                                    .contains("the lowest is Margin " + margin));
            Robot.onFx(
                    () -> {
                        map.requestFocus();
                        return 0;
                    });
            robot.press(KeyCode.RIGHT);
            robot.press(KeyCode.END);
            robot.waitForText("#heat-explained", text -> text.contains("the cost of 1 is known"));
            Path picture = folder.resolve("margin.png");
            save(robot, picture);
            assertEquals("PNG", new String(Files.readAllBytes(picture), 1, 3, ISO_8859_1));
            robot.press(KeyCode.SHORTCUT, KeyCode.T);
            Waiting.until(() -> "its cells", () -> robot.rows("#usage-heat-table") == 1);
            Path cells = folder.resolve("margin.csv");
            save(robot, cells);
            String written = Files.readString(cells);
            assertTrue(written.contains(",draw,draw,"), written);
            assertTrue(written.contains(",1,0.07,"), written);
        }
    }

    private static void save(Robot robot, Path file) {
        robot.press(KeyCode.SHORTCUT, KeyCode.S);
        robot.type("#export-file", file.toString());
        robot.click("#export-begin");
        robot.findNone("#export-begin");
    }
}
