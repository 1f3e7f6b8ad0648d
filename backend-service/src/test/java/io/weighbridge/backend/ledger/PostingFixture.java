package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A posting over one account that has nothing, without a writer around it.
abstract class PostingFixture {
    static final long NOW_MS = 1_790_000_000_000L;
    static final long GRANT = 2_001;
    static final RequestId ID = Facts.request(NOW_MS, 1);
    static final Operation OPERATION = Facts.operation(1);

    @TempDir Path directory;
    final AccountState account = new AccountState(Facts.ACCOUNT, 0, false);
    final List<String> told = new ArrayList<>();
    final ByteWriter bytes = new ByteWriter();
    @AutoClose private Database database;
    LedgerState state;
    Posting posting;

    /// Writes down what it is told.
    private final class Keeper implements HoldKeeper {
        @Override
        public void reopened(Hold hold) {
            told.add("reopened");
        }

        @Override
        public void ended(Hold hold, long usedTokens) {
            told.add("ended with " + usedTokens);
        }

        @Override
        public void charged(long chargeNanos, long atMs) {
            told.add("charged " + chargeNanos + " at " + (atMs - NOW_MS));
        }

        @Override
        public void kept(long deltaNanos) {
            told.add("kept " + deltaNanos);
        }
    }

    @BeforeEach
    void open() {
        database = MigratedStore.open(directory);
        state = new LedgerState(new SqlLedgerStore(database), 1_000);
        state.add(account);
        state.setKeepers(
                (key, service) ->
                        key == Facts.KEY && service == Facts.SERVICE
                                ? new Keeper()
                                : HoldKeeper.NONE);
        state.countVolumes(Set.of(Facts.SERVICE));
        posting = new Posting(state, bytes, 1, 0);
        posting.begin(NOW_MS);
    }

    Fact.CreditGranted grant(long grantId, long nanos, long expiresAtMs) {
        return posting.grant(account, grantId, GrantKind.PURCHASED, nanos, expiresAtMs, OPERATION);
    }

    /// The record of a call of so many input tokens at 5 nanos each, as another ledger made it.
    static UsageRecord record(long tokens) {
        return Facts.record(9, NOW_MS, ID, tokens, "");
    }

    Hold hold(long nanos) {
        Hold hold =
                new Hold(
                        account,
                        record(1).call(),
                        nanos,
                        Units.tokens(1, 1),
                        NOW_MS + 1_000,
                        1_000,
                        new Keeper());
        state.index().add(hold);
        account.hold(nanos);
        return hold;
    }

    Fact.UsageSettled settle(Hold hold, long tokens) {
        UsageRecord of = record(tokens);
        return posting.settle(account, of.call(), hold, of.settlement(), of.charge(), of.cost());
    }

    static void assertFault(ErrorCode code, org.junit.jupiter.api.function.Executable act) {
        assertEquals(code, assertThrows(Fault.class, act).code());
    }

    static Movement bought(long nanos) {
        return new Movement(LedgerAccounts.PURCHASES, GRANT, nanos);
    }

    static Movement burnt(long nanos) {
        return new Movement(GRANT, LedgerAccounts.USAGE_REVENUE, nanos);
    }
}
