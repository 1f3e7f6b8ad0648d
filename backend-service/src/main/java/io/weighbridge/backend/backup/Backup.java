package io.weighbridge.backend.backup;

import io.weighbridge.backend.ledger.JournalSnapshot;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.ledger.check.LedgerReport;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.files.Directories;
import io.weighbridge.backend.platform.sql.Database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Makes backups of a data directory, in use or not, and restores them. Whoever has a backup has
/// everything but, unless they were asked for, the secrets.
public final class Backup {
    /// The folder of the secrets in a data directory and in a backup.
    public static final String SECRETS = "secrets";

    private static final String RESTORING = Database.FILE_NAME + ".restoring";

    private Backup() {}

    /// What a backup holds.
    ///
    /// @param madeAt when it was begun: everything that was answered before is in it
    /// @param lastSequence the last fact that is in it
    /// @param lastAt instant of that fact
    /// @param withSecrets whether the secrets are in it
    /// @param files how many files
    /// @param bytes of them together
    /// @param sha256 of the whole
    /// @param ledger the proof that its ledger balances
    public record Report(
            Instant madeAt,
            long lastSequence,
            Instant lastAt,
            boolean withSecrets,
            int files,
            long bytes,
            String sha256,
            LedgerReport ledger) {
        static Report of(BackupManifest manifest, LedgerReport ledger) {
            return new Report(
                    manifest.madeAt(),
                    manifest.lastSequence(),
                    manifest.lastAt(),
                    manifest.withSecrets(),
                    manifest.files().size(),
                    manifest.files().stream().mapToLong(BackupManifest.Entry::bytes).sum(),
                    manifest.sha256(),
                    ledger);
        }
    }

    /// Makes a backup.
    ///
    /// @param to a new or empty directory
    /// @param madeAt now
    /// @throws Fault INVALID_FIELD when the target is not empty; STORE_UNAVAILABLE when something
    ///     cannot be read or written, or the ledger does not balance
    public static Report make(Path data, Path to, boolean withSecrets, Instant madeAt) {
        if (!Files.isRegularFile(data.resolve(Database.FILE_NAME))) {
            throw Fault.invalid("data", data, "a data directory of Weighbridge");
        }
        try {
            BackupFiles.makeEmpty("to", to, "");
            try {
                return write(data, to, withSecrets, madeAt);
            } catch (IOException | RuntimeException e) {
                BackupFiles.clear(to, "");
                throw e;
            }
        } catch (IOException e) {
            throw Fault.storeUnavailable("the backup cannot be written: " + e.getMessage(), e);
        }
    }

    private static Report write(Path data, Path to, boolean withSecrets, Instant madeAt)
            throws IOException {
        JournalSnapshot.Point last = copyStore(data, to);
        if (withSecrets) {
            for (String name : BackupFiles.names(data.resolve(SECRETS))) {
                var _ =
                        BackupFiles.copy(
                                name,
                                data.resolve(SECRETS).resolve(name),
                                to.resolve(SECRETS).resolve(name));
            }
        }
        LedgerReport ledger = requireBalanced(to);
        List<BackupManifest.Entry> files = new ArrayList<>();
        for (String name : BackupFiles.names(to)) {
            BackupFiles.keep(to.resolve(name));
            files.add(BackupFiles.entry(to, name));
        }
        BackupManifest manifest =
                new BackupManifest(
                        madeAt,
                        last.sequence(),
                        Instant.ofEpochMilli(last.atMs()),
                        withSecrets,
                        files);
        BackupFiles.forceNames(to);
        // Last: what has no manifest is not complete.
        Path file = to.resolve(BackupManifest.FILE_NAME);
        Files.writeString(file, manifest.toText(), StandardCharsets.ISO_8859_1);
        BackupFiles.keep(file);
        Directories.force(to);
        return Report.of(manifest, ledger);
    }

    private static JournalSnapshot.Point copyStore(Path data, Path to) throws IOException {
        Path journal = to.resolve(Ledger.JOURNAL);
        BackupFiles.makeEmpty("to", journal, "");
        try (JournalSnapshot snapshot = JournalSnapshot.begin(data)) {
            SqlBackup.copy(data, to.resolve(Database.FILE_NAME));
            return snapshot.copy(journal, SqlBackup.check(to));
        }
    }

    private static LedgerReport requireBalanced(Path directory) {
        LedgerReport ledger = LedgerCheck.of(directory);
        if (!ledger.balanced()) {
            throw Fault.storeUnavailable(
                    "its ledger does not balance: " + ledger.problems().getFirst(), null);
        }
        return ledger;
    }

    /// Proves that a backup is as it was written, to the last byte, and that its ledger balances.
    ///
    /// @throws Fault INVALID_FIELD or STORE_UNAVAILABLE when it is not
    public static Report verify(Path backup) {
        try {
            BackupManifest manifest = BackupFiles.requireIntact(backup);
            return Report.of(manifest, requireBalanced(backup));
        } catch (IOException e) {
            throw Fault.storeUnavailable("the backup cannot be read: " + e.getMessage(), e);
        }
    }

    /// Restores a backup. The store gets its name last, so that what was cut short is not taken for
    /// whole.
    ///
    /// @param data a new or empty directory, that no service uses
    /// @param but the name of a file that may be in it
    /// @throws Fault INVALID_FIELD when the backup is damaged or the directory not empty;
    ///     STORE_UNAVAILABLE when something cannot be read or written, or the ledger does not
    ///     balance; the directory is empty then
    public static Report restore(Path backup, Path data, String but) {
        try {
            BackupManifest manifest = BackupFiles.requireIntact(backup);
            BackupFiles.makeEmpty("data", data, but);
            try {
                for (BackupManifest.Entry file : manifest.files()) {
                    boolean store = file.name().equals(Database.FILE_NAME);
                    Path to = data.resolve(store ? RESTORING : file.name());
                    if (!BackupFiles.copy(file.name(), backup.resolve(file.name()), to)
                            .equals(file)) {
                        throw BackupFiles.damaged(file.name(), "it changed meanwhile");
                    }
                }
                BackupFiles.forceNames(data);
                Files.move(data.resolve(RESTORING), data.resolve(Database.FILE_NAME));
                Directories.force(data);
                return Report.of(manifest, requireBalanced(data));
            } catch (IOException | RuntimeException e) {
                BackupFiles.clear(data, but);
                throw e;
            }
        } catch (IOException e) {
            throw Fault.storeUnavailable("the backup cannot be restored: " + e.getMessage(), e);
        }
    }
}
