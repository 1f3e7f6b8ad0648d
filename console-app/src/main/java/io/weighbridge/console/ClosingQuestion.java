package io.weighbridge.console;

import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.Toasts;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.text.Texts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Stands between the window's close button and the end: waits for the answer to a change that is
/// out, and asks when something would be lost. Used on the FX thread only.
final class ClosingQuestion {
    private static final long LOOK_MS = 100;

    private final Overlay overlay;
    private final Toasts toasts;
    private final Supplier<Losing> losing;
    private final Ticker look;
    private @Nullable Sheet shown;
    private Runnable close = () -> {};
    private int failedBefore;
    private boolean wasQuiet;

    /// What closing would lose now.
    ///
    /// @param titles of what holds something typed and not saved
    /// @param secrets titles of what can be seen only now
    /// @param isWaiting whether a change has no answer yet
    /// @param failed how many changes failed until now
    record Losing(List<String> titles, List<String> secrets, boolean isWaiting, int failed) {}

    ClosingQuestion(Overlay overlay, Toasts toasts, Executor fx, Supplier<Losing> losing) {
        this.overlay = overlay;
        this.toasts = toasts;
        this.losing = losing;
        this.look = new Ticker(LOOK_MS, fx, this::look);
    }

    /// Somebody wants to close the window.
    void ask(Runnable newClose) {
        if (shown != null && overlay.holds(shown)) {
            return;
        }
        close = newClose;
        Losing now = losing.get();
        if (now.isWaiting()) {
            waitForAnswer(now);
        } else if (now.titles().isEmpty() && now.secrets().isEmpty()) {
            close.run();
        } else {
            askFirst(now);
        }
    }

    private void askFirst(Losing now) {
        List<String> all = new ArrayList<>(now.titles());
        all.addAll(now.secrets());
        List<String> texts = new ArrayList<>();
        texts.add(Texts.of("shell.closing.what", String.join(", ", all)));
        if (!now.titles().isEmpty()) {
            texts.add(Texts.of("shell.unsaved.text"));
        }
        if (!now.secrets().isEmpty()) {
            texts.add(Texts.of("shell.closing.secrets"));
        }
        show(
                Texts.of("shell.closing.title"),
                String.join(" ", texts),
                Texts.of("shell.closing.verb"));
    }

    private void waitForAnswer(Losing now) {
        failedBefore = now.failed();
        wasQuiet = false;
        show(
                Texts.of("shell.closing.waiting.title"),
                Texts.of("shell.closing.waiting.text"),
                Texts.of("shell.closing.waiting.verb"));
        look.start();
    }

    private void show(String title, String text, String verb) {
        Sheet sheet = new Sheet(title, text, verb);
        sheet.setId("closing");
        sheet.confirmButton().setId("close-unsaved");
        sheet.dangerous()
                .onConfirm(
                        () -> {
                            look.stop();
                            sheet.leave();
                            close.run();
                        });
        shown = sheet;
        overlay.show(sheet);
    }

    // Two looks in a row: the first may come between an answer and what the screen makes of it.
    private void look() {
        Sheet sheet = shown;
        if (sheet == null || !overlay.holds(sheet)) {
            look.stop();
            return;
        }
        Losing now = losing.get();
        if (now.isWaiting() || !wasQuiet) {
            wasQuiet = !now.isWaiting();
            return;
        }
        look.stop();
        sheet.leave();
        if (now.failed() > failedBefore) {
            toasts.failed(Texts.of("shell.closing.failed"));
        } else {
            ask(close);
        }
    }
}
