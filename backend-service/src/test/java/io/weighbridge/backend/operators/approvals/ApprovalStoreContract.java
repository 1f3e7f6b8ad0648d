package io.weighbridge.backend.operators.approvals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Adjustment;
import io.weighbridge.backend.ledger.accounts.Asked;
import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.operators.Operator;
import io.weighbridge.backend.operators.SecondFactor;
import io.weighbridge.backend.operators.SqlOperatorStore;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What every [ApprovalStore] does. Account 1001 exists.
abstract class ApprovalStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private ApprovalStore store() {
        return new SqlApprovalStore(database);
    }

    private static Approval approval(long id, long expiresAtMs) {
        return approval(
                id,
                expiresAtMs,
                new Adjustment(
                        1_001, new UUID(id, -id), -500, 0, AdjustmentReason.GOODWILL, "für ☃"));
    }

    private static Approval approval(long id, long expiresAtMs, Asked asked) {
        return new Approval(
                id,
                ApprovalState.PENDING,
                asked,
                "ab".repeat(32),
                7,
                "person anna",
                10,
                expiresAtMs,
                0,
                "",
                0,
                "");
    }

    private void addOperator() {
        assertTrue(
                new SqlOperatorStore(database)
                        .add(
                                new Operator(
                                        7,
                                        1,
                                        "anna",
                                        "Anna",
                                        Role.FINANCE,
                                        false,
                                        "$argon2id$x",
                                        5,
                                        false,
                                        SecondFactor.NONE,
                                        6,
                                        "anna"),
                                Changes.ANY));
    }

    private List<Long> listed(boolean pendingOnly, long nowMs) {
        return store().list(pendingOnly, nowMs, PageKey.of(10, "", "")).items().stream()
                .map(Approval::id)
                .toList();
    }

    @Test
    void shouldKeepEveryFieldAndDecideOnce() {
        addOperator();
        Approval one = approval(1, 100);
        store().add(one, Changes.ANY);
        store().add(approval(2, 50), Changes.ANY);
        assertEquals(Optional.of(one), store().find(1));
        assertEquals(Optional.of(one), store().byOperation(new UUID(1, -1)));
        assertEquals(Optional.empty(), store().find(3));
        assertEquals(List.of(2L, 1L), listed(false, 60));
        assertEquals(List.of(1L), listed(true, 60));
        assertEquals(1, store().pending(7, 60));
        Approval approved = one.decided(ApprovalState.APPROVED, 8, "person bert", 70, "");
        assertTrue(store().replace(approved, ApprovalState.PENDING, Changes.ANY));
        assertFalse(store().replace(approved, ApprovalState.PENDING, Changes.ANY));
        assertEquals(List.of(approved), store().approved());
        assertNeverChanges("amount_nanos = 1");
    }

    private void assertNeverChanges(String set) {
        assertThrows(
                Fault.class,
                () ->
                        database.inTransaction(
                                handle -> handle.execute("UPDATE adjustment_approval SET " + set)));
    }

    @Test
    void shouldKeepEveryFieldOfARefund() {
        addOperator();
        UUID operation = new UUID(3, 4);
        for (boolean evenBelowZero : new boolean[] {false, true}) {
            UUID id = evenBelowZero ? new UUID(5, 6) : operation;
            PaymentRefund refund =
                    new PaymentRefund(1_001, 21, 22, id, 500, evenBelowZero, "für ☃");
            Approval one = approval(evenBelowZero ? 2 : 1, 100, refund);
            store().add(one, Changes.ANY);
            assertEquals(Optional.of(one), store().byOperation(id));
        }
        assertEquals(List.of(2L, 1L), listed(true, 60));
        assertNeverChanges("payment_id = 23");
        assertNeverChanges("order_id = 23");
        assertNeverChanges("even_below_zero = 1 - even_below_zero");
    }

    @Test
    void shouldKeepLimitsAndWhatCountsAgainstThem() {
        assertEquals(Map.of(), store().limits());
        store().set(Role.FINANCE, new AdjustmentLimit(false, 5, 9), Changes.ANY);
        store().set(Role.FINANCE, new AdjustmentLimit(false, 6, 9), Changes.ANY);
        store().set(Role.ADMIN, AdjustmentLimit.UNLIMITED, Changes.ANY);
        assertEquals(
                Map.of(
                        Role.FINANCE,
                        new AdjustmentLimit(false, 6, 9),
                        Role.ADMIN,
                        AdjustmentLimit.UNLIMITED),
                store().limits());
        Asked asked = approval(1, 100).asked();
        ApprovalStore.Use use = new ApprovalStore.Use("person anna", 20, 500);
        store().addUse(asked.operationId(), use);
        assertEquals(Optional.of(use), store().use(asked.operationId()));
        assertEquals(500, store().usedSince("person anna", 19));
        assertEquals(0, store().usedSince("person anna", 20));
        store().removeUse(asked.operationId());
        assertEquals(0, store().usedSince("person anna", 0));
    }

    @Test
    void shouldForgetOldUsesSomeAtATime() {
        for (int i = 1; i <= 5; i++) {
            store().addUse(
                            approval(i, 100).asked().operationId(),
                            new ApprovalStore.Use("person " + i % 2, i * 10L, 500));
        }
        assertEquals(2, store().forgetUses(40, 2));
        assertEquals(1, store().forgetUses(40, 2));
        assertEquals(0, store().forgetUses(40, 2));
        assertEquals(500, store().usedSince("person 0", 0));
        assertEquals(500, store().usedSince("person 1", 0));
        assertTrue(store().use(approval(4, 100).asked().operationId()).isPresent());
        assertTrue(store().use(approval(3, 100).asked().operationId()).isEmpty());
    }
}
