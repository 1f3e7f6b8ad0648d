package io.weighbridge.console.testkit;

import io.weighbridge.console.Console;
import io.weighbridge.console.client.Browser;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.FxThread;
import io.weighbridge.console.settings.Settings;

import javafx.stage.Stage;
import javafx.stage.WindowEvent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// A console in a real window, as an operator has it, with settings of its own.
public final class ConsoleWindow implements AutoCloseable {
    private static final int SIDE = 980;

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Console console;
    private final Robot robot;

    private ConsoleWindow(Settings settings, Browser browser, UnaryOperator<Background> change) {
        Robot.startToolkit();
        console =
                Robot.onFx(
                        () ->
                                new Console(
                                        settings,
                                        change.apply(new Background(workers, FxThread.executor())),
                                        InstantSource.system(),
                                        SIDE,
                                        SIDE,
                                        browser));
        robot = Robot.show(console::scene);
        Robot.onFx(
                () -> {
                    console.guard(robot.stage());
                    return 0;
                });
    }

    /// A window that shows the login.
    public static ConsoleWindow open() {
        return open(directory().resolve("console.json"));
    }

    /// A window that shows the login, with what a console before it remembered.
    public static ConsoleWindow open(Path settings) {
        return new ConsoleWindow(
                Settings.open(settings), Browser.of(_ -> {}), UnaryOperator.identity());
    }

    /// A window that shows the login, of which one answer can be held back.
    public static ConsoleWindow open(HeldAnswer held) {
        return new ConsoleWindow(
                Settings.open(directory().resolve("console.json")), Browser.of(_ -> {}), held::of);
    }

    /// A window whose logins are begun in this browser.
    public static ConsoleWindow open(Browser browser) {
        return new ConsoleWindow(
                Settings.open(directory().resolve("console.json")),
                browser,
                UnaryOperator.identity());
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("weighbridge-settings");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Logs somebody in.
    public void login(Profile profile, String password) {
        Robot.onFx(
                () -> {
                    console.login(profile, password);
                    return 0;
                });
        var _ = robot.find("#go-live");
    }

    /// A window in which somebody is logged in.
    public static ConsoleWindow open(Installation installation, String user, String password) {
        ConsoleWindow window = open();
        window.login(installation.profile(user), password);
        return window;
    }

    /// A window in which the administrator is logged in.
    public static ConsoleWindow open(Installation installation) {
        return open(installation, Installation.ADMIN, installation.password());
    }

    /// Clicks the window's close button, as far as the console can tell.
    public void askToClose() {
        Robot.onFx(
                () -> {
                    Stage stage = robot.stage();
                    stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
                    return 0;
                });
    }

    /// Waits until the window is closed.
    public void waitForClosed() {
        Waiting.until(() -> "a closed window", () -> !Robot.onFx(robot.stage()::isShowing));
    }

    public Robot robot() {
        return robot;
    }

    public Console console() {
        return console;
    }

    @Override
    public void close() {
        Robot.onFx(
                () -> {
                    console.close();
                    robot.stage().hide();
                    return 0;
                });
        workers.shutdown();
    }
}
