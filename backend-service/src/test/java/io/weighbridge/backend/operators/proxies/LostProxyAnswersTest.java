package io.weighbridge.backend.operators.proxies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LosingStore;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Set;

/// Credentials whose change is in the store although it seemed to fail.
final class LostProxyAnswersTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    @AutoClose private EmptyStore opened;
    private LosingStore<ProxyCredentialStore> losing;
    private ProxyCredentials proxies;
    private ProxyCredentials.Made made;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory);
        IdSource ids = new IdSource(time);
        losing =
                new LosingStore<>(
                        ProxyCredentialStore.class, new SqlProxyCredentialStore(opened.database()));
        proxies =
                new ProxyCredentials(
                        losing.store(),
                        new Services(new SqlServiceStore(opened.database()), ids, time),
                        ids,
                        time,
                        "wb",
                        "live");
        made = proxies.create("edge", true, Set.of(), 0);
    }

    private ProxyCredential seen() {
        return proxies.list(true, PageKey.of(0, "", "")).items().getFirst();
    }

    @Test
    void shouldSeeWhatWasDoneAlthoughItFailed() {
        losing.loseAnswer(false);
        assertThrows(Fault.class, () -> proxies.revoke(made.credential().id(), "lost"));
        assertTrue(seen().revokedAtMs() > 0);
        assertTrue(proxies.inUse("edge").isEmpty());
        losing.loseAnswer(false);
        assertThrows(Fault.class, () -> proxies.create("edge", true, Set.of(), 0));
        assertTrue(proxies.inUse("edge").isPresent());
    }

    @Test
    void shouldRepairWhatCallsSeeWhenItIsAskedAgain() {
        losing.loseAnswer(true);
        assertThrows(Fault.class, () -> proxies.revoke(made.credential().id(), "lost"));
        assertEquals(0, seen().revokedAtMs());
        losing.comeBack();
        assertTrue(proxies.revoke(made.credential().id(), "again").revokedAtMs() > 0);
        assertEquals("lost", seen().revokedReason());
    }
}
