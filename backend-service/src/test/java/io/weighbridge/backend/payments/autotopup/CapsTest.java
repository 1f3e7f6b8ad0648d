package io.weighbridge.backend.payments.autotopup;

import static io.weighbridge.backend.payments.autotopup.TopUpFixture.AMOUNT;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.HOUR_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.TOTAL;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.demo.stripe.Trouble;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;

/// How much a card may be asked for in a day and in a month.
final class CapsTest {
    @TempDir Path directory;
    private TopUpFixture pay;

    @BeforeEach
    void open() {
        pay = new TopUpFixture(directory);
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    @Test
    void capsCountByTheUtcDayAndMonth() {
        // 10:00 on the 29th: four a day, six a month.
        long acme = pay.lowAccount();
        chargeAndSpend(acme, 4);
        pay.round();
        assertEquals(4, pay.charges().size());
        pay.time.setWallMs(Instant.parse("2026-11-29T23:59:59.999Z").toEpochMilli());
        pay.round();
        assertEquals(4, pay.charges().size());
        pay.time.setWallMs(Instant.parse("2026-11-30T00:00:00Z").toEpochMilli());
        chargeAndSpend(acme, 2);
        pay.round();
        assertEquals(6, pay.charges().size());
        assertEquals(new Spent(2 * TOTAL, 6 * TOTAL), pay.topUps().spent(acme));
        pay.time.setWallMs(Instant.parse("2026-11-30T23:59:59.999Z").toEpochMilli());
        pay.round();
        assertEquals(6, pay.charges().size());
        pay.time.setWallMs(Instant.parse("2026-12-01T00:00:00Z").toEpochMilli());
        pay.round();
        assertEquals(7, pay.charges().size());
        assertEquals(new Spent(TOTAL, TOTAL), pay.topUps().spent(acme));
    }

    private void chargeAndSpend(long account, int times) {
        for (int i = 0; i < times; i++) {
            pay.round();
            pay.spend(account, AMOUNT);
        }
    }

    @Test
    void whatMayHaveBeenChargedCountsAndWhatWasDeclinedDoesNot() {
        long acme = pay.lowAccount();
        pay.decline(acme, "insufficient_funds");
        pay.round();
        assertEquals(new Spent(0, 0), pay.topUps().spent(acme));
        pay.decline(acme, "");
        pay.time.pass(HOUR_MS);
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        assertEquals(new Spent(TOTAL, TOTAL), pay.topUps().spent(acme));
    }
}
