package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.SqlPlanStore;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LosingStore;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Keys whose change is in the store although it seemed to fail: what calls see is what the store
/// has.
final class LostKeyAnswersTest {
    private static final long OPERATOR = 7;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final Map<Long, ApiKey> told = new HashMap<>();
    @AutoClose private EmptyStore opened;
    private LosingStore<KeyStore> losing;
    private ApiKeys keys;
    private ApiKey key;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
        IdSource ids = new IdSource(time);
        losing = new LosingStore<>(KeyStore.class, new SqlKeyStore(opened.database()));
        keys =
                new ApiKeys(
                        losing.store(),
                        changed -> told.put(changed.id(), changed),
                        new Plans(new SqlPlanStore(opened.database()), ids, time),
                        _ -> true,
                        ids,
                        time,
                        "wb",
                        "live");
        key = keys.create(1_001, KeySettings.unlimited("k"), OPERATOR).key();
    }

    private void fails(boolean staysAway, Executable change) {
        losing.loseAnswer(staysAway);
        assertThrows(Fault.class, change);
    }

    private ApiKey seen() {
        return Objects.requireNonNull(told.get(key.id()));
    }

    @Test
    void shouldSeeWhatWasDoneAlthoughItFailed() {
        fails(false, () -> keys.block(key.id(), "suspicious"));
        assertTrue(seen().block().isBlocked());
        fails(false, () -> keys.unblock(key.id()));
        assertFalse(seen().block().isBlocked());
        fails(false, () -> keys.rotate(key.id(), 3, 60_000, OPERATOR));
        assertEquals(1, seen().old().size());
        fails(false, () -> keys.revoke(key.id(), "lost"));
        assertTrue(seen().revokedAtMs() > 0);
        assertEquals(keys.require(key.id()), seen());
        fails(false, () -> keys.create(1_001, KeySettings.unlimited("other"), 0));
        assertEquals(2, told.size());
    }

    @Test
    void shouldRepairWhatCallsSeeWhenItIsAskedAgain() {
        fails(true, () -> keys.block(key.id(), "suspicious"));
        assertFalse(seen().block().isBlocked());
        assertThrows(Fault.class, () -> keys.block(key.id(), "suspicious"));
        losing.comeBack();
        var _ = keys.block(key.id(), "suspicious");
        assertTrue(seen().block().isBlocked());
        fails(true, () -> keys.revoke(key.id(), "lost"));
        assertEquals(0, seen().revokedAtMs());
        losing.comeBack();
        var _ = keys.revoke(key.id(), "lost");
        assertTrue(seen().revokedAtMs() > 0);
    }

    @Test
    void shouldRepairWhatCallsSeeAlsoWhenNobodyChangesAnything() {
        fails(true, () -> keys.revoke(key.id(), "lost"));
        assertThrows(Fault.class, keys::settleDoubts);
        assertEquals(0, seen().revokedAtMs());
        losing.comeBack();
        keys.settleDoubts();
        assertTrue(seen().revokedAtMs() > 0);
    }

    // Whatever the reason is that memory has it otherwise.
    @Test
    void shouldTellAgainWhatIsDoneAlready() {
        var _ = keys.block(key.id(), "suspicious");
        told.clear();
        var _ = keys.block(key.id(), "suspicious");
        assertTrue(seen().block().isBlocked());
        var _ = keys.unblock(key.id());
        told.clear();
        var _ = keys.unblock(key.id());
        assertFalse(seen().block().isBlocked());
        var _ = keys.revoke(key.id(), "lost");
        told.clear();
        var _ = keys.revoke(key.id(), "lost");
        assertTrue(seen().revokedAtMs() > 0);
    }

    @Test
    void shouldRepairTheKeysOfAnOperatorWhenTheyAreRevokedAgain() {
        fails(true, () -> keys.revokeShownTo(OPERATOR, "gone"));
        assertEquals(0, seen().revokedAtMs());
        losing.comeBack();
        assertEquals(0, keys.revokeShownTo(OPERATOR, "gone"));
        assertTrue(seen().revokedAtMs() > 0);
    }
}
