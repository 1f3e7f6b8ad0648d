package io.weighbridge.backend.cli;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.platform.log.Logging;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.SystemTime;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
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
            "Every setting is explained in docs/configuration.md.",
            "",
            "Example:",
            "  cp docs/weighbridge.example.toml weighbridge.toml",
            "  weighbridge serve --config weighbridge.toml"
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin private SettingOptions settings = new SettingOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Config config = settings.read().config();
        Logging.start(config.get(ConfigTable.LOG_FORMAT).equals("json"));
        Backend backend = Backend.start(config, new SystemTime());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(backend, out), "stop"));
        say(
                out,
                "Weighbridge "
                        + Version.text()
                        + " is ready: listening on "
                        + address(config.listenHost(), backend.port())
                        + ", data in "
                        + config.dataDirectory()
                        + (isEmbedded(config) ? "" : ", store in " + config.store()));
        sayHttp(out, config, backend);
        if (!backend.operators().hasAdmin()) {
            say(
                    out,
                    "Nobody can log in yet: stop it, and run weighbridge bootstrap "
                            + (isEmbedded(config)
                                    ? "--data " + config.dataDirectory()
                                    : "--config FILE")
                            + " --name NAME");
        }
        // The hook ends the process.
        new CountDownLatch(1).await();
        return 0;
    }

    private static void sayHttp(PrintWriter out, Config config, Backend backend) {
        backend.httpPort()
                .ifPresent(
                        port ->
                                say(
                                        out,
                                        "Health and metrics: "
                                                + (config.get(ConfigTable.HTTP_TLS)
                                                        ? "https://"
                                                        : "http://")
                                                + address(config.get(ConfigTable.HTTP_HOST), port)
                                                + "/readyz and /metrics"));
    }

    private static boolean isEmbedded(Config config) {
        return config.store() instanceof StoreAddress.Embedded;
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
