package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.ExtendRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// The disk gets full: calls in flight end as ever, new ones wait for space.
final class DiskGuardTest {
    private static final long LEAST = 1_000;

    @Test
    void shouldLetNoNewCallInButSettleThoseInFlight(@TempDir Path directory) throws IOException {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 1_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            String hold = authorize(test, key);
            AtomicLong free = new AtomicLong(5_000);
            DiskGuard guard = new DiskGuard(free::get, test.backend().ledger(), LEAST);
            for (long plenty : new long[] {5_000, LEAST}) {
                free.set(plenty);
                guard.look();
                assertEquals("ok", Calls.outcome(() -> authorize(test, key)));
            }
            for (long scarce : new long[] {LEAST - 1, 0, LEAST, LEAST + 249}) {
                free.set(scarce);
                guard.look();
                assertEquals("DISK_SPACE_LOW", Calls.outcome(() -> authorize(test, key)));
            }
            var extended =
                    test.gate()
                            .extend(
                                    ExtendRequest.newBuilder()
                                            .setHoldId(hold)
                                            .setMoreOutputTokens(20)
                                            .build());
            assertTrue(extended.hasExtended(), extended::toString);
            assertTrue(test.gate().settle(Calls.settle(hold, 10, 5).build()).getBalanceNanos() > 0);
            free.set(LEAST + 250);
            guard.look();
            assertEquals("ok", Calls.outcome(() -> authorize(test, key)));
            assertTrue(DiskGuard.of(directory).freeBytes() > 0);
        }
    }

    @Test
    void shouldGoOnAsItWasWhenTheSpaceCannotBeRead(@TempDir Path directory) {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            String key = test.key(test.account("Acme", 1_000 * Calls.TOKEN)).secret();
            DiskGuard.Space broken =
                    () -> {
                        throw new IOException("no such device");
                    };
            new DiskGuard(broken, test.backend().ledger(), LEAST).look();
            assertEquals("ok", Calls.outcome(() -> authorize(test, key)));
        }
    }

    private static String authorize(TestBackend test, String key) {
        return test.gate().authorize(Calls.chat(key, 10, 10).build()).getAdmitted().getHoldId();
    }
}
