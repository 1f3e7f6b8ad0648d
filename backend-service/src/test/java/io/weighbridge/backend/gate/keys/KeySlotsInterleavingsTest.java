package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.AccountStates;
import io.weighbridge.backend.testkit.Interleavings;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Secrets that are found while others are put in and taken out: whoever finds one finds its key.
@Param(name = "id", gen = IntGen.class, conf = "1:3")
public class KeySlotsInterleavingsTest {
    private static final int SIZE = 4;

    private final KeySlots slots = new KeySlots(SIZE);
    private int used;

    // All want the same place.
    private static KeyDigest digest(int id) {
        return new KeyDigest(4, id, 0, 0);
    }

    private static KeyEntry key(int id) {
        return new KeyEntry(
                ApiKey.made(id, 1_001, KeySettings.unlimited("n"), digest(id), "", 1, 0),
                AccountStates.empty(1_001));
    }

    /// A secret is made.
    @Operation(nonParallelGroup = "writer")
    public boolean insert(@Param(name = "id") int id) {
        if (used == SIZE - 1 || slots.find(digest(id)) >= 0) {
            return false;
        }
        used++;
        KeyEntry key = key(id);
        slots.insert(key, key);
        return true;
    }

    /// A secret is not known any more.
    @Operation(nonParallelGroup = "writer")
    public boolean forget(@Param(name = "id") int id) {
        int slot = slots.find(digest(id));
        if (slot < 0) {
            return false;
        }
        slots.forget(slot);
        return true;
    }

    /// A call comes with it.
    @Operation
    public long find(@Param(name = "id") int id) {
        int slot = slots.find(digest(id));
        if (slot < 0) {
            return -1;
        }
        return slots.account(slot).id() == 1_001 ? slots.key(slot).id : -2;
    }

    @Test
    void shouldLookLikeOneAfterTheOther() {
        Interleavings.check(KeySlotsInterleavingsTest.class);
    }
}
