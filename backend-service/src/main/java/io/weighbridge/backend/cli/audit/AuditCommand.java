package io.weighbridge.backend.cli.audit;

import io.weighbridge.backend.cli.option.Version;

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
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge audit verify --data data --checkpoint /media/kept/audit.txt",
            "  weighbridge audit checkpoint --out /media/kept/audit.txt --operator anna",
            "  weighbridge audit list --operator anna --limit 20"
        },
        subcommands = {
            AuditVerifyCommand.class,
            AuditCheckpointCommand.class,
            AuditListCommand.class
        })
public final class AuditCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing (expected: verify, checkpoint or list)");
    }
}
