package io.weighbridge.backend.ledger.accounts;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Which adjustments may be asked for, and what lets them move money, at the edges.
final class AdjustmentTest {
    private static final UUID ID = new UUID(1, 2);

    private static Adjustment of(long nanos) {
        return of(nanos, Grant.NEVER, "sorry");
    }

    private static Adjustment of(long nanos, long expiresAtMs, String note) {
        return new Adjustment(
                Facts.ACCOUNT, ID, nanos, expiresAtMs, AdjustmentReason.GOODWILL, note);
    }

    private static void assertRefused(String field, Adjustment asked) {
        Fault fault = assertThrows(Fault.class, asked::checked);
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertEquals(field, fault.text().substring(0, field.length()));
    }

    private static void assertLet(AdjustmentAuthority authority, Adjustment asked) {
        assertDoesNotThrow(() -> authority.require(asked));
    }

    private static void assertNotLet(
            ErrorCode code, AdjustmentAuthority authority, Adjustment asked) {
        assertEquals(code, assertThrows(Fault.class, () -> authority.require(asked)).code());
    }

    @Test
    void shouldTakeAmountsThatCanBeCounted() {
        for (long nanos : new long[] {1, -1, Nanos.AMOUNT_MAX, -Nanos.AMOUNT_MAX}) {
            Adjustment asked = of(nanos);
            assertSame(asked, asked.checked());
        }
        for (long nanos : new long[] {0, Nanos.AMOUNT_MAX + 1, -Nanos.AMOUNT_MAX - 1}) {
            assertRefused("amount_nanos", of(nanos));
        }
        assertRefused("note", of(1, 0, ""));
        assertEquals(5, of(1, 5, "n").checked().expiresAtMs());
        assertRefused("expires_at_ms", of(-1, 5, "n"));
    }

    @Test
    void shouldHaveAHashOfItsOwnForEachRequest() {
        Set<String> hashes = new HashSet<>();
        for (Adjustment each :
                List.of(
                        of(5),
                        of(-5),
                        of(5, 1, "sorry"),
                        of(5, 0, "other"),
                        new Adjustment(1, ID, 5, 0, AdjustmentReason.GOODWILL, "sorry"),
                        new Adjustment(
                                Facts.ACCOUNT,
                                new UUID(1, 3),
                                5,
                                0,
                                AdjustmentReason.GOODWILL,
                                "sorry"),
                        new Adjustment(
                                Facts.ACCOUNT, ID, 5, 0, AdjustmentReason.WRONG_CHARGE, "sorry"))) {
            hashes.add(each.hash());
        }
        assertEquals(7, hashes.size());
        assertEquals(of(5).hash(), of(5).hash());
        assertEquals(64, of(5).hash().length());
        assertNotEquals(of(5).content(), of(-5).content());
    }

    @Test
    void shouldLetAnOperatorMoveUpToTheirLimitEitherWay() {
        AdjustmentAuthority alone = new AdjustmentAuthority.Alone(10);
        assertLet(alone, of(10));
        assertLet(alone, of(-10));
        assertNotLet(ErrorCode.PERMISSION_DENIED, alone, of(11));
        assertNotLet(ErrorCode.PERMISSION_DENIED, alone, of(-11));
        assertLet(AdjustmentAuthority.LOCAL, of(Nanos.AMOUNT_MAX));
    }

    private static AdjustmentAuthority approved(String hash, String approver, long decidedAtMs) {
        return new AdjustmentAuthority.Approved(hash, "anna", approver, decidedAtMs, 100);
    }

    @Test
    void shouldLetTwoPersonsMoveWhatWasApprovedInTime() {
        Adjustment asked = of(5);
        assertLet(approved(asked.hash(), "bert", 99), asked);
        assertNotLet(ErrorCode.SAME_PERSON, approved(asked.hash(), "anna", 99), asked);
        assertNotLet(ErrorCode.APPROVAL_MISMATCH, approved(of(6).hash(), "bert", 99), asked);
        assertNotLet(ErrorCode.APPROVAL_CLOSED, approved(asked.hash(), "bert", 100), asked);
    }
}
