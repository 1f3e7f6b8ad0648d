package io.weighbridge.console.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.testkit.Robot;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where an action's keys work.
final class ActionsTest {
    // What text fields want for themselves, here or on another system.
    private static final Set<ConsoleAction> NOT_WHILE_TYPING =
            EnumSet.of(
                    ConsoleAction.BACK,
                    ConsoleAction.REVOKE_KEY,
                    ConsoleAction.APPROVE,
                    ConsoleAction.PAUSE,
                    ConsoleAction.OPEN,
                    ConsoleAction.UNDO,
                    ConsoleAction.CALIBRATE);

    @BeforeAll
    static void start() {
        Robot.startToolkit();
    }

    @ParameterizedTest
    @EnumSource(ConsoleAction.class)
    void shouldLeaveEditingKeysToFields(ConsoleAction action) {
        boolean isWanted = !NOT_WHILE_TYPING.contains(action);
        Robot.onFx(
                () -> {
                    assertEquals(isWanted, Actions.worksAt(action, new TextField()));
                    assertEquals(isWanted, Actions.worksAt(action, new TextArea()));
                    ComboBox<String> typed = new ComboBox<>();
                    typed.setEditable(true);
                    assertEquals(isWanted, Actions.worksAt(action, typed));
                    Spinner<Integer> spinner = new Spinner<>(0, 9, 1);
                    spinner.setEditable(true);
                    assertEquals(isWanted, Actions.worksAt(action, spinner));
                    return 0;
                });
    }

    @ParameterizedTest
    @EnumSource(ConsoleAction.class)
    void shouldWorkWhereNothingIsTyped(ConsoleAction action) {
        boolean isOfTables = action.where() == ConsoleAction.Where.TABLE;
        Robot.onFx(
                () -> {
                    assertTrue(Actions.worksAt(action, new TableView<String>()));
                    assertEquals(!isOfTables, Actions.worksAt(action, new ComboBox<String>()));
                    assertEquals(!isOfTables, Actions.worksAt(action, null));
                    return 0;
                });
    }

    // JavaFX's own fields are asked what they take: what they do must not be an action there.
    @ParameterizedTest
    @EnumSource(ConsoleAction.class)
    void shouldNotTakeWhatAFieldTakes(ConsoleAction action) {
        KeyCodeCombination keys = (KeyCodeCombination) action.keys();
        Robot.onFx(
                () -> {
                    for (TextInputControl field : new TextInputControl[] {area(), field()}) {
                        assertFalse(
                                takes(field, keys) && Actions.worksAt(action, field),
                                () -> action + " in " + field);
                    }
                    return 0;
                });
    }

    private static TextArea area() {
        return new TextArea("two\nlines");
    }

    private static TextField field() {
        return new TextField("two words");
    }

    private static boolean takes(TextInputControl field, KeyCodeCombination keys) {
        boolean[] isLeft = {false};
        StackPane around = new StackPane(field);
        around.addEventHandler(KeyEvent.KEY_PRESSED, _ -> isLeft[0] = true);
        Scene scene = new Scene(around);
        scene.getRoot().applyCss();
        field.selectRange(1, 2);
        field.fireEvent(
                new KeyEvent(
                        KeyEvent.KEY_PRESSED,
                        "",
                        "",
                        keys.getCode(),
                        keys.getShift() == ModifierValue.DOWN,
                        keys.getShortcut() == ModifierValue.DOWN,
                        keys.getAlt() == ModifierValue.DOWN,
                        false));
        return !isLeft[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Shortcut+Delete",
                "Shortcut+Backspace",
                "Ctrl+Backspace",
                "Alt+Left",
                "Alt+Right",
                "Ctrl+Left",
                "Shortcut+Shift+Right",
                "Shortcut+Z",
                "Shortcut+Shift+Z",
                "Shortcut+V",
                "A",
                "Shift+A",
                "Space",
                "Enter"
            })
    void shouldKnowEditingKeys(String keys) {
        assertTrue(EditingKeys.includes(KeyCombination.valueOf(keys)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shortcut+K", "F5", "Shortcut+Shift+A", "Shortcut+Enter", "Shift+F1"})
    void shouldKnowOtherKeys(String keys) {
        assertFalse(EditingKeys.includes(KeyCombination.valueOf(keys)));
    }

    @Test
    void shouldNotRevokeWhatIsDeletedByWord() {
        int[] revoked = {0};
        Actions actions = new Actions();
        Robot.onFx(
                () -> {
                    var _ =
                            actions.bind(
                                    ConsoleAction.REVOKE_KEY,
                                    new Actions.Binding(
                                            () -> revoked[0]++, new SimpleStringProperty("")));
                    TextField field = field();
                    Scene scene = new Scene(new StackPane(field));
                    actions.listen(scene, () -> false, _ -> {});
                    field.requestFocus();
                    field.fireEvent(
                            new KeyEvent(
                                    KeyEvent.KEY_PRESSED,
                                    "",
                                    "",
                                    KeyCode.DELETE,
                                    false,
                                    true,
                                    false,
                                    false));
                    return 0;
                });
        assertEquals(0, revoked[0]);
    }

    // What was said when a key was pressed at a node.
    private static List<String> said(
            Node at, boolean isCovered, KeyCode code, Map<ConsoleAction, String> refusals) {
        List<String> said = new ArrayList<>();
        Actions actions = new Actions();
        refusals.forEach(
                (action, why) -> {
                    var _ =
                            actions.bind(
                                    action,
                                    new Actions.Binding(
                                            () -> said.add("done"), new SimpleStringProperty(why)));
                });
        Scene scene = new Scene(new StackPane(at));
        actions.listen(scene, () -> isCovered, said::add);
        at.requestFocus();
        at.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false));
        return said;
    }

    @Test
    void shouldSayWhyAKeyDoesNothing() {
        Map<ConsoleAction, String> refused =
                Map.of(
                        ConsoleAction.EXPORT, "There is nothing.",
                        ConsoleAction.CALIBRATE, "Only for others.",
                        ConsoleAction.SAVE, "");
        Robot.onFx(
                () -> {
                    assertEquals(
                            List.of("Export as CSV: There is nothing."),
                            said(new TableView<String>(), false, KeyCode.E, refused));
                    assertEquals(
                            List.of("Export as CSV: There is nothing."),
                            said(field(), false, KeyCode.E, refused));
                    assertEquals(List.of("done"), said(field(), false, KeyCode.S, refused));
                    assertEquals(
                            List.of("Calibrate…: Only for others."),
                            said(new TableView<String>(), false, KeyCode.H, refused));
                    assertEquals(
                            List.of(),
                            said(field(), false, KeyCode.H, refused),
                            "erases in a field");
                    assertEquals(
                            List.of(), said(new TableView<String>(), true, KeyCode.E, refused));
                    assertEquals(
                            List.of(), said(new TableView<String>(), false, KeyCode.I, refused));
                    return 0;
                });
    }
}
