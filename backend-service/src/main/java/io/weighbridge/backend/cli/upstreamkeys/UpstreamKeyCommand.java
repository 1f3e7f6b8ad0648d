package io.weighbridge.backend.cli.upstreamkeys;

import io.weighbridge.backend.cli.option.AnyCommand;

import picocli.CommandLine.Command;

/// What there is for customers' own keys for providers.
@Command(
        name = "upstream-key",
        description =
                "Give the gateway a customer's own key for a provider, list them, take one back.",
        synopsisSubcommandLabel = "COMMAND",
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
public final class UpstreamKeyCommand extends AnyCommand {
    @Override
    public Integer call() {
        throw mistyped("a command is missing (expected: add, list or remove)");
    }
}
