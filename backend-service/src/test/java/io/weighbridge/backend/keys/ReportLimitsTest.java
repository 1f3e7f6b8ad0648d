package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReportLimitsTest {
    private final HandTime time = HandTime.now();
    private final ReportLimits limits = new ReportLimits(time);

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
        assertEquals(ReportLimits.AT_ONCE, takenOf(100, "203.0.113.1"));
        assertEquals(ReportLimits.AT_ONCE, takenOf(100, "203.0.113.2"));
        assertEquals(0, takenOf(1, "::ffff:203.0.113.2"));
        assertEquals(ReportLimits.AT_ONCE, takenOf(100, null));
    }

    @Test
    void anIpv6NetworkOfASubscriberCountsAsOne() {
        assertEquals(ReportLimits.AT_ONCE, takenOf(100, "2001:db8::1"));
        assertEquals(0, takenOf(1, "2001:db8::ffff:1"));
        assertEquals(ReportLimits.AT_ONCE, takenOf(100, "2001:db8:0:1::1"));
    }

    @Test
    void timeGivesOneBackAfterTheOtherAndSettingTheClockNone() {
        assertEquals(ReportLimits.AT_ONCE, takenOf(100, "203.0.113.1"));
        time.setWallBy(86_400_000);
        assertEquals(0, takenOf(1, "203.0.113.1"));
        time.pass(3 * ReportLimits.REFILL_MS);
        assertEquals(3, takenOf(100, "203.0.113.1"));
        time.pass(86_400_000);
        assertEquals(ReportLimits.AT_ONCE, takenOf(100, "203.0.113.1"));
    }

    @Test
    void manyAddressesTakeBoundedMemoryAndKeepOutNobody() {
        for (int i = 0; i < 30_000; i++) {
            limits.take(new IpAddress((i + 1L) << 32, 0));
        }
        assertEquals(ReportLimits.AT_ONCE, takenOf(100, "203.0.113.1"));
    }
}
