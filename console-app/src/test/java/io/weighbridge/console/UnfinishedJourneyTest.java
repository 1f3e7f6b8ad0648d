package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.control.SecretSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.HeldAnswer;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.ListAccountsRequest;
import io.weighbridge.proto.v1.Role;

import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What was typed when the service ended a session is there again after the next login, for who
/// typed it.
final class UnfinishedJourneyTest {
    @AutoClose private static final Installation installation = Installation.start();

    @SuppressWarnings("NullAway.Init")
    private static Address plan;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeAll
    static void start() {
        plan = installation.planToEdit();
    }

    private static void throwOut(ConsoleWindow window, String name) {
        installation.disable(name, true);
        var _ = window.robot().find("#login");
        installation.disable(name, false);
    }

    private static void run(Runnable work) {
        var _ =
                Robot.onFx(
                        () -> {
                            work.run();
                            return 0;
                        });
    }

    private static void logOut(ConsoleWindow window) {
        window.robot().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Q);
        var _ = window.robot().find("#login");
    }

    @Test
    void shouldFindADraftAgainAndSaveIt() {
        String gail = installation.operator("gail", Role.ROLE_ADMIN);
        String hugo = installation.operator("hugo", Role.ROLE_ADMIN);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "gail", gail)) {
            Robot robot = window.robot();
            LeavingJourneyTest.typeALimit(window, plan);
            Button way = (Button) robot.find("#go-accounts");
            throwOut(window, "gail");
            robot.waitForText("#login-problem", text -> text.contains("Plans and services"));
            // Not for somebody else.
            window.login(installation.profile("hugo"), hugo);
            robot.click("#go-plans");
            var _ = robot.find("#matrix .limit-cell");
            assertFalse(robot.text("#plans-edited").startsWith("Plans edited: 1"));
            // The frame that is at rest leads nowhere, and asks nothing.
            run(way::fire);
            robot.findNone("#leave-unsaved");
            // Who typed nothing is told of nothing that somebody else did.
            throwOut(window, "hugo");
            robot.waitForText("#login-problem", text -> text.contains("ended"));
            assertFalse(robot.text("#login-problem").contains("Plans"));
            window.askToClose();
            robot.waitForText(
                    "#closing .sheet-text",
                    text -> text.contains("ended (1)") && !text.contains("Plans and services"));
            robot.press(KeyCode.ESCAPE);
            window.login(installation.profile("gail"), gail);
            robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
            robot.waitForText(".toast-done .label", text -> text.contains("Plans and services"));
            // Its calls are made in the new session.
            robot.press(KeyCode.CONTROL, KeyCode.S);
            robot.type("#reason", "more room");
            robot.click("#confirm-save");
            robot.waitForText("#plans-edited", text -> !text.startsWith("Plans edited: 1"));
            // Who logs out begins anew.
            logOut(window);
            window.login(installation.profile("gail"), gail);
            var _ = robot.find("#live-filter");
        }
    }

    @Test
    void shouldFindAFormAgainWithoutWritingItDown() throws IOException {
        String ivy = installation.operator("ivy", Role.ROLE_ADMIN);
        Path settings = directory.resolve("console.json");
        try (ConsoleWindow window = ConsoleWindow.open(settings)) {
            Robot robot = window.robot();
            window.login(installation.profile("ivy"), ivy);
            robot.click("#go-accounts");
            var _ = robot.find("#accounts-search");
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.type("#create-name", "Typed before");
            throwOut(window, "ivy");
            robot.findNone("#create-name");
            window.login(installation.profile("ivy"), ivy);
            robot.waitForText("#create-name", "Typed before"::equals);
            robot.click("#create-confirm");
            robot.findNone("#create-name");
        }
        try (BackendClient admin = installation.admin()) {
            assertEquals(
                    1,
                    admin.accounts()
                            .listAccounts(
                                    ListAccountsRequest.newBuilder()
                                            .setNamePrefix("Typed before")
                                            .build())
                            .getAccountsCount());
        }
        assertFalse(Files.readString(settings).contains("Typed before"));
    }

    @Test
    void shouldNotShowAFormAgainThatWasAnswered() {
        String kim = installation.operator("kim", Role.ROLE_ADMIN);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "kim", kim)) {
            Robot robot = window.robot();
            robot.click("#go-accounts");
            var _ = robot.find("#accounts-search");
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.type("#create-name", "Made meanwhile");
            Sheet sheet = (Sheet) robot.find(".veil .sheet");
            throwOut(window, "kim");
            // As when the answer comes now.
            run(sheet::leave);
            window.login(installation.profile("kim"), kim);
            robot.findNone("#create-name");
        }
    }

    @Test
    void shouldAnswerOnlyWhoAsked() {
        String nina = installation.operator("nina", Role.ROLE_ADMIN);
        String omar = installation.operator("omar", Role.ROLE_ADMIN);
        HeldAnswer held = new HeldAnswer();
        try (ConsoleWindow window = ConsoleWindow.open(held)) {
            Robot robot = window.robot();
            window.login(installation.profile("nina"), nina);
            robot.click("#go-accounts");
            var _ = robot.find("#accounts-search");
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.type("#create-name", "Late");
            Button create = (Button) robot.find("#create-confirm");
            run(
                    () -> {
                        held.holdNext();
                        create.fire();
                    });
            held.await();
            throwOut(window, "nina");
            window.login(installation.profile("omar"), omar);
            held.letGo();
            assertFalse(Robot.onFx(() -> isThere(window, ".toast")));
            throwOut(window, "omar");
            window.login(installation.profile("nina"), nina);
            robot.waitForText(".toast-done .label", text -> text.contains("Late"));
            assertFalse(Robot.onFx(() -> isThere(window, "#create-name")));
        }
    }

    private static boolean isThere(ConsoleWindow window, String selector) {
        return window.console().scene().lookup(selector) != null;
    }

    @Test
    void shouldSayThatARoleWasChangedAndKeepWhatWasTypedForTheOldOne() {
        String pia = installation.operator("pia", Role.ROLE_ADMIN);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "pia", pia)) {
            Robot robot = window.robot();
            LeavingJourneyTest.typeALimit(window, plan, "70");
            installation.giveRole("pia", Role.ROLE_SUPPORT);
            robot.waitForText(
                    "#login-problem",
                    text ->
                            text.startsWith("Your role is now support; it was administrator")
                                    && text.contains("in the same role (administrator)"));
            window.login(installation.profile("pia"), pia);
            var _ = robot.find("#matrix .limit-cell");
            assertFalse(robot.text("#plans-edited").startsWith("Plans edited: 1"));
            installation.giveRole("pia", Role.ROLE_ADMIN);
            robot.waitForText(
                    "#login-problem", text -> text.startsWith("Your role is now administrator"));
            window.login(installation.profile("pia"), pia);
            robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
        }
    }

    // A stream ends at once, and not because the session has ended.
    @Test
    void shouldSayThatARoleWasChangedWhileSomethingIsFollowed() {
        String rhea = installation.operator("rhea", Role.ROLE_SUPPORT);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "rhea", rhea)) {
            Robot robot = window.robot();
            var _ = robot.find("#live-filter");
            installation.giveRole("rhea", Role.ROLE_VIEWER);
            robot.waitForText("#login-problem", text -> text.startsWith("Your role is now viewer"));
        }
    }

    @Test
    void shouldShowNobodyElseASecret() {
        String lea = installation.operator("lea", Role.ROLE_ADMIN);
        String max = installation.operator("max", Role.ROLE_ADMIN);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "lea", lea)) {
            Robot robot = window.robot();
            run(() -> SecretSheet.show(window.console().overlay(), "The secret", "", "wb_1"));
            throwOut(window, "lea");
            window.login(installation.profile("lea"), lea);
            assertEquals("wb_1", robot.text("#secret"));
            throwOut(window, "lea");
            window.login(installation.profile("max"), max);
            robot.findNone("#secret");
        }
    }

    @Test
    void shouldNotKeepAPassword() {
        String jack = installation.operator("jack", Role.ROLE_ADMIN);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "jack", jack)) {
            Robot robot = window.robot();
            robot.click("#go-settings");
            robot.click("#change-password");
            robot.type("#old-password", jack);
            throwOut(window, "jack");
            window.login(installation.profile("jack"), jack);
            robot.findNone("#old-password");
        }
    }
}
