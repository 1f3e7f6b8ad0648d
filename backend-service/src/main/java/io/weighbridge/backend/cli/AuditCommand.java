package io.weighbridge.backend.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What there is for the audit log.
@Command(
        name = "audit",
        description = "Read the audit log, check it, or sign what it is now.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        subcommands = {
            AuditVerifyCommand.class,
            AuditCheckpointCommand.class,
            AuditListCommand.class
        })
final class AuditCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing (expected: verify, checkpoint or list)");
    }
}
