package io.weighbridge.backend.ledger;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.testkit.Interleavings;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Admissions beside everything that the ledger's writer does to an account: at every instant that
/// another thread can see, a call's credit is set aside or charged, never both and never neither.
@Param(name = "nanos", gen = IntGen.class, conf = "10:60")
public class CreditInterleavingsTest {
    private static final long HELD = 40;
    private static final long KEPT = 50;

    private final LedgerState state = new LedgerState(new NothingStored(), 60_000);
    private final Posting posting = new Posting(state, new ByteWriter(), 1, 1_000);
    private final AccountState account = new AccountState(Facts.ACCOUNT, 0, false);
    private long operations;

    /// An account with credit, a call in flight, and a call that waits to be rated.
    public CreditInterleavingsTest() {
        state.add(account);
        posting.begin(1_000);
        give(150);
        hold(1, HELD);
        hold(2, KEPT);
        posting.quarantine(
                account, call(2), openHold(2), settlement(), CallCost.NONE, KEPT, "no price");
    }

    private static Call call(long number) {
        return new Call(
                Facts.request(1_000, number),
                Facts.ACCOUNT,
                Facts.KEY,
                Facts.SERVICE,
                ServiceTier.STANDARD,
                31,
                "",
                "",
                "envoy",
                1_000);
    }

    private static Settlement settlement() {
        return new Settlement(
                Outcome.OK,
                Units.tokens(1, 1),
                Settlement.UNKNOWN,
                Settlement.UNKNOWN,
                Settlement.UNKNOWN);
    }

    private io.weighbridge.backend.ledger.fact.Operation operation() {
        return Facts.operation(++operations);
    }

    private void give(long nanos) {
        posting.grant(
                account, 10_000 + operations, GrantKind.PURCHASED, nanos, Grant.NEVER, operation());
    }

    private void hold(long number, long nanos) {
        Hold hold =
                new Hold(
                        account,
                        call(number),
                        nanos,
                        Units.tokens(1, 1),
                        600_000,
                        600_000,
                        HoldKeeper.NONE);
        state.index().add(hold);
        account.hold(nanos);
    }

    private Hold openHold(long number) {
        return Objects.requireNonNull(posting.hold(Facts.request(1_000, number)));
    }

    private static Charge charge(long nanos) {
        return new Charge(31, List.of(), nanos, 0, nanos);
    }

    /// As the gate does it.
    @Operation
    public boolean admit(@Param(name = "nanos") int nanos) {
        synchronized (account) {
            if (nanos > account.spendableNanos(1_000)) {
                return false;
            }
            account.hold(nanos);
            return true;
        }
    }

    /// What anybody may read.
    @Operation
    public String read() {
        synchronized (account) {
            return account.balanceNanos()
                    + " "
                    + account.heldNanos()
                    + " "
                    + account.quarantinedNanos();
        }
    }

    /// Charges the call in flight, once.
    @Operation(nonParallelGroup = "writer")
    public boolean settle(@Param(name = "nanos") int nanos) {
        Hold hold = posting.hold(Facts.request(1_000, 1));
        if (hold == null) {
            return false;
        }
        posting.settle(account, hold.call(), hold, settlement(), charge(nanos), CallCost.NONE);
        return true;
    }

    /// Ends the call in flight without a charge.
    @Operation(nonParallelGroup = "writer")
    public boolean release() {
        Hold hold = posting.hold(Facts.request(1_000, 1));
        if (hold == null) {
            return false;
        }
        posting.drop(hold.call().id(), RequestState.RELEASED, "");
        return true;
    }

    /// The call in flight cannot be priced.
    @Operation(nonParallelGroup = "writer")
    public boolean quarantine() {
        Hold hold = posting.hold(Facts.request(1_000, 1));
        if (hold == null) {
            return false;
        }
        posting.quarantine(
                account,
                hold.call(),
                hold,
                settlement(),
                CallCost.NONE,
                hold.heldNanos(),
                "no price");
        return true;
    }

    /// Charges what waits to be rated, once.
    @Operation(nonParallelGroup = "writer")
    public boolean rate(@Param(name = "nanos") int nanos) {
        Quarantine kept = posting.quarantined(Facts.request(1_000, 2));
        if (kept == null) {
            return false;
        }
        UsageRecord record =
                new UsageRecord(
                        1,
                        call(2),
                        settlement(),
                        Charge.NONE,
                        CallCost.NONE,
                        KEPT,
                        0,
                        1_000,
                        "no price");
        posting.rate(account, kept, record, Units.NONE, charge(nanos), false, operation());
        return true;
    }

    /// Takes credit, if there is so much.
    @Operation(nonParallelGroup = "writer")
    public boolean take(@Param(name = "nanos") int nanos) {
        try {
            posting.take(account, nanos, operation());
            return true;
        } catch (io.weighbridge.backend.platform.fault.Fault tooLittle) {
            return false;
        }
    }

    /// Gives credit.
    @Operation(nonParallelGroup = "writer")
    public void grant(@Param(name = "nanos") int nanos) {
        give(nanos);
    }

    @Test
    void shouldLookLikeOneAfterTheOther() {
        Interleavings.check(CreditInterleavingsTest.class);
    }

    /// SQL that has not heard of anything yet.
    private static final class NothingStored implements LedgerStore {
        @Override
        public Snapshot load(long recentRequestsFromMs) {
            return new Snapshot(0, 0, List.of(), List.of(), List.of(), List.of());
        }

        @Override
        public void fold(List<Fact> facts, long foldedSequence) {}

        @Override
        public void requests(long fromMs, long untilMs, Consumer<RequestId> to) {}

        @Override
        public Optional<RequestState> request(RequestId id) {
            return Optional.empty();
        }

        @Override
        public Optional<OperationResult> operation(UUID id) {
            return Optional.empty();
        }

        @Override
        public Optional<Grant> grant(long id) {
            return Optional.empty();
        }
    }
}
