package io.weighbridge.console.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.weighbridge.proto.v1.AdjustCreditRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which operations are the same one.
final class OperationsTest {
    private static final Failure LOST = new Failure("UNAVAILABLE", "lost", true);

    private final Operations operations = new Operations();

    private static AdjustCreditRequest five(String account) {
        return AdjustCreditRequest.newBuilder().setAccount(account).setAmountNanos(5).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUSY", "STORE_UNAVAILABLE", "INTERNAL", "PERMISSION_DENIED"})
    void shouldKeepTheIdWhenALaterTryIsRefusedAfterALostAnswer(String code) {
        Operations.Operation first = operations.begin();
        String id = first.send(five("a"));
        first.failed(LOST);
        assertEquals(id, first.send(five("a")));
        first.failed(new Failure(code, "refused", false));
        assertEquals(id, operations.begin().send(five("a")));
    }

    @Test
    void shouldKeepAFormsIdWhateverIsTypedLater() {
        Operations.Operation form = operations.begin();
        String id = form.send(five("a"));
        form.failed(LOST);
        assertEquals(id, form.send(five("a").toBuilder().setAmountNanos(6).build()));
        form.failed(LOST);
        assertEquals(id, operations.begin().send(five("a").toBuilder().setAmountNanos(6).build()));
        assertEquals(id, operations.begin().send(five("a")));
    }

    @Test
    void shouldBeginAnotherOnceTheServiceSaidThatItWasDone() {
        Operations.Operation done = operations.begin();
        String id = done.send(five("a"));
        done.done();
        Operations.Operation reused = operations.begin();
        String next = reused.send(five("a"));
        assertNotEquals(id, next);
        reused.failed(new Failure("OPERATION_REUSED", "reused", false));
        assertNotEquals(next, operations.begin().send(five("a")));
    }

    @Test
    void shouldBeginAnotherOnceNobodyWillApproveIt() {
        Operations.Operation asked = operations.begin();
        String id = asked.send(five("a"));
        asked.failed(LOST);
        asked.failed(new Failure("APPROVAL_CLOSED", "declined", false));
        assertNotEquals(id, operations.begin().send(five("a")));
    }

    @Test
    void shouldTellAccountsApart() {
        String id = operations.begin().send(five("a"));
        assertNotEquals(id, operations.begin().send(five("b")));
    }
}
