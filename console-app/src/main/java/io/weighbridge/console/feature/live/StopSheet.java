package io.weighbridge.console.feature.live;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.TextField;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// Asks why before something is stopped, and has it stopped once. Used on the FX thread only.
final class StopSheet {
    private static final int REASON_MAX = 200;

    private final Workbench bench;
    private final Sheet sheet;
    private final TextField reason = new TextField();

    /// What is stopped.
    ///
    /// @param send stops it, with the reason; blocks
    /// @param sent says so, on the FX thread
    record Stop(Consumer<String> send, Runnable sent) {}

    /// @param sheet says what will happen
    StopSheet(Workbench bench, Sheet sheet) {
        this.bench = bench;
        this.sheet = sheet;
    }

    /// Shows it.
    ///
    /// @param chosen asked once, when it is confirmed
    void show(Supplier<Stop> chosen) {
        reason.setId("stop-reason");
        reason.setPromptText(Texts.of("live.stop.reason.prompt"));
        sheet.with(Described.label(Texts.of("live.stop.reason"), reason), reason);
        sheet.confirmButton().setId("stop");
        reason.textProperty().subscribe(text -> sheet.ready(isFit(text)));
        sheet.onConfirm(() -> send(chosen.get(), reason.getText().strip()));
        bench.overlay().show(sheet);
        reason.requestFocus();
    }

    private static boolean isFit(String text) {
        return !text.isBlank() && text.strip().length() <= REASON_MAX;
    }

    private void send(Stop stop, String why) {
        sheet.busy(true);
        bench.background()
                .lane()
                .run(
                        () -> {
                            stop.send().accept(why);
                            return true;
                        },
                        _ -> {
                            sheet.leave();
                            stop.sent().run();
                        },
                        failure -> sheet.problem(failure.text()));
    }
}
