package io.weighbridge.backend.cli.serve;

import io.weighbridge.backend.cli.option.SettingOptions;
import io.weighbridge.backend.cli.option.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

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
public final class ServeCommand implements Callable<Integer> {
    @Mixin private SettingOptions settings = new SettingOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Serving.run(settings.read().config(), spec.commandLine().getOut());
        return 0;
    }
}
