package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.DataLock;
import io.weighbridge.backend.backup.Backup;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// `restore`: makes a data directory from a backup.
@Command(
        name = "restore",
        description = {
            "Make a data directory from a backup, and prove that it is as it was written and that"
                    + " its ledger balances.",
            "Never writes over anything: the directory must be empty or new."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the service can be started",
            "1:something was in the way; the directory is empty",
            "2:the command was typed wrongly"
        },
        footerHeading = "%nExample:%n",
        footer = "  weighbridge restore --from backups/2026-11-25 --data data")
public final class RestoreCommand extends AnyCommand {
    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The backup.")
    private @Nullable Path from;

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "The data directory to make: a new directory, or an empty one.")
    private @Nullable Path data;

    @Override
    public Integer call() {
        Path to = Objects.requireNonNull(data);
        Backup.Report report = restore(Objects.requireNonNull(from), to);
        PrintWriter out = out();
        BackupText.print(out, "Restored into " + to, report);
        if (!report.withSecrets()) {
            out.println(
                    "The backup has no secrets. Put the folder "
                            + Backup.SECRETS
                            + " of the old data directory into this one before the first start:"
                            + " without it calls in flight cannot be settled, and second factors"
                            + " must be enrolled anew.");
            out.flush();
        }
        return ExitCode.OK;
    }

    private static Path make(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot make " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Backup.Report restore(Path backup, Path data) {
        try (DataLock _ = DataLock.take(make(data))) {
            return Backup.restore(backup, data, DataLock.FILE_NAME);
        }
    }
}
