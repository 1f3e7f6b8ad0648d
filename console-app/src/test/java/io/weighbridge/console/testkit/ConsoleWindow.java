package io.weighbridge.console.testkit;

import io.weighbridge.console.Console;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.FxThread;
import io.weighbridge.console.settings.Settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A console in a real window, as an operator has it, with settings of its own.
public final class ConsoleWindow implements AutoCloseable {
    private static final int SIDE = 980;

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Console console;
    private final Robot robot;

    private ConsoleWindow(Settings settings) {
        Robot.startToolkit();
        console =
                Robot.onFx(
                        () ->
                                new Console(
                                        settings,
                                        new Background(workers, FxThread.executor()),
                                        InstantSource.system(),
                                        SIDE,
                                        SIDE,
                                        _ -> {}));
        robot = Robot.show(console::scene);
    }

    /// A window that shows the login.
    public static ConsoleWindow open() {
        try {
            Path directory = Files.createTempDirectory("weighbridge-settings");
            directory.toFile().deleteOnExit();
            return new ConsoleWindow(Settings.open(directory.resolve("console.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A window in which somebody is logged in.
    public static ConsoleWindow open(Installation installation, String user, String password) {
        ConsoleWindow window = open();
        Robot.onFx(
                () -> {
                    window.console.login(installation.profile(user), password);
                    return 0;
                });
        var _ = window.robot.find("#go-live");
        return window;
    }

    /// A window in which the administrator is logged in.
    public static ConsoleWindow open(Installation installation) {
        return open(installation, Installation.ADMIN, installation.password());
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
