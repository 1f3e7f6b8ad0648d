package io.weighbridge.backend.payments.autotopup;

import static io.weighbridge.backend.payments.autotopup.TopUpFixture.HOUR_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.MINUTE_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// The store breaks at each write of the way from a consent to a saved card, and from a low balance
/// to the credit, before it is made or when only its answer is lost. After a restart there is one
/// card, one charge and one credit.
final class TopUpFaultsTest {
    @TempDir Path directory;

    private interface Way {
        /// @return whether the nth write broke
        boolean go(TopUpFixture pay, int n, boolean answersLost);
    }

    // Returns how many writes there are. Each time it is another account's.
    private int breakEach(Way way, boolean answersLost) {
        int broken = 0;
        try (TopUpFixture pay = new TopUpFixture(directory)) {
            while (way.go(pay, broken, answersLost)) {
                broken++;
            }
            pay.checkLedger();
        }
        return broken;
    }

    @ParameterizedTest(name = "answers lost: {0}")
    @ValueSource(booleans = {false, true})
    void oneCardWhicheverWriteBreaks(boolean answersLost) {
        // Asked for, saved.
        assertEquals(2, breakEach(TopUpFaultsTest::save, answersLost));
    }

    private static boolean save(TopUpFixture pay, int n, boolean answersLost) {
        long acme = pay.accounts().create("Acme", 0).id();
        pay.payWithCard(acme, true);
        pay.faults.breakWrite(n, answersLost);
        boolean broke = isBrokenInRound(pay);
        assertEquals(1, pay.topUps().cards(acme).size());
        assertEquals(
                n + 1, pay.number("SELECT count(*) FROM audit_entry WHERE action = 'card.save'"));
        return broke;
    }

    @ParameterizedTest(name = "answers lost: {0}")
    @ValueSource(booleans = {false, true})
    void oneChargeAndOneCreditWhicheverWriteBreaks(boolean answersLost) {
        // Begun, asked, known, decided, moved, ended.
        assertEquals(6, breakEach(TopUpFaultsTest::topUp, answersLost));
    }

    private static boolean topUp(TopUpFixture pay, int n, boolean answersLost) {
        long acme = pay.lowAccount();
        pay.faults.breakWrite(n, answersLost);
        boolean broke = isBrokenInRound(pay);
        assertEquals(n + 1, pay.charges().size());
        assertEquals(14 * UNIT, pay.balance(acme));
        pay.tell();
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(n + 1, pay.charges().size());
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(1, pay.attempts(acme).size());
        assertEquals(AttemptOutcome.PAID, pay.attempt(acme).outcome());
        assertEquals(0, pay.number("SELECT count(*) FROM payment_move WHERE done_at_ms = 0"));
        return broke;
    }

    @ParameterizedTest(name = "answers lost: {0}")
    @ValueSource(booleans = {false, true})
    void oneFailureWhicheverWriteBreaks(boolean answersLost) {
        // Begun, asked, known, ended.
        assertEquals(4, breakEach(TopUpFaultsTest::decline, answersLost));
    }

    private static boolean decline(TopUpFixture pay, int n, boolean answersLost) {
        long acme = pay.lowAccount();
        pay.decline(acme, "authentication_required");
        pay.faults.breakWrite(n, answersLost);
        boolean broke = isBrokenInRound(pay);
        pay.tell();
        assertEquals(n + 1, pay.charges().size());
        assertEquals(AttemptOutcome.DECLINED, pay.attempt(acme).outcome());
        assertEquals(AutoTopUpState.DISARMED, pay.state(acme).state());
        assertEquals(1, pay.state(acme).failures());
        assertEquals(n + 1, pay.failuresTold().size());
        return broke;
    }

    // With a restart after it, and rounds until all is over.
    private static boolean isBrokenInRound(TopUpFixture pay) {
        tryRound(pay);
        boolean broke = pay.faults.broke();
        if (broke) {
            pay.restart();
        }
        pay.faults.heal();
        pay.payments().drain();
        for (int i = 0; i < 3; i++) {
            pay.time.pass(2 * MINUTE_MS);
            pay.round();
        }
        return broke;
    }

    private static void tryRound(TopUpFixture pay) {
        try {
            pay.round();
        } catch (Fault away) {
            assertTrue(pay.faults.broke());
        }
    }
}
