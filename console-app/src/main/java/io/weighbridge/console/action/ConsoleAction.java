package io.weighbridge.console.action;

import io.weighbridge.console.text.Texts;

import javafx.scene.input.KeyCombination;

import java.util.Locale;
import java.util.Optional;

/// Everything that an operator can do by key, menu or command palette. The text of `GO_LIVE` is
/// `action.go-live`. `Shortcut` is Ctrl, or Command on a Mac.
public enum ConsoleAction {
    PALETTE("fth-search", "Shortcut+K", Where.EVERYWHERE),
    SHORTCUTS("fth-help-circle", "F1", Where.EVERYWHERE),
    GO_LIVE("fth-activity", "Shortcut+1", Where.EVERYWHERE),
    GO_ACCOUNTS("fth-users", "Shortcut+2", Where.EVERYWHERE),
    GO_KEYS("fth-key", "Shortcut+3", Where.EVERYWHERE),
    GO_PLANS("fth-sliders", "Shortcut+4", Where.EVERYWHERE),
    GO_PRICES("fth-tag", "Shortcut+5", Where.EVERYWHERE),
    GO_COMPUTE("fth-cpu", "Shortcut+Shift+1", Where.EVERYWHERE),
    GO_USAGE("fth-bar-chart-2", "Shortcut+6", Where.EVERYWHERE),
    GO_PAYMENTS("fth-credit-card", "Shortcut+0", Where.EVERYWHERE),
    GO_APPROVALS("fth-check-square", "Shortcut+7", Where.EVERYWHERE),
    GO_AUDIT("fth-shield", "Shortcut+8", Where.EVERYWHERE),
    GO_OPERATORS("fth-user-check", "Shortcut+9", Where.EVERYWHERE),
    GO_SETTINGS("fth-settings", "Shortcut+Comma", Where.EVERYWHERE),
    BACK("fth-arrow-left", "Alt+Left", Where.EVERYWHERE),
    COPY_ADDRESS("fth-link", "Shortcut+Shift+C", Where.EVERYWHERE),
    TOGGLE_NAVIGATION("fth-sidebar", "Shortcut+B", Where.EVERYWHERE),
    TOGGLE_THEME("fth-moon", "Shortcut+Shift+T", Where.EVERYWHERE),
    LOG_OUT("fth-log-out", "Shortcut+Shift+Q", Where.EVERYWHERE),
    QUIT("fth-x-circle", "Shortcut+Q", Where.ALWAYS),
    RELOAD("fth-refresh-cw", "F5", Where.SCREEN),
    FILTER("fth-filter", "Shortcut+F", Where.SCREEN),
    NEW("fth-plus", "Shortcut+N", Where.SCREEN),
    SAVE("fth-save", "Shortcut+S", Where.SCREEN),
    EXPORT("fth-download", "Shortcut+E", Where.SCREEN),
    PAUSE("fth-pause", "Space", Where.TABLE),
    OPEN("fth-maximize-2", "Shortcut+Enter", Where.TABLE),
    BLOCK_KEY("fth-slash", "Shortcut+Shift+K", Where.SCREEN),
    BLOCK_ACCOUNT("fth-user-x", "Shortcut+Shift+A", Where.SCREEN),
    BLOCK_SERVICE("fth-power", "Shortcut+Shift+S", Where.SCREEN),
    ADJUST_CREDIT("fth-edit-3", "Shortcut+J", Where.SCREEN),
    GIVE_BACK("fth-corner-up-left", "Shortcut+G", Where.SCREEN),
    ROTATE_KEY("fth-refresh-ccw", "Shortcut+R", Where.SCREEN),
    REVOKE_KEY("fth-trash-2", "Shortcut+Delete", Where.SCREEN),
    PUBLISH("fth-send", "Shortcut+P", Where.SCREEN),
    IMPORT("fth-upload", "Shortcut+I", Where.SCREEN),
    SHOW_AS_TABLE("fth-list", "Shortcut+T", Where.SCREEN),
    EDIT("fth-edit-2", "Shortcut+Shift+E", Where.SCREEN),
    ADD_GRANT("fth-gift", "Shortcut+Shift+G", Where.SCREEN),
    APPROVE("fth-check", "Shortcut+Y", Where.SCREEN),
    DECLINE("fth-x", "Shortcut+Shift+D", Where.SCREEN),
    WITHDRAW("fth-corner-down-left", "Shortcut+Shift+W", Where.SCREEN),
    DUPLICATE_LINES("fth-copy", "Shortcut+D", Where.SCREEN),
    REMOVE_LINES("fth-minus", "Shortcut+Minus", Where.SCREEN),
    SHOW_ACCOUNT("fth-users", "Shortcut+L", Where.SCREEN),
    SHOW_USAGE("fth-bar-chart-2", "Shortcut+U", Where.SCREEN),
    RATE("fth-tag", "Shortcut+Shift+R", Where.SCREEN),
    WRITE_OFF("fth-slash", "Shortcut+Shift+O", Where.SCREEN),
    PASSWORD("fth-lock", "Shortcut+Shift+P", Where.SCREEN),
    END_SESSION("fth-user-x", "Shortcut+Shift+X", Where.SCREEN),
    DISCARD("fth-trash-2", "Shortcut+Shift+H", Where.SCREEN),
    SHOW_KEYS("fth-key", "Shortcut+Shift+L", Where.SCREEN),
    COPY_BOOK("fth-copy", "Shortcut+Shift+B", Where.SCREEN),
    CHANGE_PLAN("fth-sliders", "Shortcut+M", Where.SCREEN),
    SET_EXPIRY("fth-clock", "Shortcut+Shift+Y", Where.SCREEN),
    MAKE_CHECKPOINT("fth-anchor", "Shortcut+Shift+M", Where.SCREEN),
    COPY_CHECKPOINT("fth-copy", "Shortcut+Shift+J", Where.SCREEN),
    SECOND_FACTOR("fth-smartphone", "Shortcut+Shift+F", Where.SCREEN),
    FORGET_CONNECTION("fth-trash-2", "Shortcut+Shift+N", Where.SCREEN),
    READ_ON("fth-chevrons-right", "Shortcut+O", Where.SCREEN),
    CLEAR_FILTER("fth-x-circle", "Shortcut+Shift+I", Where.SCREEN),
    PAYMENT_LINK("fth-credit-card", "Shortcut+Shift+U", Where.SCREEN),
    ARM_TOP_UP("fth-zap", "F2", Where.SCREEN),
    END_TOP_UP("fth-zap-off", "Shift+F2", Where.SCREEN),
    REDEEM_CODE("fth-scissors", "F3", Where.SCREEN),
    VOID_CODE("fth-slash", "F6", Where.SCREEN),
    TELL_CODES("fth-gift", "F7", Where.SCREEN),
    REDRIVE("fth-repeat", "F8", Where.SCREEN),
    ASSIGN("fth-user-check", "F9", Where.SCREEN),
    SET_PRICE("fth-dollar-sign", "F10", Where.SCREEN),
    DRAFT_PRICE("fth-tag", "F11", Where.SCREEN),
    WHAT_IF("fth-rewind", "F12", Where.SCREEN),
    CALIBRATE("fth-crosshair", "Shortcut+H", Where.SCREEN),
    RETRY("fth-wifi", "Shift+F5", Where.EVERYWHERE),
    UNDO("fth-corner-up-left", "Shortcut+Shift+Z", Where.EVERYWHERE),
    STOP("fth-square", "Shortcut+Period", Where.ALWAYS),
    TRY_AGAIN("fth-repeat", "Shortcut+Shift+Period", Where.ALWAYS),
    VERIFY("fth-check-circle", "Shortcut+Shift+V", Where.SCREEN);

    /// Where its keys work.
    public enum Where {
        EVERYWHERE,
        /// Everywhere, and while something lies over the screen.
        ALWAYS,
        /// While the screen that does it is shown.
        SCREEN,
        /// While a table has the focus, so that a plain key can be typed elsewhere.
        TABLE
    }

    private final String icon;

    // Immutable, though it does not say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final KeyCombination keys;

    private final Where where;

    ConsoleAction(String icon, String keys, Where where) {
        this.icon = icon;
        this.keys = KeyCombination.valueOf(keys);
        this.where = where;
    }

    /// Name of its icon in the Feather pack.
    public String icon() {
        return icon;
    }

    public KeyCombination keys() {
        return keys;
    }

    /// Its keys as people read them: `Ctrl+K`.
    public String keysText() {
        return keys.getDisplayText();
    }

    public Where where() {
        return where;
    }

    /// The key of its text.
    public String textKey() {
        return "action." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What it does, in a few words.
    public String text() {
        return Texts.of(textKey());
    }

    /// What more there is to say, for a tooltip; empty for nothing.
    public Optional<String> help() {
        String key = textKey() + ".help";
        return Texts.has(key) ? Optional.of(Texts.of(key)) : Optional.empty();
    }
}
