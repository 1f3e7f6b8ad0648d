package io.weighbridge.backend.cli.upstreamkeys;

import io.weighbridge.backend.cli.option.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What there is for customers' own keys for providers.
@Command(
        name = "upstream-key",
        description =
                "Give the gateway a customer's own key for a provider, list them, take one back.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge upstream-key add --account acct_… --provider openrouter < key.txt",
            "  weighbridge upstream-key list --account acct_…",
            "  weighbridge upstream-key remove --account acct_… --provider openrouter"
        },
        subcommands = {
            UpstreamKeyAddCommand.class,
            UpstreamKeyListCommand.class,
            UpstreamKeyRemoveCommand.class
        })
public final class UpstreamKeyCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing (expected: add, list or remove)");
    }
}
