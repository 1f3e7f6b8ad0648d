package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.testkit.Robot;

import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;

import org.controlsfx.control.CheckComboBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Sheets in a real window: which of them goes, and when none may.
final class OverlayTest {
    @SuppressWarnings("NullAway.Init")
    private Overlay overlay;

    @SuppressWarnings("NullAway.Init")
    private Robot robot;

    private int confirmed;

    @BeforeEach
    void open() {
        Robot.startToolkit();
        overlay = Robot.onFx(Overlay::new);
        robot = Robot.show(() -> new Scene(new StackPane(new TextField(), overlay), 600, 400));
    }

    @AfterEach
    void close() {
        run(() -> robot.stage().hide());
    }

    private static void run(Runnable work) {
        var _ =
                Robot.onFx(
                        () -> {
                            work.run();
                            return 0;
                        });
    }

    private Sheet sheet(String name) {
        return Robot.onFx(
                () -> {
                    Sheet sheet = new Sheet(name, "", "Do it").with(new TextField());
                    sheet.setId(name);
                    sheet.onConfirm(() -> confirmed++);
                    overlay.show(sheet);
                    return sheet;
                });
    }

    @Test
    void shouldTakeAwayTheSheetThatLeavesAndNotTheOneAboveIt() {
        Sheet below = sheet("below");
        Sheet above = sheet("above");
        run(below::leave);
        robot.find("#above");
        robot.findNone("#below");
        run(below::leave);
        robot.find("#above");
        run(above::leave);
        assertFalse(Robot.onFx(overlay::isShowing));
    }

    /// What came with the form is not what somebody ticked, also when it was read after it was
    /// shown.
    @Test
    void shouldTellTicksOfOneOfSeveralFromThoseThatCameWithTheForm() {
        Sheet sheet = sheet("one");
        CheckComboBox<String> box =
                Robot.onFx(() -> new CheckComboBox<>(FXCollections.observableArrayList("a", "b")));
        run(
                () -> {
                    sheet.with(box);
                    box.getCheckModel().check("a");
                    sheet.came(box);
                });
        assertFalse(Robot.onFx(sheet::hasUnsaved));
        run(() -> box.getCheckModel().check("b"));
        assertTrue(Robot.onFx(sheet::hasUnsaved));
        run(() -> box.getCheckModel().clearCheck("b"));
        assertFalse(Robot.onFx(sheet::hasUnsaved));
        run(() -> box.getCheckModel().clearCheck("a"));
        assertTrue(Robot.onFx(sheet::hasUnsaved));
    }

    @Test
    void shouldLeaveByEscapeAlsoWhereThereIsNothingToFillIn() {
        run(() -> overlay.show(new StackPane(new Label("Only to read.")), Pos.CENTER));
        assertTrue(Robot.onFx(overlay::isShowing));
        robot.press(KeyCode.ESCAPE);
        assertFalse(Robot.onFx(overlay::isShowing));
    }

    @Test
    void shouldLeaveByEscapeButNotWhileSomethingIsUnderWay() {
        Sheet sheet = sheet("one");
        run(() -> sheet.busy(true));
        robot.press(KeyCode.ESCAPE);
        assertTrue(Robot.onFx(overlay::isShowing));
        run(() -> sheet.problem("It did not work."));
        robot.press(KeyCode.ESCAPE);
        robot.findNone("#one");
    }

    @Test
    void shouldSendOnceHoweverOftenEnterIsPressed() {
        Sheet sheet = sheet("one");
        run(
                () ->
                        sheet.onConfirm(
                                () -> {
                                    confirmed++;
                                    sheet.busy(true);
                                }));
        robot.press(KeyCode.ENTER);
        robot.press(KeyCode.ENTER);
        assertEquals(1, confirmed);
        run(() -> sheet.problem("Once more."));
        robot.press(KeyCode.ENTER);
        assertEquals(2, confirmed);
    }

    @Test
    void shouldKeepAMergeUntilItIsSaved() {
        MergeSheet merge =
                new MergeSheet(
                        "Acme",
                        List.of(),
                        List.of(),
                        List.of(new MergeSheet.Choice("Name", "Mine", "Theirs")));
        List<MergeSheet.Decision<String>> decided = new ArrayList<>();
        Sheet[] sheet = new Sheet[1];
        run(
                () -> {
                    sheet[0] =
                            merge.askWhy("it was sold")
                                    .onConfirm(List.of("name"), (made, _) -> decided.add(made));
                    overlay.show(sheet[0]);
                });
        robot.click("#take-theirs-0");
        run(sheet[0].confirmButton()::fire);
        robot.press(KeyCode.ESCAPE);
        robot.find("#merge");
        run(() -> sheet[0].problem("It did not work."));
        robot.type("#reason", " ");
        run(sheet[0].confirmButton()::fire);
        assertEquals(1, decided.size(), "nothing without a reason");
        robot.type("#reason", "they know better");
        run(sheet[0].confirmButton()::fire);
        assertEquals(
                List.of(
                        new MergeSheet.Decision<>(Set.of("name"), "it was sold"),
                        new MergeSheet.Decision<>(Set.of("name"), "they know better")),
                decided);
        run(sheet[0]::leave);
        robot.findNone("#merge");
    }

    @Test
    void shouldKeepASecretUntilItIsStoredEvenWhenTheSessionEnds() {
        sheet("one");
        run(() -> SecretSheet.show(overlay, "The secret", "Copy it.", "wb-secret"));
        robot.press(KeyCode.ESCAPE);
        run(overlay::clear);
        robot.findNone("#one");
        assertEquals("wb-secret", robot.text("#secret"));
        robot.click("#secret-stored");
        robot.findNone("#secret");
    }
}
