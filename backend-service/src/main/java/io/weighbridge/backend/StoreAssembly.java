package io.weighbridge.backend;

import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.journal.FileJournal;
import io.weighbridge.backend.ledger.journal.JournalDisk;
import io.weighbridge.backend.ledger.journal.JournalSource;
import io.weighbridge.backend.ledger.journal.SqlJournal;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.files.Directories;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.SqlTagKeys;

import java.io.IOException;
import java.nio.file.Path;

/// Opens the store and the ledger on it, each kind with its own journal.
final class StoreAssembly {
    // Ids that can still be sent again stay in memory: see Gate. Twice that, for clocks that
    // differ.
    private static final long ID_RETENTION_MS =
            2 * (Gate.REQUEST_ID_AGE_MS + Gate.REQUEST_ID_AHEAD_MS);

    private StoreAssembly() {}

    /// For its owner only: it holds what everybody used and paid.
    static void makeDirectory(Path directory) {
        try {
            Directories.makeForOwner(directory);
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot make " + directory, e);
        }
    }

    static Database open(Config config) {
        MovedMark.requireNone(config.store());
        Database database = Database.open(config.store());
        try {
            SqlInstallation.requireCurrency(database, config.currency());
            SqlTagKeys.keep(database, config.tagKeys());
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    static Ledger openLedger(Config config, Database database, LedgerStore store, TimeSource time) {
        JournalSource journal =
                database.owner() == null
                        ? FileJournal.in(
                                config.dataDirectory().resolve(Ledger.JOURNAL), JournalDisk.REAL)
                        : SqlJournal.in(database);
        return Ledger.open(journal, store, time, ID_RETENTION_MS);
    }
}
