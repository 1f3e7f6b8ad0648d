package io.weighbridge.console.photographs;

import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.console.Console;
import io.weighbridge.console.client.Browser;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.FxThread;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.theme.Theme;

import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import javax.imageio.ImageIO;

/// Takes all pictures: each screen at both sizes, light and dark, on a demo with traffic.
///
/// Arguments: where the PNG files go, then the beginnings of the names wanted, none for all.
public final class Photographs {
    private static final int[][] SIZES = {{1280, 800}, {1920, 1080}};
    private static final String LAST_SIZE = "1920x1080";
    private static final long SETTLE_NANOS = 700_000_000L;

    private Photographs() {}

    /// All pictures, in order; each screen adds its own.
    static List<Shot> shots(DemoService demo) {
        List<Shot> all = new ArrayList<>();
        all.addAll(LiveShots.shots());
        all.addAll(AccountsShots.shots());
        all.addAll(KeysShots.shots());
        all.addAll(PlansShots.shots());
        all.addAll(PaymentsShots.shots());
        all.addAll(PricesShots.all());
        all.addAll(ComputeShots.shots(demo));
        // The last ones leave a message or a form behind.
        all.add(new Shot("settings", Address.of(Route.SETTINGS), _ -> {}));
        all.addAll(OperatorsShots.all());
        all.addAll(UsageShots.all());
        all.addAll(MomentShots.all(demo));
        all.addAll(ClosingShots.all());
        return all;
    }

    /// Who looks at what: a login, and the pictures that are taken after it.
    private record Sitting(Profile profile, String password, List<Shot> shots) {}

    // Of the administrator.
    private static Sitting sitting(Installation at, List<Shot> shots) {
        return new Sitting(at.profile(Installation.ADMIN), at.password(), shots);
    }

    public static void main(String[] arguments) throws IOException {
        File folder = new File(arguments[0]);
        Files.createDirectories(folder.toPath());
        List<String> wanted = List.of(arguments).subList(1, arguments.length);
        Path data = Files.createTempDirectory("weighbridge-photographs");
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        try (DemoService demo = DemoService.start(data.resolve("demo"), 20);
                Installation other = OwnKeysShots.start();
                DemoShop shop = DemoShop.start();
                Installation seller = Installation.start(shop::with);
                Installation measured = CostsShots.start()) {
            Robot.startToolkit();
            AccountsShots.ask(demo);
            Settings settings = Settings.open(data.resolve("console.json"));
            Sitting own = sitting(other, OwnKeysShots.shots(other));
            Sitting selling = sitting(seller, CodesShots.shots(shop, seller));
            Sitting measuring = sitting(measured, CostsShots.shots(measured));
            for (int[] size : SIZES) {
                String name = size[0] + "x" + size[1];
                List<Shot> shots = shots(demo);
                if (name.equals(LAST_SIZE)) {
                    shots.add(MomentShots.lost(demo));
                }
                List<Sitting> sittings =
                        List.of(
                                own,
                                selling,
                                measuring,
                                new Sitting(demo.profile(), demo.password(), shots));
                for (Sitting sitting : sittings) {
                    Console console =
                            Robot.onFx(
                                    () ->
                                            new Console(
                                                    settings,
                                                    new Background(workers, FxThread.executor()),
                                                    InstantSource.system(),
                                                    size[0],
                                                    size[1],
                                                    Browser.of(_ -> {})));
                    sit(console, size[0], size[1], sitting, folder, wanted);
                }
            }
        } finally {
            workers.shutdown();
            Platform.exit();
        }
        System.exit(0);
    }

    private static void sit(
            Console console,
            int width,
            int height,
            Sitting sitting,
            File folder,
            List<String> wanted)
            throws IOException {
        Robot robot = Robot.show(console::scene);
        Robot.onFx(
                () -> {
                    robot.stage().setWidth(width);
                    robot.stage().setHeight(height);
                    console.guard(robot.stage());
                    return 0;
                });
        take(console, robot, sitting, folder, wanted, width + "x" + height);
        Robot.onFx(
                () -> {
                    console.close();
                    // The stage would hold on to it.
                    robot.stage().setScene(new Scene(new Group()));
                    return 0;
                });
    }

    private static void take(
            Console console,
            Robot robot,
            Sitting sitting,
            File folder,
            List<String> wanted,
            String size)
            throws IOException {
        if (isWanted("login", wanted)) {
            both(console, robot, new File(folder, "login-" + size));
        }
        Robot.onFx(
                () -> {
                    console.login(sitting.profile(), sitting.password());
                    return 0;
                });
        var _ = robot.find("#go-live");
        for (Shot shot : sitting.shots()) {
            if (!isWanted(shot.name(), wanted)) {
                continue;
            }
            Robot.onFx(
                    () -> {
                        console.open(shot.address());
                        return 0;
                    });
            // What an earlier picture edited is not wanted any more.
            if (!robot.text("#leave-unsaved").isEmpty()) {
                robot.click("#leave-unsaved");
            }
            shot.prepare().accept(robot);
            both(console, robot, new File(folder, shot.name() + "-" + size));
            robot.press(KeyCode.ESCAPE);
            // They stay until they are answered.
            for (String answer : List.of("#bulk-close", "#told-stored")) {
                if (!robot.text(answer).isEmpty()) {
                    robot.click(answer);
                }
            }
        }
    }

    private static boolean isWanted(String name, List<String> wanted) {
        return wanted.isEmpty() || wanted.stream().anyMatch(name::startsWith);
    }

    private static void both(Console console, Robot robot, File file) throws IOException {
        for (Theme.Choice choice : List.of(Theme.Choice.LIGHT, Theme.Choice.DARK)) {
            Robot.onFx(
                    () -> {
                        console.theme().choose(choice);
                        return 0;
                    });
            LockSupport.parkNanos(SETTLE_NANOS);
            File png = new File(file + "-" + choice.name().toLowerCase(Locale.ROOT) + ".png");
            ImageIO.write(
                    Robot.onFx(
                            () ->
                                    SwingFXUtils.fromFXImage(
                                            robot.stage().getScene().snapshot(null), null)),
                    "png",
                    png);
            System.out.println(png);
        }
    }
}
