package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.testkit.Interleavings;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Holds of two accounts that are opened, found and ended by two threads. As in the service, holds
/// of one account are opened and ended under its lock, and found without it.
@Param(name = "id", gen = IntGen.class, conf = "1:4")
public class HoldIndexInterleavingsTest {
    private final HoldIndex index = new HoldIndex();
    private final AccountState even = new AccountState(1_002, 0, false);
    private final AccountState odd = new AccountState(1_001, 0, false);

    // All in one chain of one stripe: the stripe and the slot are the same for the same half of an
    // id.
    private static long hi(int id) {
        return Facts.request(1_000 + id, 0).hi();
    }

    private static Hold hold(AccountState account, int id) {
        Call call =
                new Call(
                        Facts.request(1_000 + id, 0),
                        account.id(),
                        Facts.KEY,
                        Facts.SERVICE,
                        ServiceTier.STANDARD,
                        31,
                        "",
                        "",
                        "",
                        1_000);
        return new Hold(account, call, 1, Units.NONE, 2_000, 2_000, HoldKeeper.NONE);
    }

    private AccountState account(int id) {
        return id % 2 == 0 ? even : odd;
    }

    private static long lo() {
        return Facts.request(0, 0).lo();
    }

    /// A call begins.
    @Operation
    public boolean open(@Param(name = "id") int id) {
        AccountState account = account(id);
        synchronized (account) {
            if (index.get(hi(id), lo()) != null) {
                return false;
            }
            index.add(hold(account, id));
            return true;
        }
    }

    /// A call ends.
    @Operation
    public boolean end(@Param(name = "id") int id) {
        synchronized (account(id)) {
            Hold hold = index.get(hi(id), lo());
            if (hold == null) {
                return false;
            }
            index.remove(hold);
            return true;
        }
    }

    /// Somebody asks for it.
    @Operation
    public boolean find(@Param(name = "id") int id) {
        return index.get(hi(id), lo()) != null;
    }

    @Test
    void shouldLookLikeOneAfterTheOther() {
        Interleavings.check(HoldIndexInterleavingsTest.class);
    }
}
