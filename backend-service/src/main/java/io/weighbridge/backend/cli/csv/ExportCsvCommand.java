package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.AnyCommand;

import picocli.CommandLine.Command;

/// Long lists of a running service, as CSV.
@Command(
        name = "export-csv",
        description =
                "Save usage, a statement or the audit log of a running service as CSV"
                        + " (docs/export.md).",
        synopsisSubcommandLabel = "COMMAND",
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
public final class ExportCsvCommand extends AnyCommand {
    @Override
    public Integer call() {
        throw mistyped("a command is missing (expected: usage, statement or audit)");
    }
}
