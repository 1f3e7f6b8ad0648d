package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.backup.Backup;
import io.weighbridge.backend.cli.option.Version;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/// `verify-backup`: proves that a backup is good without restoring it.
@Command(
        name = "verify-backup",
        description =
                "Prove that a backup is as it was written, to the last byte, and that its ledger"
                        + " balances. Reads only.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the backup is good",
            "1:it is not, or cannot be read",
            "2:the command was typed wrongly"
        },
        footerHeading = "%nExample:%n",
        footer = "  weighbridge verify-backup --from backups/2026-11-25")
public final class VerifyBackupCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The backup.")
    private @Nullable Path from;

    @Override
    public Integer call() {
        Backup.Report report = Backup.verify(Objects.requireNonNull(from));
        BackupText.print(spec.commandLine().getOut(), "Backup in " + from + " is good", report);
        return ExitCode.OK;
    }
}
