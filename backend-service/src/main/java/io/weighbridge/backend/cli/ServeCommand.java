package io.weighbridge.backend.cli;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigFile;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.SystemTime;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// Runs the service until the process is told to stop.
@Command(
        name = "serve",
        description = "Run the service until Ctrl-C or SIGTERM, which end it cleanly.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        footer = {
            "Prints one line when it is ready. The log goes to standard error.",
            "Every setting is explained in docs/weighbridge.example.toml.",
            "",
            "Example:",
            "  cp docs/weighbridge.example.toml weighbridge.toml",
            "  weighbridge serve --config weighbridge.toml"
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Settings (TOML); its data directory is relative to its folder. Default:"
                            + " ${DEFAULT-VALUE}")
    private Path config = Path.of(ConfigFile.NAME_DEFAULT);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Config settings = ConfigFile.read(config);
        Backend backend = Backend.start(settings, new SystemTime());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(backend, out), "stop"));
        say(
                out,
                "Weighbridge "
                        + Version.text()
                        + " is ready: listening on "
                        + address(settings.listenHost(), backend.port())
                        + ", data in "
                        + settings.dataDirectory()
                        + (settings.store() instanceof StoreAddress.Embedded
                                ? ""
                                : ", store in " + settings.store()));
        if (!backend.operators().hasAdmin()) {
            say(
                    out,
                    "Nobody can log in yet: stop it, and run weighbridge bootstrap "
                            + (settings.store() instanceof StoreAddress.Embedded
                                    ? "--data " + settings.dataDirectory()
                                    : "--config " + config)
                            + " --name NAME");
        }
        // The hook ends the process.
        new CountDownLatch(1).await();
        return 0;
    }

    private static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    // A clean stop is a success: without halt the status would be 128 + the signal's number.
    private static void stop(Backend backend, PrintWriter out) {
        say(out, "Stopping: calls in flight end first.");
        int status = 0;
        try {
            backend.close();
            say(out, "Stopped; all that was answered is on the disk.");
        } catch (RuntimeException e) {
            say(out, "Stopped, but not cleanly: " + e + ". The next start repairs it.");
            status = 1;
        }
        Runtime.getRuntime().halt(status);
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
