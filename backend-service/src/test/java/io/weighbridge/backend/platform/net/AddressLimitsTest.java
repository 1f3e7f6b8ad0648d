package io.weighbridge.backend.platform.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AddressLimitsTest {
    private static final int AT_ONCE = 30;
    private static final long REFILL_MS = 2_000;

    private final HandTime time = HandTime.now();
    private final AddressLimits limits = new AddressLimits(time, "tries", AT_ONCE, REFILL_MS);

    private int takenOf(int tries, @Nullable String address) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            try {
                limits.take(address == null ? null : IpAddress.parse(address));
                taken++;
            } catch (Fault fault) {
                assertEquals(ErrorCode.TOO_MANY_ATTEMPTS, fault.code());
            }
        }
        return taken;
    }

    @Test
    void addressesAreCountedOnTheirOwn() {
        assertEquals(AT_ONCE, takenOf(100, "203.0.113.1"));
        assertEquals(AT_ONCE, takenOf(100, "203.0.113.2"));
        assertEquals(0, takenOf(1, "::ffff:203.0.113.2"));
        assertEquals(AT_ONCE, takenOf(100, null));
    }

    @Test
    void anIpv6NetworkOfASubscriberCountsAsOne() {
        assertEquals(AT_ONCE, takenOf(100, "2001:db8::1"));
        assertEquals(0, takenOf(1, "2001:db8::ffff:1"));
        assertEquals(AT_ONCE, takenOf(100, "2001:db8:0:1::1"));
    }

    @Test
    void timeGivesOneBackAfterTheOtherAndSettingTheClockNone() {
        assertEquals(AT_ONCE, takenOf(100, "203.0.113.1"));
        time.setWallBy(86_400_000);
        assertEquals(0, takenOf(1, "203.0.113.1"));
        time.pass(3 * REFILL_MS);
        assertEquals(3, takenOf(100, "203.0.113.1"));
        time.pass(86_400_000);
        assertEquals(AT_ONCE, takenOf(100, "203.0.113.1"));
    }

    @Test
    void whatIsGivenBackCountsNot() {
        IpAddress from = IpAddress.parse("2001:db8::1");
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            limits.take(from);
            limits.giveBack(IpAddress.parse("2001:db8::2"));
        }
        limits.giveBack(IpAddress.parse("203.0.113.1"));
        assertEquals(AT_ONCE, takenOf(100, "2001:db8::1"));
        assertEquals(AT_ONCE, takenOf(100, "203.0.113.1"));
    }

    @Test
    void manyAddressesTakeBoundedMemoryAndKeepOutNobody() {
        for (int i = 0; i < 30_000; i++) {
            limits.take(new IpAddress((i + 1L) << 32, 0));
        }
        assertEquals(AT_ONCE, takenOf(100, "203.0.113.1"));
    }
}
