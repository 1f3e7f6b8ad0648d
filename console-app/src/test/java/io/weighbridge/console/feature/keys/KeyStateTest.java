package io.weighbridge.console.feature.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.CreditLimit;
import io.weighbridge.proto.v1.KeySettings;

import org.junit.jupiter.api.Test;

/// What a key's state is called: the strongest reason why it is refused comes first.
final class KeyStateTest {
    private static final long NOW = 100;

    private static KeyState state(ApiKey.Builder key) {
        return KeyState.of(key.build(), NOW);
    }

    @Test
    void shouldSayWhyAKeyIsRefused() {
        ApiKey.Builder key = ApiKey.newBuilder();
        assertEquals(KeyState.ACTIVE, state(key));
        key.setPreviousUntilMs(NOW);
        assertEquals(KeyState.ACTIVE, state(key));
        key.setPreviousUntilMs(NOW + 1);
        assertEquals(KeyState.ROTATING, state(key));
        CreditLimit limit = CreditLimit.newBuilder().setAmountNanos(5).build();
        key.setSettings(KeySettings.newBuilder().setCreditLimit(limit)).setSpentNanos(4);
        assertEquals(KeyState.ROTATING, state(key));
        key.setSpentNanos(5);
        assertEquals(KeyState.SPENT, state(key));
        key.getSettingsBuilder().setExpiresAtMs(NOW + 1);
        assertEquals(KeyState.SPENT, state(key));
        key.getSettingsBuilder().setExpiresAtMs(NOW);
        assertEquals(KeyState.EXPIRED, state(key));
        key.setBlockedAtMs(1);
        assertEquals(KeyState.BLOCKED, state(key));
        key.setRevokedAtMs(1);
        assertEquals(KeyState.REVOKED, state(key));
    }
}
