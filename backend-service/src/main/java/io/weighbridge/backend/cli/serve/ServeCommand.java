package io.weighbridge.backend.cli.serve;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.SettingOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs the service until the process is told to stop.
@Command(
        name = "serve",
        description = "Run the service until Ctrl-C or SIGTERM, which end it cleanly.",
        footerHeading = "%n",
        footer = {
            "Prints one line when it is ready. The log goes to standard error.",
            "Every setting is explained in docs/configuration.md.",
            "",
            "Example:",
            "  cp docs/weighbridge.example.toml weighbridge.toml",
            "  weighbridge serve --config weighbridge.toml"
        })
public final class ServeCommand extends AnyCommand {
    @Mixin private SettingOptions settings = new SettingOptions();

    @Override
    public Integer call() throws InterruptedException {
        Serving.run(settings.read().config(), out());
        return 0;
    }
}
