package io.weighbridge.console.feature.adjust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.AloneLimit;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.Balance;

import org.junit.jupiter.api.Test;

import java.util.OptionalLong;

/// What an amount will do, before it is sent.
final class PreviewTest {
    private static final long DOLLAR = 1_000_000_000L;

    private static Preview.Standing standing(long single, long day, long used) {
        return new Preview.Standing(
                Balance.newBuilder()
                        .setBalanceNanos(10 * DOLLAR)
                        .setHeldNanos(4 * DOLLAR)
                        .setAvailableNanos(6 * DOLLAR)
                        .build(),
                new AloneLimit(
                        AdjustmentLimit.newBuilder()
                                .setSingleNanos(single)
                                .setDayNanos(day)
                                .build(),
                        used));
    }

    private static Preview typed(String text) {
        return Preview.of(text, standing(50 * DOLLAR, 100 * DOLLAR, 0));
    }

    @Test
    void shouldTellBalanceAndAvailableAfterwardsToTheNano() {
        Preview given = typed("1.000000001");
        assertEquals(OptionalLong.of(DOLLAR + 1), given.amount());
        assertEquals(11 * DOLLAR + 1, given.balanceAfter());
        assertEquals(7 * DOLLAR + 1, given.availableAfter());
        Preview taken = typed("-2");
        assertEquals(8 * DOLLAR, taken.balanceAfter());
        assertEquals(4 * DOLLAR, taken.availableAfter());
    }

    @Test
    void shouldTakeNothingThatIsNoAmountOrMovesNothing() {
        for (String text : new String[] {"", "-", "five", "1.0000000001", "1,00", "0", "-0.00"}) {
            assertEquals(OptionalLong.empty(), typed(text).amount(), text);
            assertEquals(10 * DOLLAR, typed(text).balanceAfter(), text);
        }
    }

    @Test
    void shouldAskForApprovalAboveTheLimitOfOneGivingAndTaking() {
        assertFalse(typed("50").needsApproval());
        assertTrue(typed("50.000000001").needsApproval());
        assertFalse(typed("-50").needsApproval());
        assertTrue(typed("-50.000000001").needsApproval());
    }

    @Test
    void shouldAskForApprovalAboveWhatIsLeftOfTheDay() {
        Preview.Standing used = standing(50 * DOLLAR, 100 * DOLLAR, 70 * DOLLAR);
        assertFalse(Preview.of("30", used).needsApproval());
        assertTrue(Preview.of("30.01", used).needsApproval());
        assertTrue(Preview.of("-30.01", used).needsApproval());
    }

    @Test
    void shouldNeverAskWhoseRoleHasNoLimit() {
        Preview.Standing all =
                new Preview.Standing(
                        Balance.getDefaultInstance(),
                        new AloneLimit(
                                AdjustmentLimit.newBuilder().setUnlimited(true).build(),
                                Long.MAX_VALUE));
        assertFalse(Preview.of("900,000,000", all).needsApproval());
    }

    @Test
    void shouldWarnWhenMoreIsTakenThanIsAvailable() {
        assertFalse(typed("-6").isTooMuch());
        assertTrue(typed("-6.000000001").isTooMuch());
        assertFalse(typed("6.1").isTooMuch());
    }
}
