package io.weighbridge.console;

import io.weighbridge.console.client.Browser;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.FxThread;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.settings.WindowMemory;

import javafx.application.Application;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The toolkit's application; everything else is in [Console].
public final class ConsoleApplication extends Application {
    // Handed over by Main: the toolkit makes this object by itself.
    static @Nullable ConsoleOptions options;

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable Console console;
    private @Nullable WindowMemory memory;

    @Override
    public void start(Stage stage) throws IOException {
        ConsoleOptions given = options;
        if (given == null) {
            throw new IllegalStateException("started without Main");
        }
        Settings settings = Settings.open(given.settings());
        Background background = new Background(workers, FxThread.executor());
        Console made =
                new Console(
                        settings,
                        background,
                        InstantSource.system(),
                        1280,
                        800,
                        Browser.of(
                                address ->
                                        FxThread.executor()
                                                .execute(
                                                        () ->
                                                                getHostServices()
                                                                        .showDocument(address))));
        console = made;
        stage.setTitle("Weighbridge");
        stage.setScene(made.scene());
        made.guard(stage);
        stage.setMinWidth(960);
        stage.setMinHeight(600);
        memory = WindowMemory.attach(stage, settings, workers);
        stage.show();
        if (given.profile() != null && given.passwordFile() != null) {
            made.login(given.profile(), Files.readString(given.passwordFile()).strip());
        } else if (given.profile() != null) {
            made.suggest(given.profile());
        }
    }

    @Override
    public void stop() {
        if (memory != null) {
            memory.close();
        }
        if (console != null) {
            console.close();
        }
        workers.shutdown();
    }
}
