package io.weighbridge.backend.usage.live;

import static io.weighbridge.backend.usage.UsageKit.admit;
import static io.weighbridge.backend.usage.UsageKit.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.MovingTime;
import io.weighbridge.backend.usage.UsageKit;
import io.weighbridge.proto.v1.KeyBar;
import io.weighbridge.proto.v1.LimitUse;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.Tag;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What the live view tells of limits, credit and bars.
final class LiveLimitsTest {
    @TempDir Path directory;
    private final MovingTime time = new MovingTime();

    private static LiveKey only(LiveReader reader) {
        return reader.keys().values().stream().findFirst().orElse(LiveKey.getDefaultInstance());
    }

    private static LimitUse use(long used, long limit) {
        return LimitUse.newBuilder().setUsed(used).setLimit(limit).build();
    }

    @Test
    void shouldTellWhatIsUsedOfEachLimitAndDrainIt() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            LiveReader live = LiveReader.watch(test.channel(), true, "");
            Service service = test.service("chat");
            test.publish(service, 1_000_000_000L, 1_000_000_000L);
            Account account = test.account("Acme", 1_000_000L);
            KeySettings settings =
                    new KeySettings(
                            "limited",
                            0,
                            true,
                            Set.of(),
                            0,
                            new CreditLimit(500_000, CreditPeriod.EVER),
                            List.of(new ServiceLimits(service.id(), 6, 1_000, -1, false)));
            ApiKeys.Made key = test.backend().keys().create(account.id(), settings);
            var _ =
                    admit(
                            test,
                            tokens(key.secret(), "chat", 100, 100)
                                    .addTags(Tag.newBuilder().setKey("team").setValue("red")));
            var _ = admit(test, tokens(key.secret(), "chat", 50, 50));
            UsageKit.await("both are told", () -> only(live).getRequestsPerMinute() == 2);
            LiveKey row = only(live);
            assertEquals(1, row.getServicesCount());
            assertEquals("chat", row.getServices(0).getService());
            assertEquals(use(2, 6), row.getServices(0).getRequests());
            assertEquals(1_000, row.getServices(0).getTokens().getLimit());
            assertTrue(row.getServices(0).getTokens().getUsed() > 250);
            assertFalse(row.getServices(0).hasCalls());
            assertEquals(use(row.getHeldNanos(), 500_000), row.getCredit());
            assertEquals(1_000_000 - row.getHeldNanos(), row.getSpendableNanos());
            assertEquals(0, row.getTagsCount());
            time.move(Duration.ofSeconds(70));
            UsageKit.await(
                    "levels drain",
                    () ->
                            only(live).getServicesList().stream()
                                    .allMatch(at -> at.getTokens().getUsed() == 0));
            assertEquals(use(0, 6), only(live).getServices(0).getRequests());
        }
    }

    @Test
    void shouldTellWhatBarsAKey() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            LiveReader live = LiveReader.watch(test.channel(), true, "");
            test.publish(test.service("chat"), 1_000_000_000L, 1_000_000_000L);
            Account account = test.account("Acme", 1_000_000_000L);
            ApiKeys.Made key = test.key(account);
            var _ = admit(test, tokens(key.secret(), "chat", 10, 10));
            UsageKit.await("it is seen", () -> only(live).getRequestsPerMinute() == 1);
            assertEquals(KeyBar.KEY_BAR_UNSPECIFIED, only(live).getBar());
            test.backend().accounts().suspend(account.id(), "test");
            UsageKit.await(
                    "suspended", () -> only(live).getBar() == KeyBar.KEY_BAR_ACCOUNT_SUSPENDED);
            var _ = test.backend().keys().block(key.key().id(), "test");
            UsageKit.await("blocked", () -> only(live).getBar() == KeyBar.KEY_BAR_KEY_BLOCKED);
            var _ = test.backend().keys().unblock(key.key().id());
            test.backend().accounts().resume(account.id());
            UsageKit.await("free", () -> only(live).getBar() == KeyBar.KEY_BAR_UNSPECIFIED);
            var _ = test.backend().keys().revoke(key.key().id(), "test");
            UsageKit.await("revoked", () -> only(live).getBar() == KeyBar.KEY_BAR_KEY_REVOKED);
        }
    }

    private static KeyLoads.KeyLoad load(long used, long spendableNanos) {
        io.weighbridge.backend.usage.live.LimitUse tokens =
                io.weighbridge.backend.usage.live.LimitUse.of(used, 1_000);
        return new KeyLoads.KeyLoad(
                1,
                "key",
                0,
                0,
                KeyLoads.Bar.NONE,
                spendableNanos,
                io.weighbridge.backend.usage.live.LimitUse.NONE,
                List.of(
                        new ServiceUse(
                                7,
                                io.weighbridge.backend.usage.live.LimitUse.NONE,
                                tokens,
                                io.weighbridge.backend.usage.live.LimitUse.NONE,
                                false)));
    }

    @Test
    void shouldNotTellOfWhatNobodyCanSee() {
        KeyLoads.KeyLoad told = load(500, 10_000);
        assertTrue(load(460, 10_050).looksLike(told));
        assertFalse(load(440, 10_000).looksLike(told));
        assertFalse(load(500, 9_800).looksLike(told));
        assertFalse(load(0, 10_000).looksLike(load(30, 10_000)));
        assertFalse(load(1_000, 10_000).looksLike(load(980, 10_000)));
        assertFalse(load(500, -1).looksLike(load(500, 0)));
    }
}
