package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.backup.Backup;
import io.weighbridge.backend.cli.option.AnyCommand;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Objects;

/// `verify-backup`: proves that a backup is good without restoring it.
@Command(
        name = "verify-backup",
        description =
                "Prove that a backup is as it was written, to the last byte, and that its ledger"
                        + " balances. Reads only.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the backup is good",
            "1:it is not, or cannot be read",
            "2:the command was typed wrongly"
        },
        footerHeading = "%nExample:%n",
        footer = "  weighbridge verify-backup --from backups/2026-11-25")
public final class VerifyBackupCommand extends AnyCommand {
    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The backup.")
    private @Nullable Path from;

    @Override
    public Integer call() {
        Backup.Report report = Backup.verify(Objects.requireNonNull(from));
        BackupText.print(out(), "Backup in " + from + " is good", report);
        return ExitCode.OK;
    }
}
