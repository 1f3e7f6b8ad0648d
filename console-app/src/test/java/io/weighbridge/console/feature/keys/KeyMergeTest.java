package io.weighbridge.console.feature.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.CreditLimit;
import io.weighbridge.proto.v1.CreditPeriod;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.ServiceLimits;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/// Two operators and one key.
final class KeyMergeTest {
    private static final KeySettings BASE =
            KeySettings.newBuilder()
                    .setName("prod")
                    .setPlan("plan_1")
                    .addServices("a")
                    .setExpiresAtMs(5)
                    .setCreditLimit(
                            CreditLimit.newBuilder()
                                    .setAmountNanos(9)
                                    .setPeriod(CreditPeriod.CREDIT_PERIOD_DAY))
                    .addOverrides(ServiceLimits.newBuilder().setService("a").setConcurrentCalls(1))
                    .addAllowedNetworks("10.0.0.0/8")
                    .build();

    private static KeyMerge merge(KeySettings mine, KeySettings theirs) {
        ApiKey base = ApiKey.newBuilder().setVersion(1).setSettings(BASE).build();
        ApiKey saved = ApiKey.newBuilder().setVersion(2).setSettings(theirs).build();
        return new KeyMerge(base, mine, saved);
    }

    @Test
    void shouldLoseNoFieldWhenNothingChanged() {
        assertEquals(BASE, merge(BASE, BASE).merged(Set.of()));
    }

    @Test
    void shouldKeepWhatEachChanged() {
        KeySettings mine = BASE.toBuilder().setName("mine").clearCreditLimit().build();
        KeySettings theirs = BASE.toBuilder().clearServices().setAllServices(true).build();
        KeyMerge merge = merge(mine, theirs);
        assertEquals(List.of(), merge.clashes());
        assertEquals(
                BASE.toBuilder()
                        .setName("mine")
                        .clearCreditLimit()
                        .clearServices()
                        .setAllServices(true)
                        .build(),
                merge.merged(Set.of()));
    }

    @Test
    void shouldAskWhereBothChangedTheSame() {
        KeySettings mine = BASE.toBuilder().addAllowedNetworks("1.2.3.4").setPlan("").build();
        KeySettings theirs = BASE.toBuilder().clearAllowedNetworks().setPlan("").build();
        KeyMerge merge = merge(mine, theirs);
        assertEquals(List.of(KeyField.NETWORKS), merge.clashes());
        assertEquals(mine, merge.merged(Set.of()));
        assertEquals(theirs, merge.merged(Set.of(KeyField.NETWORKS)));
    }
}
