package io.weighbridge.backend.cli.serve;

import io.weighbridge.backend.ConfigReader;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.SettingOptions;
import io.weighbridge.backend.platform.config.Setting;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

import java.io.PrintWriter;
import java.util.List;

/// What the settings are.
@Command(
        name = "config",
        description = "Show and check the settings; see docs/configuration.md.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  weighbridge config check --config weighbridge.toml",
        subcommands = ConfigCommand.Check.class)
public final class ConfigCommand extends AnyCommand {
    @Override
    public Integer call() {
        throw mistyped("a command is missing");
    }

    /// Prints them all.
    @Command(
            name = "check",
            description = {
                "Print every setting with its value and where that comes from, and say everything"
                        + " that is wrong.",
                "Secrets are not shown. Starts nothing."
            },
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {
                "0:the settings are right",
                "1:they are not",
                "2:the command was typed wrongly"
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  weighbridge config check --config weighbridge.toml",
                "  weighbridge config check --set data_directory=data --set listen.port=9000"
            })
    static final class Check extends AnyCommand {
        @Mixin private SettingOptions settings = new SettingOptions();

        @Override
        public Integer call() {
            ConfigReader read = settings.read();
            PrintWriter out = out();
            int width = 0;
            int valueWidth = 0;
            List<Setting<?>> all = ConfigTable.TABLE.all();
            for (Setting<?> setting : all) {
                width = Math.max(width, setting.name().length());
                valueWidth = Math.max(valueWidth, read.values().shown(setting).length());
            }
            for (Setting<?> setting : all) {
                out.printf(
                        "%-" + width + "s = %-" + valueWidth + "s  (%s)%n",
                        setting.name(),
                        read.values().shown(setting),
                        read.values().source(setting).text());
            }
            out.flush();
            PrintWriter err = commandLine().getErr();
            read.problems().forEach(problem -> err.println("error: " + problem));
            err.flush();
            return read.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }
}
