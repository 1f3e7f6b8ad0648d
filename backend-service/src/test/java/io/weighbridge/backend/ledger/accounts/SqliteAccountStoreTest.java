package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteAccountStoreTest extends AccountStoreContract {
    @TempDir Path directory;
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    AccountStore store() {
        return new SqlAccountStore(opened.database());
    }

    @Override
    LedgerStore ledger() {
        return new SqlLedgerStore(opened.database());
    }
}
