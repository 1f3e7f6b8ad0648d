package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Long lists of a running service, as CSV.
@Command(
        name = "export-csv",
        description =
                "Save usage, a statement or the audit log of a running service as CSV"
                        + " (docs/export.md).",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge export-csv usage -o anna --to usage.csv --from 2026-11-01T00:00:00Z",
            "  weighbridge export-csv statement -o anna --to acme.csv --account acct_0am5bfb2mp6dh",
            "  weighbridge export-csv audit -o anna --to audit.csv --action key."
        },
        subcommands = {
            ExportUsageCommand.class,
            ExportStatementCommand.class,
            ExportAuditCommand.class
        })
public final class ExportCsvCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing (expected: usage, statement or audit)");
    }
}
