package io.weighbridge.backend.limits;

import static io.weighbridge.backend.limits.CallMeterPropertyTest.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Single cases that random calls meet too seldom.
final class CallMeterTest {
    private static final long MINUTE = CallMeter.MICROS_PER_MINUTE;
    private static final long U = ServiceLimits.UNLIMITED;

    private final CallMeter meter = new CallMeter();

    @Test
    void shouldCountACallOfBeforeARestartForItsMinuteAndNotAsOpen() {
        ServiceLimits limits = limits(10, 600, 1);
        meter.restore(limits, 500, 0);
        assertEquals(0, meter.openCalls());
        assertEquals(0, meter.violations(limits, 100, 0));
        assertEquals(CallMeter.TOKENS, meter.violations(limits, 101, 0));
        LimitReadings now = meter.readings(limits);
        assertEquals(9, now.requestsRemaining());
        assertEquals(1, now.callsRemaining());
        assertEquals(600, meter.tokensFree(limits, MINUTE));
    }

    @Test
    void shouldNotPromiseThatWaitingHelpsWhereOnlyAnotherCallsEndDoes() {
        ServiceLimits limits = limits(10, 10, 1);
        var _ = meter.open(limits, 1, 0);
        assertEquals(CallMeter.CALLS, meter.violations(limits, 1, 0));
        assertEquals(0, meter.retryAfterMs(limits, CallMeter.CALLS, 1));
    }

    // Time that an empty level has passed is not credit for what comes after it.
    @Test
    void shouldDrainBeforeMoreIsReserved() {
        ServiceLimits limits = limits(U, 600, U);
        var _ = meter.open(limits, 100, 0);
        meter.extend(limits, 100, 2 * MINUTE);
        assertEquals(500, meter.tokensFree(limits, 2 * MINUTE));
    }

    @Test
    void shouldDrainBeforeAnOverrunIsCounted() {
        ServiceLimits limits = limits(U, 600, U);
        long mark = meter.open(limits, 100, 0);
        meter.close(limits, mark, 100, 100, 250, 2 * MINUTE);
        assertEquals(450, meter.tokensFree(limits, 2 * MINUTE));
    }

    @Test
    void shouldGiveNothingBackOfMoreThanTheLevelCanHold() {
        ServiceLimits limits = limits(U, ServiceLimits.TOKENS_MAX, U);
        long early = meter.open(limits, 1_000, 0);
        var _ = meter.open(limits, Long.MAX_VALUE, 0);
        meter.close(limits, early, 1_000, 1_000, 0, 0);
        LimitReadings before = meter.readings(limits);
        assertEquals(0, before.tokensRemaining());
        // A minute's worth drains in a minute, and the 1,000 before it within 6 microseconds.
        assertEquals(0, meter.tokensFree(limits, MINUTE));
        assertEquals(0, meter.tokensFree(limits, MINUTE + 6));
        assertEquals(166, meter.tokensFree(limits, MINUTE + 7));
    }

    @Test
    void shouldReadTheLimitsThatAreInForce() {
        LimitReadings readings = meter.readings(limits(7, 8, 9));
        assertEquals(7, readings.requestsLimit());
        assertEquals(8, readings.tokensLimit());
        assertEquals(9, readings.callsLimit());
        assertTrue(readings.requestsRemaining() == 7 && readings.tokensRemaining() == 8);
    }

    @Test
    void shouldTellTheAuditLogEveryLimit() {
        ServiceLimits one = new ServiceLimits(5, 1, 2, 3, true);
        ServiceLimits others = new ServiceLimits(0, U, U, U, false);
        Plan plan = new Plan(1, 4, "Basic", java.util.List.of(one, others), 0);
        String service = io.weighbridge.model.IdKind.SERVICE.format(5);
        assertEquals(
                "{\"name\":\"Basic\",\"version\":4,\"limits\":[{\"service\":\""
                        + service
                        + "\",\"requestsPerMinute\":1,\"tokensPerMinute\":2,\"concurrentCalls\":3,"
                        + "\"shadow\":true},{\"service\":\"*\",\"requestsPerMinute\":-1,"
                        + "\"tokensPerMinute\":-1,\"concurrentCalls\":-1,\"shadow\":false}]}",
                LimitsJson.of(plan));
    }
}
