package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.MovedMark;
import io.weighbridge.backend.backup.Backup;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.SystemTime;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/// `backup`: writes a backup of a data directory, in use or not.
@Command(
        name = "backup",
        description = {
            "Write a backup of a data directory, prove that its ledger balances, and say up to"
                    + " which moment it goes.",
            "The service may be running, and is not slowed by waiting. Everything that it answered"
                    + " before the backup was begun is in it."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the backup is complete and on the disk",
            "1:something was in the way; the directory is empty",
            "2:the command was typed wrongly"
        },
        footerHeading = "%nExample:%n",
        footer = "  weighbridge backup --data data --to backups/2026-11-25")
public final class BackupCommand extends AnyCommand {
    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "The data directory, in use or not.")
    private @Nullable Path data;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Where to: a new directory, or an empty one.")
    private @Nullable Path to;

    @Option(
            names = "--with-secrets",
            description =
                    "Take the secrets along. Without them keep a copy of the data directory's"
                            + " folder secrets elsewhere: a restored service needs it.")
    private boolean withSecrets;

    @Override
    public Integer call() {
        requireSqlite(Objects.requireNonNull(data));
        Instant now = Instant.ofEpochMilli(new SystemTime().wallMs());
        Backup.Report report =
                Backup.make(
                        Objects.requireNonNull(data), Objects.requireNonNull(to), withSecrets, now);
        BackupText.print(out(), "Backup in " + to, report);
        return ExitCode.OK;
    }

    private static void requireSqlite(Path directory) {
        MovedMark.requireNone(new StoreAddress.Embedded(directory));
        if (Files.isDirectory(directory.resolve(Backup.SECRETS))
                && !Files.isRegularFile(directory.resolve(Database.FILE_NAME))) {
            throw Fault.invalid(
                    "data",
                    directory + " has no SQLite store",
                    "a store in the data directory; one in PostgreSQL is backed up with"
                            + " PostgreSQL's own tools, see docs/postgresql.md");
        }
    }
}
