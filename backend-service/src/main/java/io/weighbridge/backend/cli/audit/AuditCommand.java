package io.weighbridge.backend.cli.audit;

import io.weighbridge.backend.cli.option.AnyCommand;

import picocli.CommandLine.Command;

/// What there is for the audit log.
@Command(
        name = "audit",
        description = "Read the audit log, check it, or sign what it is now.",
        synopsisSubcommandLabel = "COMMAND",
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
public final class AuditCommand extends AnyCommand {
    @Override
    public Integer call() {
        throw mistyped("a command is missing (expected: verify, checkpoint or list)");
    }
}
